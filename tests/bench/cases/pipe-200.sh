# SPDX-License-Identifier: GPL-3.0-or-later
# about: echo through 199 cats
# loops: 1
# expect: hello
p= i=0
while [ $i -lt 199 ]; do
	p="$p | /bin/cat" i=$((i + 1))
done
eval "echo hello $p"
