/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A target for libFuzzer: any bytes are parsed, printed, parsed, and compared; as one
 * text, with aliases, and as an arithmetic expression. See README in this folder.
 */
#include <config.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "fuzz_syntax.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strbuf why = STRBUF_INIT;

	if (!fuzz_syntax_one((const char *)data, size, &why)) {
		fprintf(stderr, "%s\n", why.data);
		abort();
	}
	strbuf_finish(&why);
	return 0;
}
