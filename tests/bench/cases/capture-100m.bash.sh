# SPDX-License-Identifier: GPL-3.0-or-later
out=$(/usr/bin/head -c 100000000 /dev/zero | /usr/bin/tr '\0' x)
echo ${#out}
