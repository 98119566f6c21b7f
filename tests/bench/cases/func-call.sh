# SPDX-License-Identifier: GPL-3.0-or-later
# about: function call with three arguments
# loops: 80000
# expect: 80000
f() {
	i=$((i + $2))
}
i=0
while [ $i -lt 80000 ]; do
	f one 1 three
done
echo $i
