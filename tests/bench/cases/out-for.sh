# SPDX-License-Identifier: GPL-3.0-or-later
# about: echo in a for loop through a pipe
# loops: 50000
# expect: 9999
l='0 1 2 3 4 5 6 7 8 9'
for a in $l; do
	for b in $l; do
		for c in $l; do
			for d in $l 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9; do
				echo $a$b$c$d
			done
		done
	done
done | /usr/bin/tail -n 1
