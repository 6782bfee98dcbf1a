/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "graph/pool.h"

#include <string.h>
#include "error.h"
#include "rng.h"

struct _P2pPool
{
  const char *name;
  guint number;
  int size, count;
  P2pShape shape;     /* of one picture */
  P2pTensor pictures; /* [size, c, h, w]; no device until prepared */
  float *held;        /* `count` restored pictures on their way to the device, or NULL */
};

P2pPool *
p2p_pool_new (const char *name, guint number, int size)
{
  P2pPool *pool = g_new0 (P2pPool, 1);
  pool->name = name;
  pool->number = number;
  pool->size = size;
  return pool;
}

static void
clear_pictures (P2pPool *pool)
{
  if (pool->pictures.device)
    pool->pictures.device->backend->tensor_clear (&pool->pictures);
  pool->pictures = (P2pTensor){ 0 };
}

void
p2p_pool_free (P2pPool *pool)
{
  if (!pool)
    return;
  clear_pictures (pool);
  g_free (pool->held);
  g_free (pool);
}

/* Pictures of another size are of no use any more. */
static void
take_shape (P2pPool *pool, P2pShape shape)
{
  if (pool->count > 0)
    g_message ("pool %s starts empty: its %d pictures are %dx%d with %d channels, training now has "
               "%dx%d with %d; use the old --crop_size to keep them",
        pool->name, pool->count, pool->shape.w, pool->shape.h, pool->shape.c, shape.w, shape.h,
        shape.c);
  clear_pictures (pool);
  g_clear_pointer (&pool->held, g_free);
  pool->count = 0;
  pool->shape = shape;
}

gboolean
p2p_pool_prepare (P2pPool *pool, P2pDevice *device, int c, int h, int w, GError **error)
{
  const P2pShape shape = { 1, c, h, w }, all = { pool->size, c, h, w };
  if (pool->size == 0)
    return TRUE;
  if (!p2p_shape_equal (&shape, &pool->shape))
    take_shape (pool, shape);
  if (!pool->pictures.device
      && !device->backend->tensor_alloc (device, &all, &pool->pictures, error)) {
    pool->pictures = (P2pTensor){ 0 };
    return FALSE;
  }
  if (pool->held && pool->count > 0) {
    P2pTensor some = p2p_tensor_pictures (&pool->pictures, 0, pool->count);
    device->backend->upload (&some, pool->held);
  }
  g_clear_pointer (&pool->held, g_free);
  return TRUE;
}

void
p2p_pool_query (P2pPool *pool, const P2pTensor *pictures, P2pTensor *result)
{
  const P2pBackend *b = result->device->backend;
  const int c = result->shape.c;
  P2pRng rng;
  p2p_rng_init (&rng, result->device->seed, P2P_RNG_POOL, result->device->step << 8 | pool->number);
  for (int i = 0; i < pictures->shape.n; i++) {
    const P2pTensor in = p2p_tensor_pictures (pictures, i, 1);
    P2pTensor out = p2p_tensor_pictures (result, i, 1);
    const gboolean full = pool->count == pool->size;
    const gboolean swap = full && pool->size > 0 && p2p_rng_double (&rng) > 0.5;
    const int slot = swap ? (int) p2p_rng_below (&rng, (guint32) pool->size) : pool->count;
    P2pTensor place = pool->size > 0 ? p2p_tensor_pictures (&pool->pictures, slot, 1) : out;
    b->copy (&out, 0, swap ? &place : &in, 0, c, FALSE);
    if (swap || !full)
      b->copy (&place, 0, &in, 0, c, FALSE);
    pool->count += !full;
  }
}

const char *
p2p_pool_name (const P2pPool *pool)
{
  return pool->name;
}

int
p2p_pool_count (const P2pPool *pool)
{
  return pool->count;
}

P2pShape
p2p_pool_shape (const P2pPool *pool)
{
  return pool->shape;
}

void
p2p_pool_read (const P2pPool *pool, int i, float *values)
{
  if (pool->held) {
    const gsize count = p2p_shape_count (&pool->shape);
    memcpy (values, pool->held + (gsize) i * count, count * sizeof (float));
    return;
  }
  const P2pTensor picture = p2p_tensor_pictures (&pool->pictures, i, 1);
  picture.device->backend->download (&picture, values);
}

float *
p2p_pool_restore (P2pPool *pool, const P2pShape *shape, int count, GError **error)
{
  clear_pictures (pool);
  g_free (pool->held);
  pool->held = g_try_malloc0_n (MAX ((gsize) count * p2p_shape_count (shape), 1), sizeof (float));
  pool->shape = *shape;
  pool->count = pool->held ? MIN (count, pool->size) : 0;
  if (!pool->held)
    g_set_error (error, P2P_ERROR, P2P_ERROR_MEMORY,
        "no memory for the %d pictures of pool %s; use smaller pictures or a smaller --pool_size",
        count, pool->name);
  return pool->held;
}
