# SPDX-License-Identifier: GPL-3.0-or-later
# about: set -- of 200 words, shifted one by one
# loops: 40000
# expect: 80000
l= i=0
while [ $i -lt 200 ]; do
	l="$l w$i" i=$((i + 1))
done
i=0 n=0
while [ $i -lt 400 ]; do
	set -- $l
	while [ $# -gt 0 ]; do
		n=$((n + 1))
		shift
	done
	i=$((i + 1))
done
echo $n
