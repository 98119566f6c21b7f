/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "builtins/table.h"

#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/strbuf.h"
#include "shell/number.h"
#include "shell/shell.h"

/*
 * One step through a parameter list. OPTIND is the place in it; the place inside a
 * cluster is shell.getopts_offset, which an assignment of OPTIND from elsewhere sets to 0.
 */
struct getopts {
	struct shell *sh;
	struct symbol *name;
	const char *letters; /* without the leading colon */
	bool silent;
	char **list; /* list[0] is parameter 1 */
	size_t count;
	size_t index; /* OPTIND */
	size_t offset;
	const char *argument; /* what OPTARG shall be; NULL: unset */
	char letter[2];       /* the option that was found */
	char value[2];        /* what NAME shall be */
	bool end;             /* of the options */
};

/* Finds the next option letter, or the end. */
static void getopts_next(struct getopts *state)
{
	const char *text;

	if (state->offset > 0 && (state->index > state->count ||
				  state->offset >= strlen(state->list[state->index - 1]))) {
		state->offset = 0;
	}
	if (state->offset == 0) {
		if (state->index > state->count) {
			state->index = state->count + 1;
			state->end = true;
			return;
		}
		text = state->list[state->index - 1];
		if (text[0] != '-' || text[1] == '\0') {
			state->end = true;
			return;
		}
		if (strcmp(text, "--") == 0) {
			state->index++;
			state->end = true;
			return;
		}
		state->offset = 1;
	}
	state->letter[0] = state->list[state->index - 1][state->offset++];
}

/* "NAME: message: -x", NAME being $0 (XCU getopts, STDERR). */
static void getopts_complain(struct getopts *state, const char *what)
{
	struct strbuf message = STRBUF_INIT;
	const char *loud = variable_get_name(state->sh, "OPTERR");

	if (!state->silent && !(loud && strcmp(loud, "0") == 0)) {
		strbuf_printf(&message, "%s: %s: -%s\n", state->sh->name, what, state->letter);
		(void)fd_write_all(STDERR_FILENO, message.data, message.len); /* nowhere to tell */
	}
	strbuf_finish(&message);
	state->argument = state->silent ? state->letter : NULL;
}

/* The argument of the option just found: the rest of its parameter, or the next one. */
static void getopts_argument(struct getopts *state)
{
	const char *rest = state->list[state->index - 1] + state->offset;

	state->offset = 0;
	state->index++;
	if (*rest) {
		state->argument = rest;
	} else if (state->index <= state->count) {
		state->argument = state->list[state->index++ - 1];
	} else {
		state->value[0] = state->silent ? ':' : '?';
		getopts_complain(state, "option needs an argument");
	}
}

static void getopts_step(struct getopts *state)
{
	const char *known;

	getopts_next(state);
	if (state->end) {
		state->value[0] = '?';
		state->offset = 0;
		return;
	}
	state->value[0] = state->letter[0];
	known = state->letter[0] == ':' ? NULL : strchr(state->letters, state->letter[0]);
	if (known && known[1] == ':') {
		getopts_argument(state);
		return;
	}
	if (!known) {
		state->value[0] = '?';
		getopts_complain(state, "no such option");
	}
	if (state->list[state->index - 1][state->offset] == '\0') {
		state->index++;
		state->offset = 0;
	}
}

/* False: one of the variables is read-only. */
static bool getopts_store(struct getopts *state)
{
	struct shell *sh = state->sh;
	bool good;

	good = state->argument ? variable_set(sh, sh->known.optarg, state->argument,
					      strlen(state->argument)) == 0
			       : variable_unset(sh, sh->known.optarg) == 0;
	good = variable_set_number(sh, sh->known.optind, (int64_t)state->index) == 0 && good;
	sh->getopts_offset = state->offset;
	return variable_set(sh, state->name, state->value, 1) == 0 && good;
}

/* OPTIND, which may hold anything; 1 if it is no place in a list. */
static size_t getopts_index(struct shell *sh)
{
	struct expand_value value;
	unsigned long text;
	int64_t number;

	if (variable_get_number(sh, sh->known.optind, &number)) {
		return number > 0 ? (size_t)number : 1;
	}
	value = variable_get(sh, sh->known.optind);
	return value.data && number_parse_unsigned(value.data, INT32_MAX, &text) && text > 0 ? text
											     : 1;
}

static enum flow run_getopts(struct shell *sh, int argc, char **argv)
{
	int first = builtin_operand(argc, argv);
	struct getopts state = { .sh = sh };

	if (argc < first + 2) {
		return builtin_usage(sh, argv[0]);
	}
	if (!variable_name_valid(argv[first + 1], strlen(argv[first + 1]))) {
		builtin_message(sh, argv[0], "%s: not a valid name", argv[first + 1]);
		return builtin_error(sh, 2);
	}
	state.letters = argv[first];
	if (*state.letters == ':') {
		state.silent = true;
		state.letters++;
	}
	state.name = symbol_intern(&sh->symbols, argv[first + 1], strlen(argv[first + 1]));
	if (argc > first + 2) {
		state.list = argv + first + 2;
		state.count = (size_t)(argc - first - 2);
	} else {
		state.list = sh->positional.items;
		state.count = sh->positional.count;
	}
	state.index = getopts_index(sh);
	state.offset = sh->getopts_offset;
	getopts_step(&state);
	if (!getopts_store(&state)) {
		return builtin_error(sh, 2);
	}
	return builtin_status(sh, state.end ? 1 : 0);
}

const struct builtin builtin_getopts = {
	.name = "getopts",
	.run = run_getopts,
	.flags = BUILTIN_INTRINSIC,
	.usage = "getopts optstring name [param...]",
	.help = "Takes the next option of the positional parameters, or of the params, into the "
		"variable name, its argument into OPTARG; OPTIND is the place reached. A letter of "
		"optstring followed by a colon takes an argument; a leading colon leaves messages "
		"to the script. Status 1 at the end of the options.",
};
