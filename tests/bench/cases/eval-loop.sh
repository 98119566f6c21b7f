# SPDX-License-Identifier: GPL-3.0-or-later
# about: eval of a short text
# loops: 30000
# expect: 30000
i=0
while [ $i -lt 30000 ]; do
	eval 'x=$i; if [ "$x" = "$i" ]; then i=$((i + 1)); fi'
done
echo $i
