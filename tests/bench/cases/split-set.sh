# SPDX-License-Identifier: GPL-3.0-or-later
# about: set -- $x, fields by default IFS
# loops: 50000
# expect: 400000 three
x='  one two	three four five  six seven eight  '
i=0 n=0
while [ $i -lt 50000 ]; do
	set -- $x
	n=$((n + $#))
	i=$((i + 1))
done
echo $n $3
