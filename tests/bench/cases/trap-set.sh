# SPDX-License-Identifier: GPL-3.0-or-later
# about: trap set and reset
# loops: 40000
# expect: 40000
i=0
while [ $i -lt 40000 ]; do
	trap 'echo no' USR1
	trap - USR1
	i=$((i + 1))
done
echo $i
