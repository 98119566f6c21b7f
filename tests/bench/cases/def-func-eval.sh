# SPDX-License-Identifier: GPL-3.0-or-later
# about: 10,000 functions by eval, each called
# loops: 10000
# expect: 10000
i=0 n=0
while [ $i -lt 10000 ]; do
	eval "fn_$i() { n=\$((n + 1)); }"
	fn_$i
	i=$((i + 1))
done
echo $n
