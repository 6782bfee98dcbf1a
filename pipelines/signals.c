/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "signals.h"

#include <glib.h>
#include <poll.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

/* A second signal right behind the first is no second wish: timeout(1), for one, signals the
 * program and then its group, it among them. */
#define ONE_WISH_SECONDS 1

static volatile sig_atomic_t noted;
static struct timespec since; /* written in the handler, before `noted` is set */

int
p2p_signals_noted (void)
{
  return noted;
}

void
p2p_signals_forget (void)
{
  noted = 0;
}

static double
seconds_since_first (void)
{
  struct timespec now;
  clock_gettime (CLOCK_MONOTONIC, &now);
  return (double) (now.tv_sec - since.tv_sec) + (double) (now.tv_nsec - since.tv_nsec) / 1e9;
}

static void
end_now (int number)
{
  static const char words[] = "\nended at once; what was not yet saved is lost\n";
  struct pollfd reader = { .fd = STDERR_FILENO, .events = POLLOUT };
  if (poll (&reader, 1, 0) <= 0 || write (STDERR_FILENO, words, sizeof words - 1) < 0)
    _exit (128 + number);
  _exit (128 + number);
}

/* Only what a signal handler may do. */
static void
on_signal (int number)
{
  if (!noted) {
    clock_gettime (CLOCK_MONOTONIC, &since);
    noted = number;
  } else if (seconds_since_first () >= ONE_WISH_SECONDS) {
    end_now (number);
  }
}

void
p2p_signals_watch (void)
{
  static const int stops[] = { SIGINT, SIGTERM, SIGHUP };
  static gboolean watched;
  struct sigaction ours = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
  if (watched)
    return;
  watched = TRUE;
  sigemptyset (&ours.sa_mask);
  for (guint i = 0; i < G_N_ELEMENTS (stops); i++) {
    struct sigaction before;
    sigaction (stops[i], NULL, &before);
    /* nohup wants that one to be left alone; a shell's & ignores SIGINT without meaning it. */
    if (stops[i] != SIGHUP || before.sa_handler != SIG_IGN)
      sigaction (stops[i], &ours, NULL);
  }
}
