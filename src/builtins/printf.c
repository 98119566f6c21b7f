/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "builtins/table.h"

#include <limits.h>
#include <string.h>

#include "builtins/escape.h"
#include "builtins/printf_number.h"
#include "expand/locale.h"
#include "expand/quote.h"
#include "shell/reference.h"
#include "shell/shell.h"

struct printf {
	struct shell *sh;
	struct output *out;
	char **argv; /* the operands of this round */
	int count;
	int next;    /* the one that an unnumbered conversion takes */
	int highest; /* how many this round used */
	bool failed; /* a message was written */
	bool stop;   /* \c, or a conversion that is none */
};

static void printf_complain(struct printf *run, const char *thing, const char *reason)
{
	builtin_message(run->sh, "printf", "%s: %s", thing, reason);
	run->failed = true;
}

/* The same of a part of the format. */
static void printf_complain_of(struct printf *run, const char *begin, const char *end,
			       const char *reason)
{
	char thing[64];
	size_t len =
		(size_t)(end - begin) < sizeof(thing) ? (size_t)(end - begin) : sizeof(thing) - 1;

	memcpy(thing, begin, len);
	thing[len] = '\0';
	printf_complain(run, thing, reason);
}

static void printf_trouble(struct printf *run, const char *operand, enum printf_trouble trouble)
{
	switch (trouble) {
	case PRINTF_GOOD:
		break;
	case PRINTF_NOT_A_NUMBER:
		printf_complain(run, operand, "not a number");
		break;
	case PRINTF_REST:
		printf_complain(run, operand, "a number with something behind it");
		break;
	case PRINTF_RANGE:
		printf_complain(run, operand, "the number is out of range");
		break;
	}
}

/* ---- operands ------------------------------------------------------- */

/* Operand NUMBER of this round, counted from 1, or the next one for 0; NULL: there is none. */
static const char *printf_operand(struct printf *run, int number)
{
	int index = number > 0 ? number - 1 : run->next++;

	if (index >= run->count) {
		return NULL;
	}
	if (index >= run->highest) {
		run->highest = index + 1;
	}
	return run->argv[index];
}

/* Digits at *text; they are passed over. Too many are INT_MAX. */
static int printf_decimal(const char **text)
{
	int value = 0;

	for (; **text >= '0' && **text <= '9'; (*text)++) {
		int digit = **text - '0';

		value = value > (INT_MAX - digit) / 10 ? INT_MAX : value * 10 + digit;
	}
	return value;
}

/* "n$" at *text, which is passed over; 0 if there is none. */
static int printf_numbered(const char **text)
{
	const char *p = *text;
	int number = printf_decimal(&p);

	if (number == 0 || *p != '$') {
		return 0;
	}
	*text = p + 1;
	return number;
}

/* The operand of a *, as an int. */
static int printf_star(struct printf *run, const char **text)
{
	const char *operand;
	int64_t value = 0;

	(*text)++;
	operand = printf_operand(run, printf_numbered(text));
	if (operand) {
		printf_trouble(run, operand, printf_signed(operand, &value));
	}
	if (value > INT_MAX || value < -INT_MAX) {
		printf_trouble(run, operand, PRINTF_RANGE);
		value = 0;
	}
	return (int)value;
}

/* ---- conversions ---------------------------------------------------- */

/* %b: all into a buffer first, for its width. False: \c was met. */
static bool printf_unescape(const struct shell *sh, const char *text, struct strbuf *into)
{
	for (;;) {
		const char *backslash = strchrnul(text, '\\');
		char bytes[ESCAPE_MAX];
		size_t count;

		strbuf_add(into, text, (size_t)(backslash - text));
		if (*backslash == '\0') {
			return true;
		}
		text = backslash + 1;
		if (*text == 'c') {
			return false;
		}
		count = escape_parse(&text, ESCAPE_BOTH, shell_extensions(sh), bytes);
		if (count > 0) {
			strbuf_add(into, bytes, count);
		} else {
			strbuf_add_char(into, '\\');
		}
	}
}

