# SPDX-License-Identifier: GPL-3.0-or-later
#
# soak.sh [COUNT]: runs so many pipelines with deadlines in this one shell, a half of which pass,
# and looks at what is left: descriptors, memory, processes. Ends with "N passed, N failed".

half=$((${1:-100000} / 2))
mark=1000.$$ # what the pipelines sleep for, to be told from what others sleep for
failed=0

complain() {
	echo "soak: $*"
	failed=$((failed + 1))
}

# Sets: descriptors, resident (KiB), children.
measure() {
	set -- /proc/$$/fd/*
	descriptors=$#
	while read -r key value unit; do
		if [ "$key" = VmRSS: ]; then
			resident=$value
		fi
	done </proc/$$/status
	# Zombies among them. A kernel may be without it.
	children=
	if [ -r /proc/$$/task/$$/children ]; then
		read -r children </proc/$$/task/$$/children
	fi
}

expire() {
	with -t 2ms /bin/sleep "$mark" | /bin/sleep "$mark"
	statuses="$? ${PIPESTATUS[*]}"
	if [ "$statuses" != '124 143 143' ]; then
		complain "past the deadline, the statuses are $statuses"
	fi
	with -t 2ms -o out /bin/sleep "$mark" | /bin/cat
	statuses="$? ${PIPESTATUS[0]}"
	if [ "$statuses" != '124 143' ]; then
		complain "past the deadline, captured, the statuses are $statuses"
	fi
}

succeed() {
	with -t 300 /bin/true | /bin/true
	statuses="$? ${PIPESTATUS[*]}"
	if [ "$statuses" != '0 0 0' ]; then
		complain "in time, the statuses are $statuses"
	fi
	with -t 300 -o out /bin/echo word | /bin/cat
	statuses="$? ${PIPESTATUS[*]} $out"
	if [ "$statuses" != '0 0 0 word' ]; then
		complain "in time, captured, the statuses and the output are $statuses"
	fi
}

repeat() {
	i=0
	while [ "$i" -lt "$1" ] && [ "$failed" -lt 10 ]; do
		expire
		succeed
		i=$((i + 2))
	done
}

repeat 50 # what is allocated once, is now
measure
first_descriptors=$descriptors first_resident=$resident
began=$SECONDS
repeat "$half"
measure
echo "$((half * 2)) pipelines, half of them past their deadlines, in $((SECONDS - began)) s:" \
	"descriptors $first_descriptors -> $descriptors," \
	"resident $first_resident -> $resident KiB, children: ${children:-none}"
if [ "$descriptors" -ne "$first_descriptors" ]; then
	complain "descriptors: $first_descriptors before, $descriptors after"
fi
if [ "$resident" -gt $((first_resident + 512)) ]; then
	complain "resident: $first_resident KiB before, $resident KiB after"
fi
if [ -n "$children" ]; then
	complain "children are left: $children"
fi
# The brackets: it does not find itself.
if left=$(grep -ls "[1]${mark#1}" /proc/[0-9]*/cmdline); then
	complain "processes are left: $left"
fi
if [ "$failed" -gt 0 ]; then
	echo '0 passed, 1 failed'
	exit 1
fi
echo '1 passed, 0 failed'
