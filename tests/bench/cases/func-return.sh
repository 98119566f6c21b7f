# SPDX-License-Identifier: GPL-3.0-or-later
# about: return with a value
# loops: 50000
# expect: 50000
f() {
	if [ "$1" -gt 5 ]; then
		return 1
	fi
	return 3
}
i=0
while [ $i -lt 50000 ]; do
	f 7
	i=$((i + $?))
done
echo $i
