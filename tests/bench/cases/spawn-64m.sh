# SPDX-License-Identifier: GPL-3.0-or-later
# about: /bin/true in a loop in a shell that holds a 64 MiB variable
# loops: 300
# expect: go 300
# from: gate
v=0123456789abcdef i=0
while [ $i -lt 11 ]; do
	v=$v$v$v$v i=$((i + 1))
done
read -r go <gate
i=0
while [ $i -lt 300 ]; do
	/bin/true
	i=$((i + 1))
done
echo ${v:+$go} $i
