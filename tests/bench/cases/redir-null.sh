# SPDX-License-Identifier: GPL-3.0-or-later
# about: >/dev/null on a builtin
# loops: 20000
# expect: 20000
i=0
while [ $i -lt 20000 ]; do
	: >/dev/null
	i=$((i + 1))
done
echo $i
