# SPDX-License-Identifier: GPL-3.0-or-later
# about: a small here-document with expansions into read
# loops: 6000
# expect: value 6000 12000
i=0
while [ $i -lt 6000 ]; do
	i=$((i + 1))
	read -r a b <<EOF
value $i $((i * 2))
EOF
done
echo $a $b
