/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The front end on GNU readline, by its callback interface: it is given characters when there are
 * some, and the shell waits. It installs no signal handler but an empty one for
 * SIGWINCH, so that the wait is woken. May be a module: see front.h.
 */
#include <config.h>

#include "line/front.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <readline/readline.h>
#include <readline/history.h>

struct readline {
	const struct line_host *host;
	char *text; /* the line, once it is there */
	bool done;
	bool ended; /* there is none: end of file */
	bool hidden;
	bool gone; /* the terminal */
	int key;   /* taken but not yet read; -1: none */
	enum line_mode mode;
	struct winsize size; /* as it was last told */
	size_t shared;       /* the bytes that all candidates on display have in front */
	const struct line_completion *completion;
	bool watching;          /* the handler of SIGWINCH is ours */
	struct sigaction winch; /* and this was in its place */
};

/* readline's state is global, and its callbacks take no argument: this is who they mean. */
static struct readline *readline_current;

static char *readline_copy(const char *text)
{
	char *copy = strdup(text);

	if (!copy) {
		(void)fputs("pipesh: out of memory\n", stderr);
		exit(2);
	}
	return copy;
}

/* ---- the window ------------------------------------------------------- */

static void readline_catch(int sig)
{
	(void)sig; /* to be woken is all */
}

/* Unless the shell, for a trap, catches it anyway. */
static void readline_watch(struct readline *readline)
{
	struct sigaction action;

	memset(&action, 0, sizeof(action));
	(void)sigemptyset(&action.sa_mask);
	action.sa_handler = readline_catch;
	action.sa_flags = SA_RESTART;
	readline->watching = sigaction(SIGWINCH, NULL, &readline->winch) == 0 &&
			     readline->winch.sa_handler == SIG_DFL &&
			     sigaction(SIGWINCH, &action, NULL) == 0;
}

static void readline_unwatch(struct readline *readline)
{
	struct sigaction now;

	if (readline->watching && sigaction(SIGWINCH, NULL, &now) == 0 &&
	    now.sa_handler == readline_catch) {
		(void)sigaction(SIGWINCH, &readline->winch, NULL);
	}
	readline->watching = false;
}

/* Has it another size? */
static bool readline_resized(struct readline *readline)
{
	struct winsize size;

	if (ioctl(STDIN_FILENO, TIOCGWINSZ, &size) != 0 ||
	    (size.ws_row == readline->size.ws_row && size.ws_col == readline->size.ws_col)) {
		return false;
	}
	readline->size = size;
	return true;
}

/* ---- the prompt ------------------------------------------------------- */

/* The length of the escape sequence TEXT begins with; 0: it begins with none. */
static size_t readline_escape(const char *text)
{
	size_t len = 2;

	if (text[0] != '\033' || text[1] == '\0') {
		return 0;
	}
	if (text[1] == '[') { /* CSI: up to a letter or the like */
		while (text[len] && !(text[len] >= '@' && text[len] <= '~')) {
			len++;
		}
	} else if (text[1] == ']') { /* OSC: up to BEL or ESC \ */
		while (text[len] && text[len] != '\a' && text[len] != '\033') {
			len++;
		}
		if (text[len] == '\033' && text[len + 1] == '\\') {
			len++;
		}
	} else if (strchr("()*+#", text[1])) {
		return text[2] ? 3 : 2;
	} else {
		return 2;
	}
	return text[len] ? len + 1 : len;
}

/* Puts what takes no place on the screen between \001 and \002, unless that was done. */
static char *readline_mark_prompt(const char *prompt)
{
	char *marked;
	char *out;

	if (strchr(prompt, '\001') || !strchr(prompt, '\033')) {
		return readline_copy(prompt);
	}
	marked = malloc(3 * strlen(prompt) + 1);
	if (!marked) {
		return readline_copy(prompt);
	}
	out = marked;
	while (*prompt) {
		size_t len = readline_escape(prompt);

		if (len == 0) {
			*out++ = *prompt++;
			continue;
		}
		*out++ = RL_PROMPT_START_IGNORE;
		memcpy(out, prompt, len);
		out += len;
		prompt += len;
		*out++ = RL_PROMPT_END_IGNORE;
	}
	*out = '\0';
	return marked;
}

/* ---- completion ------------------------------------------------------- */

/* The whole line up to the point is readline's "word": what a word is in a shell, the host knows. */
static char *readline_break_characters(void)
{
	static char none[] = "";

	return none;
}

