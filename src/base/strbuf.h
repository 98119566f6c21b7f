/* SPDX-License-Identifier: MIT */
/*
 * A growing byte string. Always NUL-terminated at data[len] once anything was
 * reserved; may hold NULs itself.
 */
#ifndef BASE_STRBUF_H
#define BASE_STRBUF_H

#include <stdarg.h>
#include <stddef.h>
#include <string.h>

struct strbuf {
	char *data; /* "" (static, not to be written) while capacity is 0 */
	size_t len;
	size_t capacity; /* bytes of data, the terminator included */
};

extern char strbuf_empty[1];
#define STRBUF_INIT                \
	{                          \
		strbuf_empty, 0, 0 \
	}

void strbuf_init(struct strbuf *buf);
/* Frees; the buffer is then as after strbuf_init. NULL is fine. */
void strbuf_finish(struct strbuf *buf);
/* Hands the bytes to the caller, who frees them; the buffer is empty again. */
char *strbuf_detach(struct strbuf *buf);

void strbuf_grow(struct strbuf *buf, size_t extra);

/* Makes room for EXTRA more bytes and the terminator. */
static inline void strbuf_reserve(struct strbuf *buf, size_t extra)
{
	if (buf->capacity - buf->len <= extra) {
		strbuf_grow(buf, extra);
	}
}

static inline void strbuf_add(struct strbuf *buf, const void *bytes, size_t len)
{
	strbuf_reserve(buf, len);
	if (len > 0) {
		memcpy(buf->data + buf->len, bytes, len);
	}
	buf->len += len;
	buf->data[buf->len] = '\0';
}

static inline void strbuf_add_char(struct strbuf *buf, char c)
{
	strbuf_reserve(buf, 1);
	buf->data[buf->len++] = c;
	buf->data[buf->len] = '\0';
}

static inline void strbuf_add_string(struct strbuf *buf, const char *string)
{
	strbuf_add(buf, string, strlen(string));
}

/* COUNT times C. */
void strbuf_add_repeat(struct strbuf *buf, char c, size_t count);
void strbuf_printf(struct strbuf *buf, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void strbuf_vprintf(struct strbuf *buf, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));

/* Cuts to LEN bytes, which must not be more than there are. */
static inline void strbuf_truncate(struct strbuf *buf, size_t len)
{
	if (buf->capacity > 0) {
		buf->len = len;
		buf->data[len] = '\0';
	}
}

static inline void strbuf_clear(struct strbuf *buf)
{
	strbuf_truncate(buf, 0);
}

#endif
