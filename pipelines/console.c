/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "console.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static gboolean shown; /* a status line stands on the terminal */

gboolean
p2p_console_is_terminal (void)
{
  return isatty (STDERR_FILENO);
}

gboolean
p2p_console_wants_log (void)
{
  return !isatty (STDERR_FILENO) || !isatty (STDOUT_FILENO);
}

static guint
columns (void)
{
  struct winsize size = { 0 };
  ioctl (STDERR_FILENO, TIOCGWINSZ, &size);
  return size.ws_col ? size.ws_col : 80;
}

static void
clear (void)
{
  if (shown)
    fputs ("\r\033[K", stderr);
  shown = FALSE;
}

void
p2p_console_status (const char *text)
{
  if (!p2p_console_is_terminal ())
    return;
  fprintf (stderr, "\r%.*s\033[K", (int) columns () - 1, text);
  fflush (stderr);
  shown = TRUE;
}

void
p2p_console_say (const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  clear ();
  vfprintf (stderr, format, arguments);
  fputc ('\n', stderr);
  va_end (arguments);
}

void
p2p_console_print (const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  clear ();
  fflush (stderr);
  vprintf (format, arguments);
  putchar ('\n');
  fflush (stdout);
  va_end (arguments);
}

static void
complain (const char *kind, const char *colour, const char *message)
{
  const gboolean plain = !p2p_console_is_terminal () || g_getenv ("NO_COLOR");
  clear ();
  fprintf (stderr, "%s: %s%s%s%s\n", g_get_prgname (), plain ? "" : colour, kind,
      plain ? "" : "\033[0m", message);
}

void
p2p_console_warn (const char *message)
{
  complain ("warning: ", "\033[33m", message);
}

void
p2p_console_error (const char *message)
{
  complain ("error: ", "\033[31m", message);
}
