#!/usr/bin/env pipesh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Feed ten random bytes, which may be any, into each of three children that run side by side and find a
# variable in their own environment; take the last ten bytes of what each writes.
#
# A line a child: the input, the whole output, and its last ten bytes, in hex.

scratch=$(mktemp -d) || exit
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit

hex() { od -An -v -tx1 | tr -d ' \n'; }

for i in 1 2 3; do
	{ head -c 5 /dev/urandom; printf '\0'; head -c 4 /dev/urandom; } >plain$i
done
with -j3 --fail-fast for i in 1 2 3; do
	cat plain$i | password=zf7ShyBhZOraQDdE/FiZpm/m/8f9X+M1 openssl enc -des3 -pbkdf2 -pass env:password >secret$i
done || exit
for i in 1 2 3; do
	echo "$(hex <plain$i) $(hex <secret$i) $(tail -c 10 secret$i | hex)"
done
