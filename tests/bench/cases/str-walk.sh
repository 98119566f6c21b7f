# SPDX-License-Identifier: GPL-3.0-or-later
# about: a 2,000 byte string taken apart byte by byte
# loops: 2000
# expect: 50
s=abcdefghijklmnopqrstuvwxyz0123456789ABCD
s=$s$s$s$s$s$s$s$s$s$s
s=$s$s$s$s$s
n=0
while [ -n "$s" ]; do
	t=${s#?}
	c=${s%"$t"}
	case $c in
	a) n=$((n + 1)) ;;
	esac
	s=$t
done
echo $n
