# SPDX-License-Identifier: GPL-3.0-or-later
# about: recursion: fib 21
# loops: 28656
# expect: 10946
fib() {
	if [ $1 -lt 2 ]; then
		r=$1
	else
		fib $(($1 - 1))
		set -- $1 $r
		fib $(($1 - 2))
		r=$((r + $2))
	fi
}
fib 21
echo $r
