# SPDX-License-Identifier: GPL-3.0-or-later
# about: ( assignment; builtin )
# loops: 1000
# expect: 1000,start
i=0 v=start
while [ $i -lt 1000 ]; do
	(v=$i; test -n "$v") && i=$((i + 1))
done
echo $i,$v
