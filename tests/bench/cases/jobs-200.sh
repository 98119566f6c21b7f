# SPDX-License-Identifier: GPL-3.0-or-later
# about: 200 background jobs, then wait
# loops: 200
# expect: 0
i=0
while [ $i -lt 200 ]; do
	/bin/true &
	i=$((i + 1))
done
wait
echo $?
