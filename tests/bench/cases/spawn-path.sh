# SPDX-License-Identifier: GPL-3.0-or-later
# about: a program found by PATH as the last of six directories
# loops: 250
# expect: 250
# input: bin
PATH=./no1:./no2:./no3:./no4:./no5:$PWD/bin
i=0
while [ $i -lt 250 ]; do
	bench_true && i=$((i + 1))
done
echo $i
