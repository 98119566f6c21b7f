# SPDX-License-Identifier: GPL-3.0-or-later
# about: "$@" of 50 words passed through two functions
# loops: 8000
# expect: 408000
f() {
	g "$@" last
}
g() {
	n=$((n + $#))
}
l='a b c d e f g h i j'
set -- $l $l $l $l $l
i=0 n=0
while [ $i -lt 8000 ]; do
	f "$@"
	i=$((i + 1))
done
echo $n
