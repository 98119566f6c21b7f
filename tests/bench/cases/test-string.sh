# SPDX-License-Identifier: GPL-3.0-or-later
# about: [ ] on strings and numbers
# loops: 25000
# expect: 25000
i=0 n=0 x=abc y=
while [ $i -lt 25000 ]; do
	[ "$x" = abc ] && [ "$x" != def ] && [ -n "$x" ] && [ -z "$y" ] &&
		test $i -ge 0 && [ ! "$i" -eq -1 ] && n=$((n + 1))
	i=$((i + 1))
done
echo $n
