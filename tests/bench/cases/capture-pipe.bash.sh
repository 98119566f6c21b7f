# SPDX-License-Identifier: GPL-3.0-or-later
i=0
while [ $i -lt 100 ]; do
	i=$((i + 1))
	out=$(/bin/echo word | /bin/cat)
done
echo $out word
