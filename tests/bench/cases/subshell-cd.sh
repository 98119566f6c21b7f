# SPDX-License-Identifier: GPL-3.0-or-later
# about: ( cd / && pwd ) >file
# loops: 300
# expect: /,300
i=0
while [ $i -lt 300 ]; do
	(cd / && pwd) >out && i=$((i + 1))
done
read -r d <out
echo $d,$i
