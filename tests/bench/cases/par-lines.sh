# SPDX-License-Identifier: GPL-3.0-or-later
# about: programs that write a hundred lines, four at once, shown in order
# loops: 400
# expect: 2727463828 155005
# if: with -j2 for i in 1 2; do :; done
{
	with -j4 for i in $(/usr/bin/seq 400); do
		/usr/bin/seq $i $((i + 99))
	done
} | /usr/bin/cksum
