/* SPDX-License-Identifier: MIT */
/*
 * Three chains of two programs each, fed side by side: 100 random bytes are
 * encrypted, and what comes out is digested. This program holds none of the pipes
 * between them, so if a digest dies, its encryption does not block.
 *
 *	cc chapter-5.c $(pkg-config --cflags --libs libpipesh) -o chapter-5
 *
 * A line a chain: the input and the digest, in hex, and both statuses. Then how
 * many descriptors this program had open more than at first, and the statuses of a
 * chain whose reader does not read.
 */

#include <pipesh.h>

#include <dirent.h>
#include <stdio.h>

enum { CHAINS = 3, BYTES = 100 };

static char *encrypt[] = { "openssl", "enc",   "-des3",        "-pbkdf2",
			   "-nosalt", "-pass", "env:password", NULL };
static char *digest[] = { "openssl", "dgst", "-sha256", "-binary", NULL };
static char *environment[] = { "password=zf7ShyBhZOraQDdE/FiZpm/m/8f9X+M1", NULL };

static int read_random(unsigned char *bytes, size_t size)
{
	FILE *file = fopen("/dev/urandom", "re");
	size_t got;

	if (file == NULL) {
		return -1;
	}
	got = fread(bytes, 1, size, file);
	(void)fclose(file);
	return got == size ? 0 : -1;
}

static struct pipesh_chain *start_chain(const unsigned char *bytes)
{
	struct pipesh_stage stages[] = {
		{ .argv = encrypt, .search = true, .changes = environment },
		{ .argv = digest, .search = true },
	};
	struct pipesh_spec spec = {
		.stages = stages,
		.stage_count = 2,
		.input_kind = PIPESH_INPUT_BYTES,
		.bytes = bytes,
		.byte_count = BYTES,
		.output_kind = PIPESH_OUTPUT_CAPTURE,
	};
	struct pipesh_chain *chain;

	if (pipesh_start(&chain, &spec, NULL) != 0) {
		pipesh_free(chain);
		return NULL;
	}
	return chain;
}

static int count_descriptors(void)
{
	DIR *directory = opendir("/proc/self/fd");
	int count = 0;

	while (directory != NULL && readdir(directory) != NULL) {
		count++;
	}
	if (directory != NULL) {
		(void)closedir(directory);
	}
	return count;
}

static void print_hex(const void *bytes, size_t size)
{
	const unsigned char *byte = bytes;

	for (size_t i = 0; i < size; i++) {
		printf("%02x", byte[i]);
	}
	putchar(' ');
}

/* Waits for it, and frees it. */
static int print_result(struct pipesh_chain *chain, const unsigned char *input)
{
	const struct pipesh_capture *output;
	int failed = pipesh_communicate(chain, NULL, 0, NULL);

	output = pipesh_capture(chain, PIPESH_STREAM_OUTPUT);
	print_hex(input, BYTES);
	print_hex(output->data, output->size);
	printf("%d %d\n", pipesh_report(chain, 0)->status, pipesh_report(chain, 1)->status);
	pipesh_free(chain);
	return failed;
}

/* Its reader ends at once: the writer gets SIGPIPE, and does not wait for ever. */
static int run_into_a_closed_pipe(void)
{
	struct pipesh_stage stages[] = {
		{ .argv = (char *[]){ "cat", "/dev/zero", NULL }, .search = true },
		{ .argv = (char *[]){ "openssl", "dgst", "-no-such-digest", NULL },
		  .search = true },
	};
	struct pipesh_spec spec = {
		.stages = stages,
		.stage_count = 2,
		.errors_kind = PIPESH_OUTPUT_NULL,
	};
	struct pipesh_chain *chain;
	int failed = pipesh_start(&chain, &spec, NULL);

	if (failed == 0) {
		failed = pipesh_wait(chain, NULL);
		printf("closed: %d %d\n", pipesh_report(chain, 0)->status,
		       pipesh_report(chain, 1)->status);
	}
	pipesh_free(chain);
	return failed;
}

int main(void)
{
	unsigned char inputs[CHAINS][BYTES];
	struct pipesh_chain *chains[CHAINS];
	int descriptors = count_descriptors();
	int failed = 0;

	for (int i = 0; i < CHAINS; i++) {
		chains[i] = read_random(inputs[i], BYTES) == 0 ? start_chain(inputs[i]) : NULL;
	}
	/* Each chain's capture is read by this program; nothing else is open. */
	descriptors = count_descriptors() - descriptors;
	for (int i = 0; i < CHAINS; i++) {
		failed += chains[i] == NULL || print_result(chains[i], inputs[i]) != 0;
	}
	printf("descriptors: %d\n", descriptors);
	failed += run_into_a_closed_pipe() != 0;
	return failed != 0 || fflush(stdout) != 0;
}
