/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Ctrl-C, kill, and a terminal that is closed are wishes to end in order: noted, and looked for by
 * whoever works. */

/* From now on. Before, they end the program at once, as nothing is lost yet. A second wish does it
 * again. */
void p2p_signals_watch (void);
/* The signal's number; 0: none. */
int p2p_signals_noted (void);
/* There was none. */
void p2p_signals_forget (void);
