/* SPDX-License-Identifier: MIT */
#ifndef CHAIN_EVENT_H
#define CHAIN_EVENT_H

/* The descriptor for the host's event loop: pipesh_event_fd(). */

#include "chain/chain.h"

/* Bring it up to date after anything changed, if the host asked for one. */
void event_update(struct pipesh_chain *chain);

/* Watch fd, of a process, as well. */
void event_add(struct pipesh_chain *chain, int fd);

/* Close *fd, which event_fd watches, if that is not -1. */
void event_close(int event_fd, int *fd);

/* Close it; the chain has a manager. */
void event_finish(struct pipesh_chain *chain);

#endif
