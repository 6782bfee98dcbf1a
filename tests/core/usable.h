/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What the tests that go through all back-ends share. */

#include "backend.h"

static void
skip_unusable (gconstpointer backend)
{
  g_autoptr (GError) reason = NULL;
  g_assert_false (((const P2pBackend *) backend)->probe (&reason));
  g_test_skip (reason->message);
}

/* Does it work on this machine? If not, a test /SUITE/NAME is skipped for that reason, in place of
 * those that the caller then leaves out. */
static inline gboolean
usable_or_skipped (const P2pBackend *backend, const char *suite)
{
  g_autofree char *path = g_strdup_printf ("/%s/%s", suite, backend->name);
  if (backend->probe (NULL))
    return TRUE;
  g_test_add_data_func (path, backend, skip_unusable);
  return FALSE;
}
