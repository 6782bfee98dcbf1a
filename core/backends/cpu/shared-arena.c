/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Memory for plans that take turns: as large as the largest of them needs. */

#include "shared-arena.h"

#include "arena.h"

static P2pCpuSharedArena *
arena_of (const P2pCpuExec *e)
{
  return &e->device->shared[e->exec.plan->options.space - 1];
}

/* What the others had there is lost; between two steps that is nothing. */
static gboolean
grow (P2pCpuSharedArena *arena, gsize bytes, GError **error)
{
  P2pCpuMap larger;
  if (!p2p_cpu_map (&larger, bytes, "activations", error))
    return FALSE;
  p2p_cpu_unmap (&arena->map);
  arena->map = larger;
  for (guint i = 0; i < arena->execs->len; i++)
    p2p_cpu_arena_place (g_ptr_array_index (arena->execs, i), larger.data);
  return TRUE;
}

static gsize
largest (const P2pCpuSharedArena *arena)
{
  gsize bytes = 0;
  for (guint i = 0; i < arena->execs->len; i++)
    bytes = MAX (bytes, ((const P2pCpuExec *) g_ptr_array_index (arena->execs, i))->bytes);
  return bytes;
}

gboolean
p2p_cpu_shared_arena_join (P2pCpuExec *e, GError **error)
{
  P2pCpuSharedArena *arena = arena_of (e);
  if (!arena->execs)
    arena->execs = g_ptr_array_new ();
  if ((!arena->map.base || e->bytes > largest (arena)) && !grow (arena, e->bytes, error))
    return FALSE;
  g_ptr_array_add (arena->execs, e);
  p2p_cpu_arena_place (e, arena->map.data);
  return TRUE;
}

/* Also of one that never came to join. */
void
p2p_cpu_shared_arena_leave (P2pCpuExec *e)
{
  P2pCpuSharedArena *arena = arena_of (e);
  if (!arena->execs)
    return;
  g_ptr_array_remove (arena->execs, e);
  if (arena->execs->len > 0)
    return;
  p2p_cpu_unmap (&arena->map);
  g_clear_pointer (&arena->execs, g_ptr_array_unref);
}
