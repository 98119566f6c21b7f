# SPDX-License-Identifier: GPL-3.0-or-later
# about: start-up with the script on standard input
# loops: 200
# expect: ok
# repeat: 200
# args: -s
# stdin: echo.sh
# input: echo.sh
