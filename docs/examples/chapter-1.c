/* SPDX-License-Identifier: MIT */
/*
 * Run one child, capture its output, check its status.
 *
 *	cc chapter-1.c $(pkg-config --cflags --libs libpipesh) -o chapter-1
 *
 * Prints what echo(1) said, byte for byte.
 */

#include <pipesh.h>

#include <stdio.h>

int main(void)
{
	char *argv[] = { "echo", "Grüße, 世界: ñ, €, 🐚", NULL };
	struct pipesh_stage stage = { .argv = argv, .search = true };
	struct pipesh_spec spec = {
		.stages = &stage,
		.stage_count = 1,
		.output_kind = PIPESH_OUTPUT_CAPTURE,
	};
	struct pipesh_chain *chain;
	const struct pipesh_capture *output;
	int status = 1;

	if (pipesh_start(&chain, &spec, NULL) == 0 &&
	    pipesh_communicate(chain, NULL, 0, NULL) == 0) {
		output = pipesh_capture(chain, PIPESH_STREAM_OUTPUT);
		status = pipesh_report(chain, 0)->status;
		printf("%zu bytes, status %d: ", output->size, status);
		(void)fwrite(output->data, 1, output->size, stdout);
	}
	pipesh_free(chain);
	return status != 0 || fflush(stdout) != 0;
}
