/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The draws of rng-defs.h, many counters at a time. Draws count elements in the
 * order n, c, h, w, whatever the layout. */

#include "dropout.h"

#include "rng-defs.h"

#define BLOCKS 64 /* of four elements, drawn at once */

typedef struct
{
  guint32 v[4][BLOCKS];
} Draws;

/* p2p_philox() for counters BLOCK .. BLOCK + BLOCKS - 1. */
P2P_CLONES_ARCH static void
draw (Draws *d, guint64 key, guint32 block, guint32 c1, guint32 c2, guint32 c3)
{
  guint32 *restrict v0 = d->v[0], *restrict v1 = d->v[1];
  guint32 *restrict v2 = d->v[2], *restrict v3 = d->v[3];
  guint32 k0 = (guint32) key, k1 = (guint32) (key >> 32);
  for (int i = 0; i < BLOCKS; i++) {
    v0[i] = block + (guint32) i;
    v1[i] = c1;
    v2[i] = c2;
    v3[i] = c3;
  }
  for (int round = 0; round < 10; round++, k0 += 0x9E3779B9u, k1 += 0xBB67AE85u)
    for (int i = 0; i < BLOCKS; i++) {
      const guint64 p0 = (guint64) 0xD2511F53u * v0[i], p1 = (guint64) 0xCD9E8D57u * v2[i];
      v0[i] = (guint32) (p1 >> 32) ^ v1[i] ^ k0;
      v2[i] = (guint32) (p0 >> 32) ^ v3[i] ^ k1;
      v1[i] = (guint32) p1;
      v3[i] = (guint32) p0;
    }
}

typedef struct
{
  guint64 key;
  guint32 c1, c2, c3, threshold;
  float scale;
} Stream;

/* Elements of blocks BLOCK .. BLOCK + BLOCKS - 1, as many as there are. */
static void
fill (const Stream *s, guint64 block, const P2pShape *shape, const P2pCpuView *mask)
{
  const gsize pixels = (gsize) shape->h * shape->w;
  const guint64 end = MIN ((guint64) p2p_shape_count (shape), (block + BLOCKS) * 4);
  Draws d;
  draw (&d, s->key, (guint32) block, s->c1, s->c2, s->c3);
  for (guint64 e = block * 4; e < end;) {
    const int plane = (int) (e / pixels);
    float *dst = p2p_cpu_view_at (mask, plane / shape->c, plane % shape->c);
    const guint64 begin = plane * (guint64) pixels, stop = MIN (end, begin + pixels);
    for (; e < stop; e++)
      dst[(e - begin) * mask->pixel] = d.v[e % 4][e / 4 - block] >= s->threshold ? s->scale : 0.0f;
  }
}

void
p2p_cpu_dropout (const P2pCpuExec *e, const P2pPass *p, const P2pCpuView *mask)
{
  const P2pDevice *device = &e->device->device;
  const P2pShape *shape = p2p_cpu_shape (e, p->x.buffer);
  const gsize count = p2p_shape_count (shape);
  const Stream s = { device->seed, p->dropout_layer | e->exec.plan->options.stream << 16,
    (guint32) device->step, (guint32) (device->step >> 32), (guint32) (p->dropout * 4294967040.0f),
    1.0f / (1.0f - p->dropout) };
#pragma omp parallel for schedule(static) if (count > P2P_CPU_SMALL)
  for (gsize i = 0; i < count; i += 4 * BLOCKS)
    fill (&s, i / 4, shape, mask);
}
