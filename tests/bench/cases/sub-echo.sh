# SPDX-License-Identifier: GPL-3.0-or-later
# about: $(echo x)
# loops: 1000
# expect: x1000
i=0
while [ $i -lt 1000 ]; do
	i=$((i + 1))
	v=$(echo x$i)
done
echo $v
