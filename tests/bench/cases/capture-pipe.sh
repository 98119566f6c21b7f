# SPDX-License-Identifier: GPL-3.0-or-later
# about: the output of two programs, into a variable
# loops: 100
# expect: word word
# if: with -o v :
i=0
while [ $i -lt 100 ]; do
	i=$((i + 1))
	with -o out /bin/echo word | /bin/cat
done
echo $out word