static void printf_string(struct printf *run, const struct printf_spec *spec, const char *text,
			  size_t len)
{
	if (spec->precision >= 0 && (size_t)spec->precision < len) {
		len = (size_t)spec->precision;
	}
	if (spec->width == 0 || len >= (size_t)spec->width) {
		output_add(run->out, text, len);
	} else {
		printf_write_padded(run->out, spec, text, (unsigned)len);
	}
}

static void printf_escaped(struct printf *run, const struct printf_spec *spec, const char *text)
{
	struct strbuf bytes = STRBUF_INIT;

	if (!printf_unescape(run->sh, text, &bytes)) {
		run->stop = true;
	}
	printf_string(run, spec, bytes.data, bytes.len);
	strbuf_finish(&bytes);
}

/* %q, an extension: so that the shell reads it as one word. */
static void printf_quoted(struct printf *run, const struct printf_spec *spec, const char *text)
{
	struct strbuf quoted = STRBUF_INIT;

	quote_shell(&quoted, text, strlen(text));
	printf_string(run, spec, quoted.data, quoted.len);
	strbuf_finish(&quoted);
}

static void printf_convert(struct printf *run, const struct printf_spec *spec, const char *operand)
{
	int64_t signed_value = 0;
	uint64_t unsigned_value = 0;
	double real = 0;

	if (operand && (operand[0] == '\'' || operand[0] == '"') && operand[1] & 0x80) {
		expand_locale_ready(&run->sh->expander); /* the value of a character is asked for */
	}
	switch (spec->letter) {
	case 's':
		operand = operand ? operand : "";
		printf_string(run, spec, operand, strlen(operand));
		break;
	case 'b':
		printf_escaped(run, spec, operand ? operand : "");
		break;
	case 'q':
		printf_quoted(run, spec, operand ? operand : "");
		break;
	case 'c':
		/* An empty operand is a NUL, as in most implementations. */
		printf_write_padded(run->out, spec, operand ? operand : "", 1);
		break;
	case 'd':
	case 'i':
		if (operand) {
			printf_trouble(run, operand, printf_signed(operand, &signed_value));
		}
		printf_write_signed(run->out, spec, signed_value);
		break;
	case 'o':
	case 'u':
	case 'x':
	case 'X':
		if (operand) {
			printf_trouble(run, operand, printf_unsigned(operand, &unsigned_value));
		}
		printf_write_unsigned(run->out, spec, unsigned_value);
		break;
	default:
		if (operand) {
			printf_trouble(run, operand, printf_real(operand, &real));
		}
		printf_write_real(run->out, &run->sh->scratch, spec, real);
		break;
	}
}

static void printf_flags(struct printf_spec *spec, const char **text)
{
	for (;; (*text)++) {
		switch (**text) {
		case '-':
			spec->left = true;
			break;
		case '+':
			spec->plus = true;
			break;
		case ' ':
			spec->space = true;
			break;
		case '#':
			spec->alternate = true;
			break;
		case '0':
			spec->zero = true;
			break;
		case '\'':
			spec->group = true;
			break;
		default:
			return;
		}
	}
}

/* Width and precision, and a length modifier of C, which says nothing here. */
static void printf_sizes(struct printf *run, struct printf_spec *spec, const char **text)
{
	if (**text == '*') {
		spec->width = printf_star(run, text);
		if (spec->width < 0) {
			spec->left = true;
			spec->width = -spec->width;
		}
	} else {
		spec->width = printf_decimal(text);
	}
	if (**text == '.') {
		(*text)++;
		if (**text == '*') {
			spec->precision = printf_star(run, text);
		} else {
			spec->precision = printf_decimal(text);
		}
	}
	*text += strspn(*text, "hljztL");
}

