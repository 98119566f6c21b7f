# SPDX-License-Identifier: GPL-3.0-or-later
# about: a subshell in a loop in a shell that holds a 64 MiB variable
# loops: 60
# expect: go 60
# from: gate
v=0123456789abcdef i=0
while [ $i -lt 11 ]; do
	v=$v$v$v$v i=$((i + 1))
done
read -r go <gate
i=0
while [ $i -lt 60 ]; do
	(exit 3)
	i=$((i + $? - 2))
done
echo ${v:+$go} $i
