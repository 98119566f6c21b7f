#!/usr/bin/env pipesh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A tour of pipelines. It needs nothing but the usual programs, and leaves nothing behind.

text=/usr/share/common-licenses/GPL-3
folder=$(mktemp -d) || exit
trap 'rm -rf "$folder"' EXIT

# Where that file is not, a text of our own.
if ! [ -r "$text" ]; then
	text=$folder/text
	seq 2000 | while read -r n; do
		echo "line $n of the free text that the tour reads: the license of none"
	done >"$text"
fi

# Shows a command and runs it. What is shown is what is run.
show() {
	printf '\n# %s\n' "$1"
	printf '%s\n' "$2" | sed 's/^/$ /'
	eval "$2"
}

bold= plain=
if [ -t 1 ]; then
	bold=$(printf '\033[1m') plain=$(printf '\033[0m')
fi
echo "${bold}pipesh: a pipeline is started, watched and waited for as one thing.$plain"

show 'The most frequent words of a license. Five programs, side by side.' \
'tr -cs A-Za-z "\n" <"$text" | tr A-Z a-z | sort | uniq -c | sort -rn | head -n 5'

show 'A stage may be a program, a function, a loop, a group: they mix.' \
'shout() { tr a-z A-Z; }
for word in one two three; do echo "$word"; done | shout | { read -r first; echo "first: $first"; cat; }'

show 'A reader that has enough ends its writer, however much that has to say.' \
'yes "still talking" | head -n 2'

show 'A stage that cannot start is named. The others see end of file, or that nobody reads.' \
'yes | no-such-program | wc -l; echo "status $?"'

show 'With pipefail, the pipeline fails if any stage does.' \
'set -o pipefail
sh -c "exit 3" | cat; echo "status $?"
set +o pipefail'

show 'Two hundred stages. Nothing is left open: each pipe end is closed as soon as its stage has it.' \
'stages=cat
i=1
while [ $i -lt 200 ]; do stages="$stages | cat"; i=$((i + 1)); done
echo "through two hundred pipes" | eval "$stages"'

show 'Pipelines in the background, and the status of each.' \
'echo a | sh -c "sleep 0.1; exit 4" & first=$!
sort "$text" | sh -c "cat >/dev/null; exit 5" & second=$!
wait "$first"; echo "first: $?"
wait "$second"; echo "second: $?"'

show 'What a pipeline writes, and how long it takes. The loop is one of its stages.' \
'time total=$(seq 100000 | { while read -r n; do sum=$((sum + n)); done; echo "$sum"; })
echo "the sum of 1 to 100000 is $total"'

show 'The three largest numbers of a hundred thousand.' \
'seq 100000 | sort -rn | head -n 3'

printf '\nNow type %spipesh%s for a prompt, and %shelp%s there. The manual: man -l docs/pipesh.1\n' \
	"$bold" "$plain" "$bold" "$plain"
