# SPDX-License-Identifier: GPL-3.0-or-later
# about: one string grown to 20,000 bytes
# loops: 20000
# expect: 20000
x= i=0
while [ $i -lt 20000 ]; do
	x=$x. i=$((i + 1))
done
echo ${#x}
