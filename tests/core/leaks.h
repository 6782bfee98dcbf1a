/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Does memory stay behind? Libraries keep for later what they have needed once, so as many lives
 * come first as are counted; what then grows with every life is lost. Pieces that the allocator of
 * glibc keeps for the next one who asks look like lost ones: only without them
 * (GLIBC_TUNABLES=glibc.malloc.tcache_count=0) is it worth to look. */

#include <glib.h>
#include <malloc.h>
#include <string.h>

static inline void
leaks_check (void (*live) (gpointer data), gpointer data, int lives)
{
  const char *tunables = g_getenv ("GLIBC_TUNABLES");
  if (!tunables || !strstr (tunables, "tcache_count=0")) {
    g_test_skip ("set GLIBC_TUNABLES=glibc.malloc.tcache_count=0, as meson test does");
    return;
  }
  for (int i = 0; i < lives; i++)
    live (data);
  const gsize before = mallinfo2 ().uordblks;
  if (before == 0) {
    g_test_skip ("the allocator is not glibc's but a sanitizer's, which looks for itself");
    return;
  }
  for (int i = 0; i < lives; i++)
    live (data);
  const gsize after = mallinfo2 ().uordblks;
  g_test_message ("%zu bytes, after %d lives more %zu", before, lives, after);
  g_assert_cmpuint (after, <, before + 16 * (gsize) lives);
}
