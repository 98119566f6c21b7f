# SPDX-License-Identifier: GPL-3.0-or-later
# about: echo through four cats, five stages
# loops: 40
# expect: 40
i=0
while [ $i -lt 40 ]; do
	i=$((i + 1))
	echo $i | /bin/cat | /bin/cat | /bin/cat | /bin/cat >out
done
read -r last <out
echo $last
