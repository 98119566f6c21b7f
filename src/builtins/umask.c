/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "builtins/table.h"

#include <string.h>
#include <sys/stat.h>

#include "shell/shell.h"

enum { UMASK_ALL = 0777 };

/* What is forbidden now. Reading it takes two calls; nothing of ours makes files in between. */
static mode_t umask_now(void)
{
	mode_t mask = umask(UMASK_ALL);

	(void)umask(mask);
	return mask;
}

static bool umask_octal(const char *text, mode_t *mask)
{
	mode_t value = 0;

	for (; *text != '\0'; text++) {
		if (*text < '0' || *text > '7') {
			return false;
		}
		value = value * 8 + (mode_t)(*text - '0');
		if (value > UMASK_ALL) {
			return false;
		}
	}
	*mask = value;
	return true;
}

/* The letters of ugoa at the start, as a mask of their bits; none is as a. */
static mode_t umask_who(const char **text)
{
	mode_t who = 0;

	for (;; (*text)++) {
		switch (**text) {
		case 'u':
			who |= S_IRWXU;
			break;
		case 'g':
			who |= S_IRWXG;
			break;
		case 'o':
			who |= S_IRWXO;
			break;
		case 'a':
			who |= UMASK_ALL;
			break;
		default:
			return who ? who : UMASK_ALL;
		}
	}
}

/* The bits of one class, given as rwx, for all three. */
static mode_t umask_spread(mode_t bits)
{
	return bits * 0111;
}

/*
 * The permission list of an action, for all classes: letters of rwxXst, or one of ugo,
 * which stands for what that class has. ALLOWED is what is granted now.
 */
static mode_t umask_permissions(const char **text, mode_t allowed)
{
	mode_t bits = 0;

	switch (**text) {
	case 'u':
		(*text)++;
		return umask_spread((allowed >> 6) & 7);
	case 'g':
		(*text)++;
		return umask_spread((allowed >> 3) & 7);
	case 'o':
		(*text)++;
		return umask_spread(allowed & 7);
	default:
		break;
	}
	for (;; (*text)++) {
		switch (**text) {
		case 'r':
			bits |= 4;
			break;
		case 'w':
			bits |= 2;
			break;
		case 'x':
			bits |= 1;
			break;
		case 'X':
			bits |= allowed & 0111 ? 1 : 0;
			break;
		case 's':
		case 't':
			break; /* not bits of a mask */
		default:
			return umask_spread(bits);
		}
	}
}

/* XCU chmod, EXTENDED DESCRIPTION: clauses of who, and actions of an operator and permissions. */
static bool umask_symbolic(const char *text, mode_t *mask)
{
	mode_t allowed = ~*mask & UMASK_ALL;

	do {
		mode_t who = umask_who(&text);

		if (!*text || !strchr("+-=", *text)) {
			return false;
		}
		while (*text && strchr("+-=", *text)) {
			char operator= * text++;
			mode_t bits = umask_permissions(&text, allowed) & who;

			if (operator== '+') {
				allowed |= bits;
			} else if (operator== '-') {
				allowed &= ~bits;
			} else {
				allowed = (allowed & ~who) | bits;
			}
		}
	} while (*text++ == ',');
	if (text[-1] != '\0') {
		return false;
	}
	*mask = ~allowed & UMASK_ALL;
	return true;
}

static void umask_write(struct shell *sh, mode_t mask, bool symbolic)
{
	static const char classes[] = "ugo";
	static const char letters[] = "rwx";
	int class, bit;

	if (!symbolic) {
		output_printf(sh->out, "%04o\n", (unsigned)mask);
		return;
	}
	for (class = 0; class < 3; class ++) {
		output_printf(sh->out, "%s%c=", class > 0 ? "," : "", classes[class]);
		for (bit = 0; bit < 3; bit++) {
			if (!(mask & (0400u >> (class * 3 + bit)))) {
				output_add_char(sh->out, letters[bit]);
			}
		}
	}
	output_add_char(sh->out, '\n');
}

static enum flow run_umask(struct shell *sh, int argc, char **argv)
{
	struct builtin_options options = { .argc = argc, .argv = argv };
	bool symbolic = false;
	mode_t mask = umask_now();
	const char *operand;
	int letter;

	while ((letter = builtin_option(sh, &options, "S")) != -1) {
		if (letter == '?') {
			return builtin_usage(sh, argv[0]);
		}
		symbolic = true;
	}
	if (argc > options.index + 1) {
		return builtin_usage(sh, argv[0]);
	}
	if (argc == options.index) {
		umask_write(sh, mask, symbolic);
		return builtin_status(sh, 0);
	}
	operand = argv[options.index];
	if (operand[0] >= '0' && operand[0] <= '9' ? !umask_octal(operand, &mask)
						   : !umask_symbolic(operand, &mask)) {
		builtin_message(sh, argv[0], "%s: not a mode", operand);
		return builtin_error(sh, 1);
	}
	(void)umask(mask);
	return builtin_status(sh, 0);
}

const struct builtin builtin_umask = {
	.name = "umask",
	.run = run_umask,
	.flags = BUILTIN_INTRINSIC,
	.usage = "umask [-S] [mask]",
	.help = "Sets the permissions that new files do not get: octal, or symbolic as chmod has "
		"it, which names those they do get. Without a mask, writes it; -S: in symbols.",
};
