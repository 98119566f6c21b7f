# SPDX-License-Identifier: GPL-3.0-or-later
# about: 100,000 variables by eval
# loops: 100000
# expect: 0 50000 99999
i=0
while [ $i -lt 100000 ]; do
	eval "var_$i=$i"
	i=$((i + 1))
done
echo $var_0 $var_50000 $var_99999
