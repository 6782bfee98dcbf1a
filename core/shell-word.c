/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "shell-word.h"

#include <string.h>

char *
p2p_shell_word (const char *text)
{
  const gboolean plain = *text && *text != '-'
                         && strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                          "0123456789_-./+,:=@%")
                                == strlen (text);
  return plain ? g_strdup (text) : g_shell_quote (text);
}
