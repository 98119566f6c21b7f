# SPDX-License-Identifier: GPL-3.0-or-later
# about: <file on a builtin
# loops: 15000
# expect: ok15000
# input: echo.sh
i=0
while [ $i -lt 15000 ]; do
	read -r a b <echo.sh
	i=$((i + 1))
done
echo $b$i
