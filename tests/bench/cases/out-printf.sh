# SPDX-License-Identifier: GPL-3.0-or-later
# about: printf to a file, 12,000 lines
# loops: 12000
# expect: 12000 text left    |2ee0
i=0
while [ $i -lt 12000 ]; do
	i=$((i + 1))
	printf '%05d %s %-8s|%x\n' $i text left $i
done >out
/usr/bin/tail -n 1 out
