# SPDX-License-Identifier: GPL-3.0-or-later
# about: a function that calls a function that calls a function
# loops: 60000
# expect: 60000 ba
f() {
	g "$1" "$2"
}
g() {
	h "$2" "$1"
}
h() {
	i=$((i + 1)) last=$1$2
}
i=0
while [ $i -lt 60000 ]; do
	f a b
done
echo $i $last
