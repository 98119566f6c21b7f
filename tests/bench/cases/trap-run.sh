# SPDX-License-Identifier: GPL-3.0-or-later
# about: a trap taken: kill -USR1 $$
# loops: 5000
# expect: 5000
trap 'n=$((n + 1))' USR1
i=0 n=0
while [ $i -lt 5000 ]; do
	kill -USR1 $$
	i=$((i + 1))
done
echo $n