static char *readline_join(const char *line, size_t len, const char *text)
{
	char *joined = malloc(len + strlen(text) + 1);

	if (!joined) {
		return NULL;
	}
	memcpy(joined, line, len);
	memcpy(joined + len, text, strlen(text) + 1);
	return joined;
}

/* readline's form of candidates: an array from malloc, the common beginning in front. */
static char **readline_complete(const char *text, int start, int end)
{
	static struct line_completion completion;
	struct readline *readline = readline_current;
	char **matches;
	size_t count = 0;

	(void)start;
	rl_attempted_completion_over = 1;
	completion = (struct line_completion){ 0 };
	readline->host->complete(readline->host->arg, text, (size_t)end, &completion);
	if (completion.count == 0) {
		return NULL;
	}
	matches = calloc(completion.count + 2, sizeof(*matches));
	if (!matches) {
		return NULL;
	}
	matches[count++] = readline_join(text, completion.start, completion.common);
	for (size_t i = 0; completion.count > 1 && i < completion.count; i++) {
		matches[count++] =
			readline_join(text, completion.start, completion.candidates[i].text);
	}
	readline->completion = &completion;
	rl_completion_suppress_append = !completion.complete;
	rl_completion_append_character = ' ';
	rl_filename_completion_desired = 0;
	rl_sort_completion_matches = 0;
	rl_ignore_completion_duplicates = 0;
	return matches;
}

/* Shows the labels instead of whole lines. */
static void readline_display(char **matches, int count, int max)
{
	const struct line_completion *completion = readline_current->completion;
	char **labels = calloc((size_t)count + 2, sizeof(*labels));
	static char empty[] = "";

	(void)matches;
	if (!labels) {
		return;
	}
	max = 0;
	labels[0] = empty;
	for (int i = 0; i < count && (size_t)i < completion->count; i++) {
		int len = (int)strlen(completion->candidates[i].label);

		labels[i + 1] = completion->candidates[i].label;
		max = len > max ? len : max;
	}
	(void)rl_crlf();
	rl_display_match_list(labels, count, max);
	(void)rl_forced_update_display();
	free(labels);
}

/* ---- commands of our own ---------------------------------------------- */

/* Puts all candidates in the place of the word: readline's own would put whole lines there. */
static int readline_insert_all(int count, int key)
{
	struct readline *readline = readline_current;
	struct line_completion completion = { 0 };

	(void)count;
	(void)key;
	readline->host->complete(readline->host->arg, rl_line_buffer, (size_t)rl_point,
				 &completion);
	if (completion.count == 0) {
		return rl_ding();
	}
	(void)rl_begin_undo_group();
	(void)rl_delete_text((int)completion.start, rl_point);
	rl_point = (int)completion.start;
	for (size_t i = 0; i < completion.count; i++) {
		(void)rl_insert_text(completion.candidates[i].text);
		(void)rl_insert_text(" ");
	}
	(void)rl_end_undo_group();
	return 0;
}

/* The same as vi's `*': behind the word, and in insert mode afterwards. */
static int readline_insert_all_vi(int count, int key)
{
	while (rl_point < rl_end && !strchr(" \t", rl_line_buffer[rl_point])) {
		rl_point++;
	}
	(void)readline_insert_all(count, key);
	return rl_vi_insertion_mode(1, key);
}

/* vi's `~' with a count that goes beyond the line; readline's turns the last character over and over. */
static int readline_change_case_vi(int count, int key)
{
	int left = 0;

	for (int i = rl_point; i < rl_end; i++) {
		left += ((unsigned char)rl_line_buffer[i] & 0xc0) != 0x80;
	}
	return rl_vi_change_case(count < left ? count : left, key);
}

/* ---- keys ---------------------------------------------------------- */

/*
 * The terminal gives what it has, be it nothing: a Ctrl-C throws away what was typed, and may do so
 * between the wait that saw it and the read, which would then hide the signal until the next key.
 */
static void readline_prepare(int meta)
{
	struct termios modes;

	rl_prep_terminal(meta);
	if (tcgetattr(STDIN_FILENO, &modes) == 0 && modes.c_cc[VMIN] != 0) {
		modes.c_cc[VMIN] = 0;
		modes.c_cc[VTIME] = 0;
		(void)tcsetattr(STDIN_FILENO, TCSADRAIN, &modes);
	}
}

/* Is a key there, or comes one within that time? Then it is taken. */
static bool readline_await(struct readline *readline, int milliseconds)
{
	struct pollfd fd = { .fd = STDIN_FILENO, .events = POLLIN };
	unsigned char key;

	if (readline->key < 0 && poll(&fd, 1, milliseconds) > 0) {
		if (read(STDIN_FILENO, &key, 1) == 1) {
			readline->key = key;
		} else if (fd.revents & (POLLHUP | POLLERR | POLLNVAL)) {
			readline->gone = true;
		}
	}
	return readline->key >= 0;
}

