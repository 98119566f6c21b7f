# SPDX-License-Identifier: GPL-3.0-or-later
# about: if, elif, && and ||
# loops: 50000
# expect: 50000
i=0 n=0
while [ $i -lt 50000 ]; do
	if false; then
		n=0
	elif true && ! false; then
		n=$((n + 1))
	else
		n=0
	fi
	false || true && i=$((i + 1))
done
echo $n
