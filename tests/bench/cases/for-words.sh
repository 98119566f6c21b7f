# SPDX-License-Identifier: GPL-3.0-or-later
# about: for over 400,000 words
# loops: 400000
# expect: 400 a999
l= i=0
while [ $i -lt 1000 ]; do
	l="$l a$i" i=$((i + 1))
done
n=0
for a in 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9; do
	for b in 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9; do
		for w in $l; do
			last=$w
		done
		n=$((n + 1))
	done
done
echo $n $last
