# SPDX-License-Identifier: GPL-3.0-or-later
# about: echo to a file, 50,000 lines
# loops: 50000
# expect: line 50000 of the file
i=0
while [ $i -lt 50000 ]; do
	i=$((i + 1))
	echo "line $i of the file"
done >out
/usr/bin/tail -n 1 out
