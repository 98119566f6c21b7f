# SPDX-License-Identifier: GPL-3.0-or-later
# about: $(external)
# loops: 200
# expect: hello
i=0
while [ $i -lt 200 ]; do
	v=$(/bin/echo hello)
	i=$((i + 1))
done
echo $v
