# SPDX-License-Identifier: GPL-3.0-or-later
# about: export and unset
# loops: 60000
# expect: 60000
i=0
while [ $i -lt 60000 ]; do
	export SOME_NAME=$i
	unset SOME_NAME
	i=$((i + 1))
done
echo $i${SOME_NAME-}
