# SPDX-License-Identifier: GPL-3.0-or-later
# about: while read -r from a file
# loops: 10000
# expect: 10000
# input: lines.txt
n=0
while read -r line; do
	n=$((n + 1))
done <lines.txt
echo $n
