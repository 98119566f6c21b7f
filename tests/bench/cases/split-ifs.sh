# SPDX-License-Identifier: GPL-3.0-or-later
# about: IFS=: and a PATH-like value
# loops: 60000
# expect: 876000
x=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin::/opt/bin:/usr/games
i=0 n=0
IFS=:
while [ $i -lt 12000 ]; do
	for d in $x; do
		n=$((n + ${#d}))
	done
	i=$((i + 1))
done
echo $n
