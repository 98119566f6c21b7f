#!/usr/bin/env pipesh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Ten children that each sleep for a second, side by side, take about one second.

began=$(date +%s%N)
with -j10 for _ in 1 2 3 4 5 6 7 8 9 10; do sleep 1; done
statuses=("${PIPESTATUS[@]}")
took=$((($(date +%s%N) - began) / 10000000))

good=0
for status in "${statuses[@]}"; do
	[ "$status" -ne 0 ] || good=$((good + 1))
done
printf '%d ended with status 0, in %d.%02d s\n' $good $((took / 100)) $((took % 100))
[ $good -eq 10 ]
