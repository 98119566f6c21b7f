/* SPDX-License-Identifier: MIT */
#ifndef CHAIN_COPY_H
#define CHAIN_COPY_H

#include "chain/pipesh.h"

/*
 * A spec with all that it points to, in one block that free(3) takes: but for
 * what the stages' functions are given. NULL: no memory.
 */
struct pipesh_spec *copy_spec(const struct pipesh_spec *spec);

#endif
