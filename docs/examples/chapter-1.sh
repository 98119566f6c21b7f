#!/usr/bin/env pipesh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Run one child, capture its output, look at its status. The bytes come through as they are.

with -o output sh -c 'echo "Grüße, 世界: ñ, €, 🐚"'
status=$?
bytes=$(printf '%s\n' "$output" | wc -c)
echo "$bytes bytes, status $status: $output"
