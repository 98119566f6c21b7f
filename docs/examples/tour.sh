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

bold= code= plain=
if [ -t 1 ] && [ "${TERM-dumb}" != dumb ] && ! [ "${NO_COLOR-}" ]; then
	bold=$'\e[1m' code=$'\e[36m' plain=$'\e[0m'
fi

# Shows a command and runs it. What is shown is what is run.
show() {
	printf '\n%s%s%s\n' "$bold" "$1" "$plain"
	printf '%s\n' "$2" | sed "1s/^/$code\$ /; 1!s/^/$code> /; s/\$/$plain/"
	eval "$2"
}

echo "${bold}pipesh: a pipeline is started, watched and waited for as one thing.$plain"

show 'The most frequent words of a license: six programs, side by side.' \
'tr -cs A-Za-z "\n" <"$text" | tr A-Z a-z |
sort | uniq -c | sort -rn | head -n 3'

show 'Programs, functions, loops and groups mix.' \
'shout() { tr a-z A-Z; }
for i in one two three; do echo $i; done | shout | { read -r x; echo "$x!"; }'

show 'Every stage has a status, and one that cannot start holds nobody up.' \
'yes | no-such-program | wc -l
echo "status $?, of the stages: ${PIPESTATUS[*]}"'

show 'A deadline ends all of it, with whatever it has started.' \
'with -t 0.3s sh -c "sleep 1000 & sleep 1000" | cat
echo "status $?, of the stages: ${PIPESTATUS[*]}"'

show 'Both outputs apart, and the status kept.' \
'with -o out -e err sh -c "echo a result; echo some trouble >&2; exit 3"
echo "status $?, out: $out, err: $err"'

show 'A loop whose rounds run side by side. What they write comes in their order.' \
'time with -j4 for i in 4 3 2 1; do sleep 0.$i; echo "job $i"; done'

show 'The first that fails ends the others.' \
'with -j3 --fail-fast { sleep 1000; sleep 0.1 && false; sleep 1000; }
echo "status $?, of the jobs: ${PIPESTATUS[*]}"'

show 'What did each stage take, and for which one did the others wait?' \
'slow() { awk "{ for (i = 0; i < 50; i++) x += sin(i) } END { print NR }"; }
with --report seq 60000 | slow | cat'

show 'In the background: the next one to end, which it was, and its status.' \
'sh -c "sleep 0.2; exit 4" & slow=$!
sh -c "exit 5" & fast=$!
wait -n -p id; echo "status $?"; [ $id = $fast ] && echo "the fast one"
wait -t 0 $slow; [ $? = 124 ] && echo "the slow one still runs"
wait $slow; echo "status $?"'

show 'Where a file is wanted, what a pipeline writes.' \
'diff <(seq 5) <(seq 6 | grep -v 3)'

show 'Two hundred stages: three descriptors at a time, and none is left.' \
'stages=cat
for i in $(seq 199); do stages+=" | cat"; done
echo "through two hundred pipes" | eval "$stages"'

cat <<end

Now type ${bold}pipesh$plain for a prompt, and ${bold}help$plain or ${bold}help with$plain there.
Scripts to take from: docs/examples/recipes.md. The manual: man -l docs/pipesh.1
end
