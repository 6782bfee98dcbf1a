/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "shell-word.h"

#include <string.h>
#include "printable.h"

/* $'...', in which every byte can be written out. */
static char *
written_out (const char *text)
{
  GString *word = g_string_new ("$'");
  for (; *text; text++)
    if (g_ascii_isprint (*text) && *text != '\'' && *text != '\\')
      g_string_append_c (word, *text);
    else
      g_string_append_printf (word, "\\x%02x", (guchar) *text);
  g_string_append_c (word, '\'');
  return g_string_free (word, FALSE);
}

char *
p2p_shell_word (const char *text)
{
  g_autofree char *shown = p2p_printable (text);
  if (!g_str_equal (shown, text))
    return written_out (text);
  const gboolean plain = *text && *text != '-'
                         && strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                          "0123456789_-./+,:=@%")
                                == strlen (text);
  return plain ? g_strdup (text) : g_shell_quote (text);
}
