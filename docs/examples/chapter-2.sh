#!/usr/bin/env pipesh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Start a child, poll it while there is other work to do, then read its final status.

sh -c 'sleep 0.2; exit 7' &
child=$!

sum=1 worked='not at all'
while wait -t 0 $child; status=$?; [ $status -eq 124 ]; do # 124: it still runs
	for _ in 1 2 3 4 5 6 7 8 9; do
		sum=$((sum * 6364136223846793005 + 1442695040888963407))
	done
	worked=on
done
printf 'worked %s while the child ran (%x)\n' "$worked" "$sum"
echo "status $status"
