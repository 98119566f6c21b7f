# SPDX-License-Identifier: GPL-3.0-or-later
# about: a megabyte through two programs, into a variable
# loops: 20
# input: block4m
# expect: 1000001
# if: with -o v :
i=0
while [ $i -lt 20 ]; do
	i=$((i + 1))
	with -o out /usr/bin/head -c 1000001 block4m | /bin/cat
done
echo ${#out}
