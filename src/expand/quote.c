/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "expand/quote.h"

#include <stdbool.h>
#include <string.h>

static bool quote_safe(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c != '\0' && strchr("_@%+=:,./-", c));
}

void quote_shell_always(struct strbuf *out, const char *text, size_t len)
{
	const char *end = text + len;
	const char *quote;

	strbuf_reserve(out, len + 2);
	strbuf_add_char(out, '\'');
	while (len > 0 && (quote = memchr(text, '\'', (size_t)(end - text)))) {
		strbuf_add(out, text, (size_t)(quote - text));
		strbuf_add(out, "'\\''", 4);
		text = quote + 1;
		len = (size_t)(end - text);
	}
	strbuf_add(out, text, (size_t)(end - text));
	strbuf_add_char(out, '\'');
}

void quote_shell(struct strbuf *out, const char *text, size_t len)
{
	size_t i = 0;

	while (i < len && quote_safe((unsigned char)text[i])) {
		i++;
	}
	if (i == len && len > 0) {
		strbuf_add(out, text, len);
	} else {
		quote_shell_always(out, text, len);
	}
}
