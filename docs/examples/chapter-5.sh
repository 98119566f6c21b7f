#!/usr/bin/env pipesh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Three chains side by side, each fed with a hundred random bytes: encrypted by one program, digested by the
# next. No pipe end stays open in the shell, so that a stage whose reader has ended gets SIGPIPE.
#
# A line a chain: the input, the digest, the status of each stage.

scratch=$(mktemp -d) || exit
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit

export password=zf7ShyBhZOraQDdE/FiZpm/m/8f9X+M1
hex() { od -An -v -tx1 | tr -d ' \n'; }
count_descriptors() { set -- /proc/$$/fd/*; descriptors=$#; }

for i in 1 2 3; do head -c 100 /dev/urandom >plain$i; done
count_descriptors
before=$descriptors
for i in 1 2 3; do
	# Each stage's status, by way of a group of its own.
	{ openssl enc -des3 -pbkdf2 -nosalt -pass env:password <plain$i | openssl dgst -sha256 -binary >digest$i
		echo "${PIPESTATUS[@]}" >statuses$i; } &
done
count_descriptors
wait
for i in 1 2 3; do
	echo "$(hex <plain$i) $(hex <digest$i) $(cat statuses$i)"
done
echo "descriptors: $((descriptors - before))"

cat /dev/zero | openssl dgst -no-such-digest 2>/dev/null
echo "closed: ${PIPESTATUS[0]} ${PIPESTATUS[1]}"
