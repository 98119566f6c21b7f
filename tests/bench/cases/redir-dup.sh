# SPDX-License-Identifier: GPL-3.0-or-later
# about: >/dev/null 2>&1 on a brace group
# loops: 15000
# expect: 15000
i=0
while [ $i -lt 15000 ]; do
	{
		i=$((i + 1))
	} >/dev/null 2>&1
done
echo $i
