# SPDX-License-Identifier: GPL-3.0-or-later
# about: ${x#..} ${x##..} ${x%..} ${x%%..}
# loops: 30000
# expect: tour.sh.in /usr/local/share/doc/pipesh/examples local/share/doc/pipesh/examples/tour.sh.in tour sh.in
p=/usr/local/share/doc/pipesh/examples/tour.sh.in
i=0
while [ $i -lt 30000 ]; do
	a=${p##*/} b=${p%/*} c=${p#/*/} d=${a%%.*} e=${a#*.}
	i=$((i + 1))
done
echo "$a $b $c $d $e"
