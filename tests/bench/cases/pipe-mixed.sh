# SPDX-License-Identifier: GPL-3.0-or-later
# about: function, program and while loop in one pipeline
# loops: 60
# expect: 60:3
say() {
	echo one
	echo two
	echo three
}
i=0
while [ $i -lt 60 ]; do
	i=$((i + 1))
	say | /bin/cat | {
		n=0
		while read -r line; do
			n=$((n + 1))
		done
		echo $i:$n
	} >out
done
read -r last <out
echo $last
