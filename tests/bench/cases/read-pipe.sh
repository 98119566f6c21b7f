# SPDX-License-Identifier: GPL-3.0-or-later
# about: while IFS= read -r from a pipe
# loops: 30000
# expect: 30000
# input: short.txt
/bin/cat short.txt | {
	n=0
	while IFS= read -r line; do
		n=$((n + 1))
	done
	echo $n
}
