# SPDX-License-Identifier: GPL-3.0-or-later
# about: 4 MiB through $(cat), ten times
# loops: 10
# expect: 4194304
# input: block4m
i=0
while [ $i -lt 10 ]; do
	v=$(/bin/cat block4m)
	i=$((i + 1))
done
echo ${#v}
