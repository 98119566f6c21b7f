# SPDX-License-Identifier: GPL-3.0-or-later
# about: assignment operators inside the expression
# loops: 60000
# expect: 37088
i=0 s=0
while [ $((i += 1)) -le 60000 ]; do
	: $((s += i)) $((s %= 65521))
done
echo $s
