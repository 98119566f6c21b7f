# SPDX-License-Identifier: GPL-3.0-or-later
# about: ${x:-..} ${x:+..} ${x-..} ${x:=..}
# loops: 80000
# expect: 79999 yes  value value
i=0 set=value empty=
while [ $i -lt 80000 ]; do
	a=${unset_one:-$i} b=${set:+yes} c=${empty-no} d=${empty:-${set}}
	unset e
	: "${e:=$d}"
	i=$((i + 1))
done
echo "$a $b $c $d $e"
