/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "outlet.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "signals.h"

#define TICK_MS 100
#define MOST_TICKS 10 /* without progress, once a stop is asked for */
#define FEW_BYTES 64  /* what has any room has as much */

typedef struct
{
  int fd;     /* to write to; 0: not known yet */
  gsize most; /* bytes in one write that does not wait where there is room */
  gboolean stuck;
} Outlet;

/* The flag that a write must not wait belongs to the open file, which others may share: an own one of
 * the same pipe or terminal has it. Where there cannot be one poll() must do. */
static Outlet
open_outlet (int fd)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  struct stat st = { 0 };
  if (fstat (fd, &st) == 0 && S_ISREG (st.st_mode))
    return (Outlet){ fd, G_MAXSSIZE, FALSE };
  const gboolean can_be = isatty (fd) || S_ISFIFO (st.st_mode);
  const int own = can_be ? open (path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) : -1;
  return own > 0 ? (Outlet){ own, G_MAXSSIZE, FALSE } : (Outlet){ fd, FEW_BYTES, FALSE };
}

static Outlet *
find (int fd)
{
  static Outlet outlets[2];
  Outlet *o = &outlets[fd == STDERR_FILENO];
  if (o->fd == 0)
    *o = open_outlet (fd);
  return o;
}

/* TRUE also for a stream that is closed: a write will tell. */
static gboolean
has_room (const Outlet *o, int ms)
{
  struct pollfd p = { .fd = o->fd, .events = POLLOUT };
  return poll (&p, 1, ms) != 0 && p.revents;
}

static gboolean
wait_for_room (Outlet *o, gboolean may_skip)
{
  guint ticks = 0;
  while (!has_room (o, may_skip || o->stuck ? 0 : TICK_MS)) {
    o->stuck = o->stuck || (p2p_signals_noted () && ++ticks >= MOST_TICKS);
    if (may_skip || o->stuck)
      return FALSE;
  }
  return TRUE;
}

void
p2p_outlet_write (int fd, const char *text, gboolean may_skip)
{
  Outlet *o = find (fd);
  guint refused = 0; /* in a row, though there was room: for less than this */
  for (gsize left = strlen (text); left > 0;) {
    if (!wait_for_room (o, may_skip))
      return;
    const ssize_t n = write (o->fd, text, MIN (left, o->most));
    if (n > 0) {
      text += n;
      left -= (gsize) n;
      refused = 0;
      o->stuck = FALSE;
      continue;
    }
    if (n < 0 && errno != EINTR && errno != EAGAIN)
      return; /* who read is gone, the disk is full: there is nobody to tell */
    g_usleep (TICK_MS * 1000);
    if (may_skip || (++refused >= MOST_TICKS && p2p_signals_noted ()))
      return;
  }
}
