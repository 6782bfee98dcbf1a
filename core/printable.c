/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "printable.h"

#include <string.h>

/* Obeyed by terminals and browsers without being seen: marks and overrides of direction. */
static gboolean
is_hidden (gunichar c)
{
  return c == 0x200e || c == 0x200f || c == 0x61c || (c >= 0x202a && c <= 0x202e)
         || (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029;
}

static void
write_out (GString *out, gunichar c)
{
  if (c == '\n')
    g_string_append (out, "\\n");
  else if (c == '\r')
    g_string_append (out, "\\r");
  else if (c == '\t')
    g_string_append (out, "\\t");
  else
    g_string_append_printf (out, c < 0x100 ? "\\x%02x" : "\\u%04x", c);
}

static char *
printable (const char *text, const char *kept)
{
  GString *out = g_string_sized_new (strlen (text) + 1);
  while (*text) {
    const gunichar c = g_utf8_get_char_validated (text, -1);
    if (c == (gunichar) -1 || c == (gunichar) -2) {
      write_out (out, (guchar) *text++);
      continue;
    }
    const char *next = g_utf8_next_char (text);
    const gboolean plain = c >= 0x20 && (c < 0x7f || c >= 0xa0) && !is_hidden (c);
    if (plain || (c < 0x80 && strchr (kept, (char) c)))
      g_string_append_len (out, text, next - text);
    else
      write_out (out, c);
    text = next;
  }
  return g_string_free (out, FALSE);
}

char *
p2p_printable (const char *text)
{
  return printable (text, "");
}

char *
p2p_printable_lines (const char *text)
{
  return printable (text, "\n\t");
}
