/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Memory for plans that take turns: as large as the largest of them needs. */

#include "exec.h"

static P2pCpuSpace *
space_of (const P2pCpuExec *e)
{
  return &e->device->spaces[e->exec.plan->options.space - 1];
}

/* What the others had there is lost; between two steps that is nothing. */
static gboolean
grow (P2pCpuSpace *space, gsize bytes, GError **error)
{
  P2pCpuMap larger;
  if (!p2p_cpu_map (&larger, bytes, "activations", error))
    return FALSE;
  p2p_cpu_unmap (&space->map);
  space->map = larger;
  for (guint i = 0; i < space->execs->len; i++)
    p2p_cpu_exec_place (g_ptr_array_index (space->execs, i), larger.data);
  return TRUE;
}

static gsize
largest (const P2pCpuSpace *space)
{
  gsize bytes = 0;
  for (guint i = 0; i < space->execs->len; i++)
    bytes = MAX (bytes, ((const P2pCpuExec *) g_ptr_array_index (space->execs, i))->bytes);
  return bytes;
}

gboolean
p2p_cpu_space_join (P2pCpuExec *e, GError **error)
{
  P2pCpuSpace *space = space_of (e);
  if (!space->execs)
    space->execs = g_ptr_array_new ();
  if ((!space->map.base || e->bytes > largest (space)) && !grow (space, e->bytes, error))
    return FALSE;
  g_ptr_array_add (space->execs, e);
  p2p_cpu_exec_place (e, space->map.data);
  return TRUE;
}

/* Also of one that never came to join. */
void
p2p_cpu_space_leave (P2pCpuExec *e)
{
  P2pCpuSpace *space = space_of (e);
  if (!space->execs)
    return;
  g_ptr_array_remove (space->execs, e);
  if (space->execs->len > 0)
    return;
  p2p_cpu_unmap (&space->map);
  g_clear_pointer (&space->execs, g_ptr_array_unref);
}
