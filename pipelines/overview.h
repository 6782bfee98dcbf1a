/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What p2p says of itself as a whole. */

#include "command.h"

/* COMMANDS: NULL-terminated, in all of these. */
void p2p_overview_help (const P2pCommand *const *commands);
/* The page p2p.1. */
void p2p_overview_manual (const P2pCommand *const *commands);
/* The script for SHELL, bash or zsh. */
void p2p_overview_completion (const P2pCommand *const *commands, const char *shell);
