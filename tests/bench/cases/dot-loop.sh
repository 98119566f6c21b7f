# SPDX-License-Identifier: GPL-3.0-or-later
# about: a small file read by dot
# loops: 6000
# expect: 6000
# input: dot.sh
i=0
while [ $i -lt 6000 ]; do
	. ./dot.sh
done
echo $i
