/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "io/append.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "error.h"
#include "io/atomic.h"
#include "io/place.h"

/* An errno value, or 0. */
static int
append (int fd, const char *line)
{
  struct stat st;
  char last = '\n';
  if (fstat (fd, &st) != 0)
    return errno;
  if (st.st_size > 0 && p2p_file_ops->pread (fd, &last, 1, st.st_size - 1) < 0)
    return errno;
  g_autofree char *text = g_strconcat (last == '\n' ? "" : "\n", line, "\n", NULL);
  const int err = p2p_file_write_at (fd, text, strlen (text), (gsize) st.st_size);
  if (err == 0)
    return 0;
  /* What came through of it goes again; if it cannot, the next line begins on its own. */
  const int cut = ftruncate (fd, st.st_size);
  (void) cut;
  return err;
}

gboolean
p2p_append_line (const char *path, const char *line, GError **error)
{
  const int fd = p2p_place_open (path, O_RDWR | O_CREAT, error);
  if (fd < 0)
    return FALSE;
  const int err = append (fd, line);
  const int closing = close (fd) != 0 ? errno : 0;
  if (err == 0 && closing == 0)
    return TRUE;
  p2p_error_from_errno (error, err ? err : closing, "writing", path);
  return FALSE;
}
