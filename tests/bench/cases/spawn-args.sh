# SPDX-License-Identifier: GPL-3.0-or-later
# about: a program with 20 arguments and 4 exported variables, new each time
# loops: 250
# expect: 250
i=0
while [ $i -lt 250 ]; do
	A=$i B=b C=c D=d /bin/true $i 1 2 3 4 5 6 7 8 9 a b c d e f g h i j
	i=$((i + 1))
done
echo $i
