# SPDX-License-Identifier: GPL-3.0-or-later
# about: a program with a deadline of 5 ms that passes
# loops: 20
# expect: 124
# if: with -t 60 :
i=0
while [ $i -lt 20 ]; do
	i=$((i + 1))
	with -t 5ms /bin/sleep 10
	status=$?
done
echo $status
