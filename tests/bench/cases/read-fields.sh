# SPDX-License-Identifier: GPL-3.0-or-later
# about: while IFS=: read -r a b c from a file
# loops: 8000
# expect: 236527519
# input: fields.txt
n=0
while IFS=: read -r user id rest; do
	n=$((n + id))
done <fields.txt
echo $n $user
