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
