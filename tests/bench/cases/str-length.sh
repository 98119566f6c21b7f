# SPDX-License-Identifier: GPL-3.0-or-later
# about: ${#x} and comparisons
# loops: 80000
# expect: 1691110
x=abcdefghijklmnopqrstuvwxyz i=0 n=0
while [ $i -lt 80000 ]; do
	n=$((n + ${#x} - ${#i}))
	i=$((i + 1))
done
echo $n
