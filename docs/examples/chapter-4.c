/* SPDX-License-Identifier: MIT */
/*
 * Feed ten random bytes, which may be any, into each of three children that run
 * side by side and find a variable in their own environment; take the last ten
 * bytes of what each writes.
 *
 *	cc chapter-4.c $(pkg-config --cflags --libs libpipesh) -o chapter-4
 *
 * A line a child: the input, the whole output, and its last ten bytes, in hex.
 */

#include <pipesh.h>
#include <pipesh_builder.h>

#include <stdio.h>

enum { CHILDREN = 3, BYTES = 10 };

static int read_random(unsigned char *bytes, size_t size)
{
	FILE *file = fopen("/dev/urandom", "re");
	size_t got;

	if (file == NULL) {
		return -1;
	}
	got = fread(bytes, 1, size, file);
	(void)fclose(file);
	bytes[size / 2] = 0; /* a NUL is a byte like others */
	return got == size ? 0 : -1;
}

static struct pipesh_chain *start_encryption(const unsigned char *bytes)
{
	struct pipesh_builder *builder = pipesh_builder_create();
	struct pipesh_chain *chain = NULL;
	struct pipesh_spec *spec;

	pipesh_builder_add(builder, "openssl", "enc", "-des3", "-pbkdf2", "-pass", "env:password",
			   NULL);
	pipesh_builder_environment(builder, "password=zf7ShyBhZOraQDdE/FiZpm/m/8f9X+M1");
	spec = pipesh_builder_spec(builder);
	if (spec != NULL) {
		spec->input_kind = PIPESH_INPUT_BYTES;
		spec->bytes = bytes;
		spec->byte_count = BYTES;
		spec->output_kind = PIPESH_OUTPUT_CAPTURE;
		if (pipesh_builder_start(builder, &chain, NULL) != 0) {
			pipesh_free(chain);
			chain = NULL;
		}
	}
	pipesh_builder_free(builder);
	return chain;
}

static void print_hex(const void *bytes, size_t size, char end)
{
	const unsigned char *byte = bytes;

	for (size_t i = 0; i < size; i++) {
		printf("%02x", byte[i]);
	}
	putchar(end);
}

/* Waits for it, and frees it. */
static int print_result(struct pipesh_chain *chain, const unsigned char *input)
{
	const struct pipesh_capture *output;
	int status = 1;

	if (pipesh_communicate(chain, NULL, 0, NULL) == 0) {
		output = pipesh_capture(chain, PIPESH_STREAM_OUTPUT);
		status = pipesh_report(chain, 0)->status;
		if (status == 0 && output->size >= BYTES) {
			print_hex(input, BYTES, ' ');
			print_hex(output->data, output->size, ' ');
			print_hex(output->data + output->size - BYTES, BYTES, '\n');
		}
	}
	pipesh_free(chain);
	return status;
}

int main(void)
{
	unsigned char inputs[CHILDREN][BYTES];
	struct pipesh_chain *chains[CHILDREN];
	int failed = 0;

	for (int i = 0; i < CHILDREN; i++) {
		chains[i] = read_random(inputs[i], BYTES) == 0 ? start_encryption(inputs[i]) : NULL;
	}
	for (int i = 0; i < CHILDREN; i++) {
		failed += chains[i] == NULL || print_result(chains[i], inputs[i]) != 0;
	}
	return failed != 0 || fflush(stdout) != 0;
}
