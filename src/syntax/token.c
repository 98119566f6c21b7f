/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "syntax/token.h"

#include <string.h>

static const char *const token_names[] = {
	[TOKEN_NONE] = "nothing",
	[TOKEN_ERROR] = "nothing",
	[TOKEN_END] = "end of file",
	[TOKEN_NEWLINE] = "newline",
	[TOKEN_WORD] = "a word",
	[TOKEN_ASSIGNMENT] = "an assignment",
	[TOKEN_IO_NUMBER] = "a number",
	[TOKEN_IO_LOCATION] = "a descriptor's name",
	[TOKEN_AND_IF] = "`&&'",
	[TOKEN_OR_IF] = "`||'",
	[TOKEN_PIPE] = "`|'",
	[TOKEN_PIPE_AND] = "`|&'",
	[TOKEN_AND] = "`&'",
	[TOKEN_SEMI] = "`;'",
	[TOKEN_DSEMI] = "`;;'",
	[TOKEN_SEMI_AND] = "`;&'",
	[TOKEN_LEFT_PAREN] = "`('",
	[TOKEN_RIGHT_PAREN] = "`)'",
	[TOKEN_LESS] = "`<'",
	[TOKEN_GREAT] = "`>'",
	[TOKEN_CLOBBER] = "`>|'",
	[TOKEN_DGREAT] = "`>>'",
	[TOKEN_LESSGREAT] = "`<>'",
	[TOKEN_LESSAND] = "`<&'",
	[TOKEN_GREATAND] = "`>&'",
	[TOKEN_DLESS] = "`<<'",
	[TOKEN_DLESSDASH] = "`<<-'",
	[TOKEN_TLESS] = "`<<<'",
	[TOKEN_AND_GREAT] = "`&>'",
	[TOKEN_AND_DGREAT] = "`&>>'",
	[TOKEN_IF] = "`if'",
	[TOKEN_THEN] = "`then'",
	[TOKEN_ELSE] = "`else'",
	[TOKEN_ELIF] = "`elif'",
	[TOKEN_FI] = "`fi'",
	[TOKEN_DO] = "`do'",
	[TOKEN_DONE] = "`done'",
	[TOKEN_CASE] = "`case'",
	[TOKEN_ESAC] = "`esac'",
	[TOKEN_WHILE] = "`while'",
	[TOKEN_UNTIL] = "`until'",
	[TOKEN_FOR] = "`for'",
	[TOKEN_LEFT_BRACE] = "`{'",
	[TOKEN_RIGHT_BRACE] = "`}'",
	[TOKEN_BANG] = "`!'",
	[TOKEN_IN] = "`in'",
	[TOKEN_TIME] = "`time'",
	[TOKEN_FUNCTION] = "`function'",
	[TOKEN_WITH] = "`with'",
};

const char *token_name(enum token_type type)
{
	return token_names[type];
}

/* The reserved word of this type, if the bytes are it; its name stands between the quotes. */
static enum token_type token_match(enum token_type type, const char *text, size_t len)
{
	return memcmp(token_names[type] + 1, text, len) == 0 ? type : TOKEN_NONE;
}

static enum token_type token_find_reserved_4(const char *text)
{
	switch (text[0]) {
	case 't':
		return token_match(TOKEN_THEN, text, 4);
	case 'c':
		return token_match(TOKEN_CASE, text, 4);
	case 'd':
		return token_match(TOKEN_DONE, text, 4);
	case 'e':
		if (text[1] == 's') {
			return token_match(TOKEN_ESAC, text, 4);
		}
		return token_match(text[2] == 's' ? TOKEN_ELSE : TOKEN_ELIF, text, 4);
	default:
		return TOKEN_NONE;
	}
}

static enum token_type token_find_reserved_2(const char *text)
{
	switch (text[0]) {
	case 'i':
		return text[1] == 'f' ? TOKEN_IF : text[1] == 'n' ? TOKEN_IN : TOKEN_NONE;
	case 'f':
		return text[1] == 'i' ? TOKEN_FI : TOKEN_NONE;
	case 'd':
		return text[1] == 'o' ? TOKEN_DO : TOKEN_NONE;
	default:
		return TOKEN_NONE;
	}
}

static enum token_type token_find_extension(const char *text, size_t len)
{
	if (len == 4) {
		return token_match(*text == 'w' ? TOKEN_WITH : TOKEN_TIME, text, len);
	}
	return len == 8 ? token_match(TOKEN_FUNCTION, text, len) : TOKEN_NONE;
}

enum token_type token_find_reserved(const char *text, size_t len)
{
	enum token_type found = TOKEN_NONE;

	switch (len) {
	case 1:
		found = *text == '{'   ? TOKEN_LEFT_BRACE
			: *text == '}' ? TOKEN_RIGHT_BRACE
			: *text == '!' ? TOKEN_BANG
				       : TOKEN_NONE;
		break;
	case 2:
		found = token_find_reserved_2(text);
		break;
	case 3:
		found = token_match(TOKEN_FOR, text, len);
		break;
	case 4:
		found = token_find_reserved_4(text);
		break;
	case 5:
		found = token_match(*text == 'w' ? TOKEN_WHILE : TOKEN_UNTIL, text, len);
		break;
	default:
		break;
	}
	return found == TOKEN_NONE ? token_find_extension(text, len) : found;
}
