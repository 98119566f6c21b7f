# SPDX-License-Identifier: GPL-3.0-or-later
# about: ( : )
# loops: 1000
# expect: 1000
i=0
while [ $i -lt 1000 ]; do
	( : )
	i=$((i + 1))
done
echo $i
