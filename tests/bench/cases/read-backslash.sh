# SPDX-License-Identifier: GPL-3.0-or-later
# about: while read without -r
# loops: 8000
# expect: 8000
# input: fields.txt
n=0
while read line; do
	n=$((n + 1))
done <fields.txt
echo $n
