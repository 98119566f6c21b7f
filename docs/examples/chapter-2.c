/* SPDX-License-Identifier: MIT */
/*
 * Start a child, do other work, look at it now and then, and read its status in
 * the end.
 *
 *	cc chapter-2.c $(pkg-config --cflags --libs libpipesh) -o chapter-2
 */

#include <pipesh.h>

#include <stdio.h>

/* Something to do that takes a while and has a result. */
static unsigned long work(unsigned long sum)
{
	for (unsigned long i = 0; i < 1000000; i++) {
		sum = sum * 6364136223846793005UL + i;
	}
	return sum;
}

int main(void)
{
	char *argv[] = { "sh", "-c", "sleep 0.2; exit 7", NULL };
	struct pipesh_stage stage = { .argv = argv, .search = true };
	struct pipesh_spec spec = { .stages = &stage, .stage_count = 1 };
	struct pipesh_chain *chain;
	unsigned long sum = 1;
	long turns = 0;

	if (pipesh_start(&chain, &spec, NULL) != 0) {
		pipesh_free(chain);
		return 1;
	}
	/* Never blocks, and is cheap: one system call for a child that runs. */
	while (pipesh_poll(chain) == 0) {
		sum = work(sum);
		turns++;
	}
	printf("worked %s while the child ran (%lx)\n", turns > 0 ? "on" : "not at all", sum);
	printf("status %d\n", pipesh_report(chain, 0)->status);
	pipesh_free(chain);
	return fflush(stdout) != 0;
}
