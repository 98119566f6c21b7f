/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "base/strbuf.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"

/* What an empty buffer points to; never written. */
char strbuf_empty[1];

void strbuf_init(struct strbuf *buf)
{
	*buf = (struct strbuf)STRBUF_INIT;
}

void strbuf_finish(struct strbuf *buf)
{
	if (!buf) {
		return;
	}
	if (buf->capacity > 0) {
		free(buf->data);
	}
	strbuf_init(buf);
}

char *strbuf_detach(struct strbuf *buf)
{
	char *data;

	strbuf_reserve(buf, 0);
	data = buf->data;
	data[buf->len] = '\0';
	strbuf_init(buf);
	return data;
}

void strbuf_grow(struct strbuf *buf, size_t extra)
{
	size_t needed = buf->len + extra + 1;
	char *old = buf->capacity > 0 ? buf->data : NULL;

	if (needed <= extra) {
		needed = SIZE_MAX; /* overflow: the allocation below fails loudly */
	}
	if (buf->capacity == 0 && needed < 64) {
		needed = 64;
	}
	buf->data = memory_grow(old, &buf->capacity, needed, 1);
	buf->data[buf->len] = '\0';
}

void strbuf_add_repeat(struct strbuf *buf, char c, size_t count)
{
	strbuf_reserve(buf, count);
	memset(buf->data + buf->len, c, count);
	buf->len += count;
	buf->data[buf->len] = '\0';
}

void strbuf_vprintf(struct strbuf *buf, const char *format, va_list args)
{
	va_list again;
	int len;

	va_copy(again, args);
	strbuf_reserve(buf, 64);
	len = vsnprintf(buf->data + buf->len, buf->capacity - buf->len, format, args);
	assert(len >= 0);
	if ((size_t)len >= buf->capacity - buf->len) {
		strbuf_reserve(buf, (size_t)len);
		(void)vsnprintf(buf->data + buf->len, (size_t)len + 1, format, again);
	}
	buf->len += (size_t)len;
	va_end(again);
}

void strbuf_printf(struct strbuf *buf, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	strbuf_vprintf(buf, format, args);
	va_end(args);
}
