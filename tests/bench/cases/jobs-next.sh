# SPDX-License-Identifier: GPL-3.0-or-later
# about: background jobs, four at a time by wait -n
# loops: 1000
# expect: 1000
i=0 n=0
while [ $i -lt 1000 ]; do
	[ $i -lt 4 ] || { wait -n && n=$((n + 1)); }
	/bin/true &
	i=$((i + 1))
done
while wait -n; do n=$((n + 1)); done
echo $n
