# SPDX-License-Identifier: GPL-3.0-or-later
# about: a here-document of 1 MB with 16,384 expansions into cat, ten times
# loops: 10
# expect: 1048576
# input: here1mx.sh
# args: here1mx.sh
