# SPDX-License-Identifier: GPL-3.0-or-later
# about: getopts over seven options
# loops: 12000
# expect: 132000 7
i=0 n=0
while [ $i -lt 12000 ]; do
	OPTIND=1
	while getopts abc:d:e o -a -b -c one -dtwo -eab file; do
		case $o in
		c | d) n=$((n + ${#OPTARG})) ;;
		*) n=$((n + 1)) ;;
		esac
	done
	i=$((i + 1))
done
echo $n $OPTIND
