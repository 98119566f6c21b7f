# SPDX-License-Identifier: GPL-3.0-or-later
# about: a program with a deadline that does not pass
# loops: 200
# expect: done
# if: with -t 60 :
i=0
while [ $i -lt 200 ]; do
	i=$((i + 1))
	with -t 60 /bin/true
done
echo done
