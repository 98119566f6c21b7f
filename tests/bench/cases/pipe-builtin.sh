# SPDX-License-Identifier: GPL-3.0-or-later
# about: a builtin into a builtin
# loops: 250
# expect: 250
i=0
while [ $i -lt 250 ]; do
	: | :
	i=$((i + 1))
done
echo $i
