# SPDX-License-Identifier: GPL-3.0-or-later
# about: case, 24 literal arms
# loops: 60000
# expect: 690000
i=0 n=0
while [ $i -lt 60000 ]; do
	case w$((i % 24)) in
	w0) n=$((n + 0)) ;; w1) n=$((n + 1)) ;; w2) n=$((n + 2)) ;;
	w3) n=$((n + 3)) ;; w4) n=$((n + 4)) ;; w5) n=$((n + 5)) ;;
	w6) n=$((n + 6)) ;; w7) n=$((n + 7)) ;; w8) n=$((n + 8)) ;;
	w9) n=$((n + 9)) ;; w10) n=$((n + 10)) ;; w11) n=$((n + 11)) ;;
	w12) n=$((n + 12)) ;; w13) n=$((n + 13)) ;; w14) n=$((n + 14)) ;;
	w15) n=$((n + 15)) ;; w16) n=$((n + 16)) ;; w17) n=$((n + 17)) ;;
	w18) n=$((n + 18)) ;; w19) n=$((n + 19)) ;; w20) n=$((n + 20)) ;;
	w21) n=$((n + 21)) ;; w22) n=$((n + 22)) ;; w23) n=$((n + 23)) ;;
	esac
	i=$((i + 1))
done
echo $n
