# SPDX-License-Identifier: GPL-3.0-or-later
# about: unquoted expansion of many short values
# loops: 60000
# expect: 180000
a=one b=2 c= i=0 n=0
while [ $i -lt 60000 ]; do
	set -- $a $b $c $i
	n=$((n + $#))
	i=$((i + 1))
done
echo $n
