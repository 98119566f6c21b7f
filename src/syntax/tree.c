/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include <stdlib.h>

#include "base/memory.h"
#include "syntax/ast.h"

struct tree *tree_create(void)
{
	struct tree *tree = memory_alloc(sizeof(*tree));

	tree->references = 1;
	tree->root = NULL;
	arena_init(&tree->arena);
	return tree;
}

struct tree *tree_reference(struct tree *tree)
{
	tree->references++;
	return tree;
}

void tree_release(struct tree *tree)
{
	if (tree && --tree->references == 0) {
		arena_finish(&tree->arena);
		free(tree);
	}
}
