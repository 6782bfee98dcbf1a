/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/reporter.h"

#include "reporters-list.h"

/* In a file of its own, so that a test can bring another list. */

#define X(word) extern const P2pReporter p2p_reporter_##word;
P2P_REPORTERS (X)
#undef X

const P2pReporter *const *
p2p_reporters (void)
{
  static const P2pReporter *const all[] = {
#define X(word) &p2p_reporter_##word,
    P2P_REPORTERS (X)
#undef X
        NULL
  };
  return all;
}
