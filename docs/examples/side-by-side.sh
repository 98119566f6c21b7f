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

# What runs, oldest first: a process id for each file. The files are the positional
# parameters, so that a name may hold anything.
running=
count=0
failed=0

# Waits for the oldest, which is the job of the file in $1.
wait_oldest() {
	wait "${running%% *}"
	status=$?
	running=${running#* }
	count=$((count - 1))
	if [ $status -ne 0 ]; then
		printf '%s: status %s\n' "$1" "$status" >&2
		failed=1
	fi
}

trap 'exit 130' INT
trap 'exit 143' TERM

for file; do
	if [ $count -ge "$limit" ]; then
		wait_oldest "$1"
		shift
	fi
	sh -c "$command" sh "$file" &
	running="$running$! "
	count=$((count + 1))
done
while [ $count -gt 0 ]; do
	wait_oldest "$1"
	shift
done
exit $failed
