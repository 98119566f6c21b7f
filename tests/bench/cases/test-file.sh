# SPDX-License-Identifier: GPL-3.0-or-later
# about: [ -f ] [ -d ] [ -r ] [ ! -e ]
# loops: 15000
# expect: 15000
# input: echo.sh
i=0 n=0
while [ $i -lt 15000 ]; do
	[ -f echo.sh ] && [ -d . ] && [ -r echo.sh ] &&
		[ ! -e missing ] && n=$((n + 1))
	i=$((i + 1))
done
echo $n
