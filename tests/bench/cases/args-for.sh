# SPDX-License-Identifier: GPL-3.0-or-later
# about: for a; do, and $# $1 $9
# loops: 60000
# expect: 768000
set -- 1 2 3 4 5 6 7 8 9
i=0 n=0
while [ $i -lt 12000 ]; do
	for a; do
		n=$((n + a))
	done
	n=$((n + $1 + $9 + $#))
	i=$((i + 1))
done
echo $n