/* readline asks before it reads more than the first key of a sequence. */
static int readline_ready(void)
{
	int microseconds = rl_set_keyboard_input_timeout(0);

	(void)rl_set_keyboard_input_timeout(microseconds);
	return readline_await(readline_current, (microseconds + 999) / 1000);
}

static int readline_getc(FILE *stream)
{
	struct readline *readline = readline_current;
	int key;

	(void)stream;
	while (!readline_await(readline, -1)) {
		if (readline->gone) {
			return EOF;
		}
	}
	key = readline->key;
	readline->key = -1;
	return key;
}

/* ---- editing in an editor ---------------------------------------------- */

static int readline_edit(const char *editor)
{
	struct readline *readline = readline_current;
	char *text;

	rl_point = rl_end;
	rl_redisplay();
	(void)rl_crlf();
	rl_deprep_terminal();
	(void)fflush(rl_outstream);
	text = readline->host->edit(readline->host->arg, editor, rl_line_buffer);
	readline_prepare(1);
	(void)rl_on_new_line();
	if (text) {
		rl_replace_line(text, 1);
		rl_point = rl_end;
		free(text);
		rl_redisplay();
		return rl_newline(1, '\n');
	}
	(void)rl_forced_update_display();
	return 0;
}

static int readline_edit_emacs(int count, int key)
{
	(void)count;
	(void)key;
	return readline_edit(NULL);
}

static int readline_edit_vi(int count, int key)
{
	(void)count;
	(void)key;
	return readline_edit("vi");
}

/* ---- a line ----------------------------------------------------------- */

static void readline_handle(char *line)
{
	struct readline *readline = readline_current;

	rl_callback_handler_remove(); /* the terminal is the command's now */
	(void)fflush(rl_outstream);
	readline->text = line;
	readline->ended = !line;
	readline->done = true;
}

static void readline_give_up(struct readline *readline)
{
	if (!readline->hidden) {
		rl_point = rl_end;
		rl_redisplay();
		rl_echo_signal_char(SIGINT);
		(void)rl_crlf();
	} else {
		/* Or it would be shown once more, before it is forgotten. */
		rl_replace_line("", 1);
		(void)rl_set_prompt("");
	}
	rl_free_line_state();
	rl_callback_sigcleanup();
	rl_callback_handler_remove();
	(void)fflush(rl_outstream);
}

/*
 * Reads a key. In vi's command mode an edit draws the whole line anew, prompt and all: what a
 * background job may have written over it is healed, and a terminal sees no difference otherwise.
 */
static void readline_key(struct readline *readline)
{
	int end = rl_end;

	rl_callback_read_char();
	if (!readline->done && rl_editing_mode == 0 && rl_get_keymap() == vi_movement_keymap &&
	    rl_end != end) {
		(void)rl_clear_visible_line();
		(void)rl_on_new_line();
		rl_redisplay();
	}
}

static enum line_result readline_read(void *state, const char *prompt, char **text)
{
	struct readline *readline = state;
	char *marked = readline_mark_prompt(prompt);
	enum line_event event = LINE_INPUT;

	readline->done = false;
	readline->hidden = false;
	if (readline_resized(readline)) {
		rl_reset_screen_size();
	}
	readline_watch(readline);
	using_history();
	rl_callback_handler_install(marked, readline_handle);
	while (!readline->done && event != LINE_INTERRUPTED && event != LINE_LEAVE) {
		event = readline->key >= 0 ? LINE_INPUT : readline->host->wait(readline->host->arg);
		if (event == LINE_INPUT) {
			/* Perhaps more than one: the wait cannot see what was taken. */
			while (!readline->done && (readline_await(readline, 0) || readline->gone)) {
				readline_key(readline);
			}
		} else if (event == LINE_WOKEN && readline_resized(readline)) {
			rl_resize_terminal();
		}
	}
	if (!readline->done) {
		readline_give_up(readline);
	}
	readline_unwatch(readline);
	free(marked);
	if (!readline->done) {
		return LINE_GIVEN_UP;
	}
	*text = readline->text;
	return readline->ended ? LINE_END : LINE_TEXT;
}

static void readline_hide(void *state)
{
	struct readline *readline = state;

	readline->hidden = true;
	(void)rl_clear_visible_line();
	rl_deprep_terminal();
	(void)fflush(rl_outstream);
}

