# SPDX-License-Identifier: GPL-3.0-or-later
# about: echo through 19 cats
# loops: 8
# expect: 8
p= i=0
while [ $i -lt 19 ]; do
	p="$p | /bin/cat" i=$((i + 1))
done
i=0
while [ $i -lt 8 ]; do
	i=$((i + 1))
	eval "echo $i $p >out"
done
read -r last <out
echo $last
