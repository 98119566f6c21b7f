# SPDX-License-Identifier: GPL-3.0-or-later
# about: case, patterns
# loops: 80000
# expect: 20000 40000 20000 0
i=0 a=0 b=0 c=0 d=0
for w in main.c README.md lib.h -x; do
	i=0
	while [ $i -lt 20000 ]; do
		case $w in
		-?) a=$((a + 1)) ;;
		[!a-zA-Z]*) a=0 ;;
		*.[ch]) b=$((b + 1)) ;;
		*[0-9]*.txt | *~ | .*) b=0 ;;
		[A-Z]*[A-Z].md) c=$((c + 1)) ;;
		*) d=$((d + 1)) ;;
		esac
		i=$((i + 1))
	done
done
echo $a $b $c $d
