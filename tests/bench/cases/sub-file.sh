# SPDX-License-Identifier: GPL-3.0-or-later
# about: $(cat <file) by the program
# loops: 200
# expect: ok
# input: echo.sh
i=0
while [ $i -lt 200 ]; do
	v=$(/bin/cat <echo.sh)
	i=$((i + 1))
done
echo ${v#echo }
