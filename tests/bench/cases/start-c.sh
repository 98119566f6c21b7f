# SPDX-License-Identifier: GPL-3.0-or-later
# about: start-up: -c :
# loops: 200
# expect: 
# args: -c :
# repeat: 200
