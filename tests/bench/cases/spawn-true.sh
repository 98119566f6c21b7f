# SPDX-License-Identifier: GPL-3.0-or-later
# about: /bin/true in a loop
# loops: 250
# expect: 250
i=0
while [ $i -lt 250 ]; do
	/bin/true
	i=$((i + 1))
done
echo $i
