# SPDX-License-Identifier: GPL-3.0-or-later
# about: * and *.c in a directory of 2,000 files
# loops: 60
# expect: 67200 tree/archive-0841.c
# input: tree
i=0 n=0
while [ $i -lt 30 ]; do
	set -- tree/*
	n=$((n + $#))
	set -- tree/*[13579].c
	n=$((n + $#))
	i=$((i + 1))
done
echo $n $1
