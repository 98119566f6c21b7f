# SPDX-License-Identifier: GPL-3.0-or-later
# about: 200 times true, no data
# loops: 1
# expect: 0
p=/bin/true i=1
while [ $i -lt 200 ]; do
	p="$p | /bin/true" i=$((i + 1))
done
eval "$p"
echo $?
