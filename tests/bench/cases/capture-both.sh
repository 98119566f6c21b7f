# SPDX-License-Identifier: GPL-3.0-or-later
# about: output and errors, into two variables
# loops: 100
# expect: word error
# if: with -o v -e w :
i=0
while [ $i -lt 100 ]; do
	i=$((i + 1))
	with -o out -e err /bin/dash -c 'echo word; echo error >&2'
done
echo $out $err
