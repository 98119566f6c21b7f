# SPDX-License-Identifier: GPL-3.0-or-later
# about: a small here-document with expansions into cat
# loops: 150
# expect: one 150 two 300
i=0
while [ $i -lt 150 ]; do
	i=$((i + 1))
	/bin/cat <<EOF >out
one ${i}
two $((i * 2))
EOF
done
/bin/cat out | { read -r a; read -r b; echo $a $b; }
