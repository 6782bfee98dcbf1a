/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "remarks.h"

#include <string.h>
#include "console.h"

#define CPU "cpu"

/* The reference drops negative numbers: none left means no GPU. */
static gboolean
wants_cpu (const char *gpu_ids)
{
  g_auto (GStrv) ids = g_strsplit (gpu_ids, ",", -1);
  for (char **id = ids; *id; id++)
    if (g_ascii_strtoll (*id, NULL, 10) >= 0 && *g_strstrip (*id))
      return FALSE;
  return TRUE;
}

static gboolean
is_usable (const char *name)
{
  for (const P2pBackend *const *b = p2p_backends (); *b; b++)
    if (g_str_equal ((*b)->name, name))
      return (*b)->probe (NULL);
  return FALSE;
}

/* TRUE: nothing more need be said about --gpu_ids. */
static gboolean
choose_backend (P2pArguments *arguments)
{
  const P2pOptions *o = &arguments->options;
  if (!p2p_arguments_given (arguments, "gpu_ids") || p2p_arguments_given (arguments, "backend")
      || !wants_cpu (o->gpu_ids) || !is_usable (CPU))
    return FALSE;
  p2p_console_say ("--gpu_ids %s: computing on the CPU, as --backend " CPU, o->gpu_ids);
  return p2p_arguments_set (arguments, "backend", CPU, NULL);
}

void
p2p_remarks_say (P2pArguments *arguments, guint use)
{
  const gboolean said = choose_backend (arguments);
  g_auto (GStrv) notes = p2p_options_notes (&arguments->options, use);
  for (char **note = notes; *note; note++)
    if (!said || !g_str_has_prefix (*note, "--gpu_ids "))
      p2p_console_say ("%s", *note);
}
