/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LINE_LOADER_H
#define LINE_LOADER_H

#include "line/front.h"

/* The front end that can edit; NULL if the shell was built without it, or it is not installed. */
const struct line_front *loader_front(void);

#endif
