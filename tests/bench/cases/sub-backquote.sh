# SPDX-License-Identifier: GPL-3.0-or-later
# about: backquotes, one inside the other
# loops: 200
# expect: 200
i=0
while [ $i -lt 200 ]; do
	i=$((i + 1))
	v=`echo \`echo $i\``
done
echo $v
