# SPDX-License-Identifier: GPL-3.0-or-later
# about: a background job and wait for its pid
# loops: 150
# expect: 150
i=0 n=0
while [ $i -lt 150 ]; do
	/bin/true &
	wait $! && n=$((n + 1))
	i=$((i + 1))
done
echo $n
