# SPDX-License-Identifier: GPL-3.0-or-later
# about: for w in $long, default IFS
# loops: 400000
# expect: 20000 kappa
x='alpha beta gamma delta epsilon zeta eta theta iota kappa'
x="$x $x $x $x $x $x $x $x $x $x"
i=0 n=0
while [ $i -lt 4000 ]; do
	for w in $x; do
		:
	done
	n=$((n + ${#w}))
	i=$((i + 1))
done
echo $n $w