/* TEXT is behind a %; returns what is behind the conversion. */
static const char *printf_conversion(struct printf *run, const char *text)
{
	static const char letters[] = "diouxXscbaAeEfFgGq";
	struct printf_spec spec = { .precision = -1 };
	const char *begin = text - 1;
	const char *operand;
	int number;

	if (*text == '%') {
		output_add_char(run->out, '%');
		return text + 1;
	}
	number = printf_numbered(&text);
	printf_flags(&spec, &text);
	printf_sizes(run, &spec, &text);
	spec.letter = *text;
	text += *text != '\0';
	if (spec.letter == '\0' || !strchr(letters, spec.letter) ||
	    (spec.letter == 'q' && !shell_extensions(run->sh))) {
		printf_complain_of(run, begin, text, "not a conversion");
		run->stop = true;
		return text;
	}
	operand = printf_operand(run, number);
	if (!operand && number > 0) {
		printf_complain_of(run, begin, text, "there is no such operand");
	}
	printf_convert(run, &spec, operand);
	return text;
}

/* The format, once. */
static void printf_round(struct printf *run, const char *format)
{
	while (!run->stop) {
		size_t len = strcspn(format, "%\\");
		char bytes[ESCAPE_MAX];

		output_add(run->out, format, len);
		format += len;
		if (*format == '\0') {
			return;
		}
		if (*format++ == '%') {
			format = printf_conversion(run, format);
			continue;
		}
		len = escape_parse(&format, ESCAPE_FORMAT, shell_extensions(run->sh), bytes);
		if (len > 0) {
			output_add(run->out, bytes, len);
		} else {
			output_add_char(run->out, '\\');
		}
	}
}

/* The format, until all operands are used. */
static void printf_run(struct printf *run, const char *format, char **argv, int count)
{
	run->argv = argv;
	run->count = count;
	do {
		run->next = 0;
		run->highest = 0;
		printf_round(run, format);
		run->argv += run->highest;
		run->count -= run->highest;
	} while (run->highest > 0 && run->count > 0 && !run->stop);
}

/* -v NAME: into a variable. ARGV begins with the format. */
static enum flow printf_into(struct shell *sh, const char *name, char **argv, int count)
{
	struct output memory;
	struct printf run = { .sh = sh, .out = &memory };
	size_t len;
	int result;

	output_init(&memory, -1);
	strbuf_reserve(&memory.buf, 1);
	printf_run(&run, argv[0], argv + 1, count - 1);
	memory.buf.data[memory.buf.len] = '\0';
	len = strlen(memory.buf.data); /* no variable holds a NUL */
	result = reference_assign(sh, "printf", name, memory.buf.data, len);
	output_finish(&memory);
	return builtin_status(sh, run.failed || result < 0 ? 1 : 0);
}

static enum flow run_printf(struct shell *sh, int argc, char **argv)
{
	int first;
	struct printf run = { .sh = sh, .out = sh->out };

	if (argc > 1 && strncmp(argv[1], "-v", 2) == 0 && shell_extensions(sh)) {
		int used = argv[1][2] == '\0' ? 2 : 1;

		first = used + builtin_operand(argc - used, argv + used);
		if (argc <= first) {
			return builtin_usage(sh, argv[0]);
		}
		return printf_into(sh, argv[used] + (used == 1 ? 2 : 0), argv + first,
				   argc - first);
	}
	first = builtin_operand(argc, argv);
	if (argc == first) {
		return builtin_usage(sh, argv[0]);
	}
	printf_run(&run, argv[first], argv + first + 1, argc - first - 1);
	return builtin_status(sh, run.failed ? 1 : 0);
}

const struct builtin builtin_printf = {
	.name = "printf",
	.run = run_printf,
	.flags = BUILTIN_INTRINSIC | BUILTIN_PURE | BUILTIN_PATH,
	.usage = "printf [-v name] format [argument...]",
	.help = "Writes its arguments by the format, again and again until all are used. Conversions: "
		"%d %i %o %u %x %X %s %c %b %a %e %f %g with flags, width, precision, * and n$; %b is a "
		"string with backslash escapes, of which \\c ends all output. A number may be a "
		"constant of C, or 'c for the value of a character. Extensions: -v puts what it would write "
		"into a variable; %q writes what the shell reads as one word.",
};
