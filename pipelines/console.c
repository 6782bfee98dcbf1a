/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "console.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "core/p2p.h"
#include "outlet.h"

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
    p2p_outlet_write (STDERR_FILENO, "\r\033[K", FALSE);
  shown = FALSE;
}

/* As much of TEXT as fits into a line; letters that are wider than a column are the terminal's. */
static char *
one_line (const char *text)
{
  g_autofree char *line = p2p_printable (text);
  return g_utf8_substring (line, 0, MIN (g_utf8_strlen (line, -1), (glong) columns () - 1));
}

void
p2p_console_status (const char *text)
{
  if (!p2p_console_is_terminal ())
    return;
  g_autofree char *line = one_line (text);
  g_autofree char *whole = g_strdup_printf ("\r%s\033[K", line);
  p2p_outlet_write (STDERR_FILENO, whole, TRUE);
  shown = TRUE;
}

/* The one way out: what is printed holds names and words of others. */
static void G_GNUC_PRINTF (2, 0) put (int fd, const char *format, va_list arguments)
{
  g_autofree char *raw = g_strdup_vprintf (format, arguments);
  g_autofree char *text = p2p_printable_lines (raw);
  g_autofree char *lines = g_strconcat (text, "\n", NULL);
  clear ();
  fflush (stdout); /* what was printed without us comes first */
  p2p_outlet_write (fd, lines, FALSE);
}

void
p2p_console_say (const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  put (STDERR_FILENO, format, arguments);
  va_end (arguments);
}

void
p2p_console_print (const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  put (STDOUT_FILENO, format, arguments);
  va_end (arguments);
}

static void
complain (const char *kind, const char *colour, const char *message)
{
  const gboolean plain = !p2p_console_is_terminal () || g_getenv ("NO_COLOR");
  g_autofree char *text = p2p_printable (message);
  g_autofree char *line = g_strdup_printf ("%s: %s%s%s%s\n", g_get_prgname (), plain ? "" : colour,
      kind, plain ? "" : "\033[0m", text);
  clear ();
  p2p_outlet_write (STDERR_FILENO, line, FALSE);
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
