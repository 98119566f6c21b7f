# SPDX-License-Identifier: GPL-3.0-or-later
# about: cd into a directory and back
# loops: 20000
# expect: 20000
# input: tree
i=0
while [ $i -lt 20000 ]; do
	cd tree && cd .. && i=$((i + 1))
done
echo $i
