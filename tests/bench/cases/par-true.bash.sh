# SPDX-License-Identifier: GPL-3.0-or-later
running=0 status=0
for i in $(/usr/bin/seq 1000); do
	if [ $running -ge 4 ]; then
		wait -n || status=1
		running=$((running - 1))
	fi
	/bin/true &
	running=$((running + 1))
done
while [ $running -gt 0 ]; do
	wait -n || status=1
	running=$((running - 1))
done
echo $status
