/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "expand/tilde.h"

#include "expand/build.h"

void tilde_prefix_expand(struct build *build, const struct part *part, bool slash)
{
	struct expander *expander = build->expander;
	const struct expand_host *host = expander->host;
	struct expand_value home = part->len == 0
					   ? host->get(expander->context, expander->home_symbol)
					   : host->home(expander->context, part->text, part->len);
	size_t len = home.len;

	if (!home.data) {
		build_add(build, "~", 1, MARK_QUOTED);
		build_add(build, part->text, part->len, MARK_QUOTED);
		return;
	}
	if (slash && len > 0 && home.data[len - 1] == '/') {
		len--;
	}
	/* An empty HOME makes an empty field, not none. */
	build_add_value(build, home.data, len, true);
}
