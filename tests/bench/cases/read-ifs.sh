# SPDX-License-Identifier: GPL-3.0-or-later
# about: while IFS= read -r from a file
# loops: 10000
# expect: 397503
# input: lines.txt
n=0
while IFS= read -r line; do
	n=$((n + ${#line}))
done <lines.txt
echo $n
