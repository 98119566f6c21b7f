# SPDX-License-Identifier: GPL-3.0-or-later
# about: a hundred megabytes through two programs, into a variable
# expect: 100000000
# if: with -o v :
with -o out /usr/bin/head -c 100000000 /dev/zero | /usr/bin/tr '\0' x
echo ${#out}
