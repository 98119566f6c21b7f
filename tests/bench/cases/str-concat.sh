# SPDX-License-Identifier: GPL-3.0-or-later
# about: short strings put together
# loops: 60000
# expect: 59999-a:59999-ab59999:59999
i=0
while [ $i -lt 60000 ]; do
	x="$i-a" y="${x}b$i" z="$x:$y:$i"
	i=$((i + 1))
done
echo $z
