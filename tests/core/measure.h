/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* How long something took (of the processor, so that a busy machine does not count), and by how much the memory of this process grew at most
 * meanwhile (the kernel's high water mark, set back before; where that cannot be done,
 * by how much that mark rose). */

#include <fcntl.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

typedef struct
{
  clock_t start;
  gint64 kib;
} Measure;

/* A line "VmHWM:   123 kB" of /proc/self/status; 0 if there is none. */
static inline gint64
measure_field (const char *field)
{
  g_autofree char *status = NULL;
  const char *line;
  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return 0;
  line = strstr (status, field);
  return line ? strtoll (line + strlen (field), NULL, 10) : 0;
}

static inline Measure
measure_begin (void)
{
  const int fd = open ("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC);
  const gboolean reset = fd >= 0 && write (fd, "5", 1) == 1;
  if (fd >= 0)
    close (fd);
  return (Measure){ clock (), measure_field (reset ? "VmRSS:" : "VmHWM:") };
}

/* What is asked of a reader of hostile files: < 1 s, < 64 MiB. Under a sanitizer the
 * figures are of the sanitizer. */
static inline void
measure_end (const Measure *before)
{
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  const gint64 peak = measure_field ("VmHWM:");
  g_assert_cmpint (peak, >, 0);
  g_assert_cmpint (clock () - before->start, <, CLOCKS_PER_SEC);
  g_assert_cmpint (peak - before->kib, <, 64 << 10);
#endif
}
