# SPDX-License-Identifier: GPL-3.0-or-later
# about: many operators in one expression
# loops: 40000
# expect: 1739907119
i=0 s=1
while [ $i -lt 40000 ]; do
	s=$(((s * 31 + (i ^ (s >> 3)) - i % 7) & 0x7fffffff))
	s=$((i & 1 ? s + (i << 2) : s - i / 3))
	s=$((s > 0 && s < 2147483647 ? s : (s & 2147483647)))
	i=$((i + 1))
done
echo $s
