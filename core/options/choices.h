/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Options whose value is a name: of a record (a network, a loss, a schedule ...) or one of a few
 * words. What is there stands in the registries; here, which option is for which. */

#include "options/options.h"

/* Whether the option's value is one of its names; TRUE for options of another kind and for an empty
 * value that means "as usual". The error lists the names. */
gboolean p2p_option_check (const P2pOptions *options, const P2pOption *option, GError **error);

/* The option's help; one that ends in a colon is followed by the names that there are. Lives as
 * long as the program. */
const char *p2p_option_help (const P2pOption *option);

/* The names that the option can have, "a, b, c"; NULL: it has none. Free with g_free(). */
char *p2p_option_names (const P2pOption *option);

/* What a property says, where no p2p is at hand: the help, all names, and what the value means that
 * leaves the choice to the model. Lives as long as the program. */
const char *p2p_option_full_help (const P2pOption *option);
