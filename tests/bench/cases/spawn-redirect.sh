# SPDX-License-Identifier: GPL-3.0-or-later
# about: /bin/true with three redirections
# loops: 250
# expect: 250
i=0
while [ $i -lt 250 ]; do
	/bin/true </dev/null >/dev/null 2>&1
	i=$((i + 1))
done
echo $i