static void readline_show(void *state)
{
	struct readline *readline = state;

	readline->hidden = false;
	readline_prepare(1);
	(void)rl_on_new_line();
	(void)rl_forced_update_display();
}

/* ---- history, modes --------------------------------------------------- */

static void readline_history_add(void *state, const char *text)
{
	(void)state;
	add_history(text);
}

static void readline_history_limit(void *state, size_t limit)
{
	(void)state;
	if (!history_is_stifled() || history_max_entries != (int)limit) {
		stifle_history((int)limit);
	}
}

static void readline_set_mode(void *state, enum line_mode mode)
{
	struct readline *readline = state;

	if (mode == readline->mode) {
		return;
	}
	/* No mode set: as ~/.inputrc has it, or what is usual once another was chosen. */
	(void)rl_variable_bind("editing-mode", mode == LINE_MODE_VI ? "vi" : "emacs");
	readline->mode = mode;
}

/* readline looks at the environment of the process, in which the shell's variables are not. */
static void readline_set_variable(void *state, const char *name, const char *value)
{
	const char *old = getenv(name);

	(void)state;
	if (old == value || (old && value && strcmp(old, value) == 0)) {
		return;
	}
	if ((value ? setenv(name, value, 1) : unsetenv(name)) == 0 && strcmp(name, "TERM") == 0) {
		(void)rl_reset_terminal(NULL);
	}
}

/* ---- output ----------------------------------------------------------- */

/* A stream forgets what a signal has kept it from writing. */
static ssize_t readline_write(void *cookie, const char *bytes, size_t len)
{
	size_t done = 0;

	(void)cookie;
	while (done < len) {
		ssize_t n = write(STDERR_FILENO, bytes + done, len - done);

		if (n < 0 && errno != EINTR) {
			return (ssize_t)done;
		}
		done += n > 0 ? (size_t)n : 0;
	}
	return (ssize_t)done;
}

/* XCU sh, PS1: the prompt is written to standard error. */
static FILE *readline_output(void)
{
	static FILE *output;

	if (!output) {
		output = fopencookie(NULL, "w", (cookie_io_functions_t){ .write = readline_write });
	}
	return output ? output : stderr;
}

/* ---- life ------------------------------------------------------------- */

static void readline_configure(void)
{
	rl_readline_name = "pipesh";
	rl_instream = stdin;
	rl_outstream = readline_output();
	rl_getc_function = readline_getc;
	rl_input_available_hook = readline_ready;
	rl_prep_term_function = readline_prepare;
	rl_catch_signals = 0;
	rl_catch_sigwinch = 0;
	rl_change_environment = 0;
	rl_completer_word_break_characters = readline_break_characters();
	rl_completer_quote_characters = NULL;
	rl_attempted_completion_function = readline_complete;
	rl_completion_display_matches_hook = readline_display;
	(void)rl_add_defun("edit-and-execute-command", readline_edit_emacs, -1);
	(void)rl_add_defun("vi-edit-and-execute-command", readline_edit_vi, -1);
	(void)rl_bind_keyseq_if_unbound_in_map("\\C-x\\C-e", readline_edit_emacs,
					       emacs_standard_keymap);
	(void)rl_bind_key_in_map('*', readline_insert_all, emacs_meta_keymap);
	(void)rl_bind_key_in_map('*', readline_insert_all_vi, vi_movement_keymap);
	(void)rl_bind_key_in_map('~', readline_change_case_vi, vi_movement_keymap);
	(void)rl_bind_key_in_map('v', readline_edit_vi, vi_movement_keymap);
}

static void *readline_create(const struct line_host *host)
{
	struct readline *readline = calloc(1, sizeof(*readline));

	if (!readline) {
		return NULL;
	}
	readline->host = host;
	readline->key = -1;
	readline_current = readline;
	readline_configure();
	using_history();
	if (rl_initialize() != 0) {
		readline_current = NULL;
		free(readline);
		return NULL;
	}
	(void)ioctl(STDIN_FILENO, TIOCGWINSZ, &readline->size);
	return readline;
}

static void readline_destroy(void *state)
{
	struct readline *readline = state;

	clear_history();
	free(readline);
	readline_current = NULL;
}

const struct line_front *pipesh_line_front(void)
{
	static const struct line_front front = {
		.create = readline_create,
		.destroy = readline_destroy,
		.read = readline_read,
		.hide = readline_hide,
		.show = readline_show,
		.history_add = readline_history_add,
		.history_limit = readline_history_limit,
		.set_mode = readline_set_mode,
		.set_variable = readline_set_variable,
	};

	return &front;
}
