# SPDX-License-Identifier: GPL-3.0-or-later
# about: a command that is not there
# loops: 2000
# expect: 2000
i=0 n=0
while [ $i -lt 2000 ]; do
	no_such_command_here 2>/dev/null || n=$((n + 1))
	i=$((i + 1))
done
echo $n
