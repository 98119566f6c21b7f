# SPDX-License-Identifier: GPL-3.0-or-later
# about: $(function)
# loops: 1000
# expect: 1000-1000
f() {
	r=$1-$1
	echo "$r"
}
i=0
while [ $i -lt 1000 ]; do
	i=$((i + 1))
	v=$(f $i)
done
echo $v
