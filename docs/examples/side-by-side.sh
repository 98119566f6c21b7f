#!/usr/bin/env pipesh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs a command once for each file, some at a time, and says which failed.
#
#	side-by-side.sh [-j N] COMMAND FILE...
#
#	side-by-side.sh -j 4 'gzip -t "$1"' *.gz
#
# Status: 0 if all succeeded, 1 if one failed, 2 for wrong usage.

usage() {
	echo "usage: ${0##*/} [-j N] COMMAND FILE..." >&2
	exit 2
}

limit=4
while getopts j: option; do
	case $option in
	j) limit=$OPTARG ;;
	*) usage ;;
	esac
done
shift $((OPTIND - 1))
[ $# -ge 2 ] && [ "$limit" -ge 1 ] || usage
command=$1
shift

with -j "$limit" for file; do sh -c "$command" sh "$file"; done
statuses=("${PIPESTATUS[@]}")

failed=0
for status in "${statuses[@]}"; do
	if [ "$status" -ne 0 ]; then
		printf '%s: status %s\n' "$1" "$status" >&2
		failed=1
	fi
	shift
done
exit $failed
