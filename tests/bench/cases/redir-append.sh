# SPDX-License-Identifier: GPL-3.0-or-later
# about: >>file
# loops: 15000
# expect: 15000
: >out
i=0
while [ $i -lt 15000 ]; do
	echo line >>out
	i=$((i + 1))
done
set -- $(/usr/bin/wc -l <out)
echo $1
