# SPDX-License-Identifier: GPL-3.0-or-later
# The usual way: a file for the one.
file=errors.$$
i=0
while [ $i -lt 100 ]; do
	i=$((i + 1))
	out=$(/bin/dash -c 'echo word; echo error >&2' 2>$file)
	err=$(<$file)
done
rm $file
echo $out $err
