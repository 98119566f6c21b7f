# SPDX-License-Identifier: GPL-3.0-or-later
# about: two programs
# loops: 100
# expect: hello100
i=0
while [ $i -lt 100 ]; do
	i=$((i + 1))
	/bin/true | /bin/true
done
echo hello$i | /bin/cat
