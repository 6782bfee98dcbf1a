/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The pictures of a trainer: what goes in, and what can be seen of it. */

#include "train/trainer-parts.h"

#include <string.h>
#include "data/picture.h"

void
p2p_trainer_channels (const P2pTrainer *t, int *a, int *b)
{
  const gboolean forth = p2p_options_forth (&t->options);
  *a = forth ? t->options.input_nc : t->options.output_nc;
  *b = forth ? t->options.output_nc : t->options.input_nc;
}

P2pColours
p2p_trainer_colours (const P2pTrainer *t, int side)
{
  int channels[2];
  if (t->job->recipe->lab)
    return side == 0 ? P2P_COLOURS_LIGHTNESS : P2P_COLOURS_AB;
  p2p_trainer_channels (t, &channels[0], &channels[1]);
  return channels[side] == 1 ? P2P_COLOURS_GREY : P2P_COLOURS_RGB;
}

const P2pView *const *
p2p_trainer_views (const P2pTrainer *t, guint *n, int *rows)
{
  *n = t->n_views;
  *rows = t->job->recipe->view_rows;
  return t->views;
}

gboolean
p2p_trainer_make_views (P2pTrainer *t, const float *a, const float *b, GError **error)
{
  if (!t->made)
    t->made = p2p_views_new (t->job, t->n, t->h, t->w, error);
  if (!t->made)
    return FALSE;
  p2p_views_run (t->made, a, b);
  t->untrained = TRUE;
  return TRUE;
}

static const P2pViewTensor *
view_named (const P2pTrainer *t, const char *name)
{
  if (t->untrained)
    return p2p_views_find (t->made, name);
  for (int i = 0; i < t->job->n_shown; i++)
    if (g_str_equal (t->job->shown[i].name, name))
      return &t->job->shown[i];
  return NULL;
}

/* Picture N of TENSOR; free with g_free(). */
static float *
download (const P2pTensor *tensor, int n)
{
  const gsize count = (gsize) tensor->shape.c * tensor->shape.h * tensor->shape.w;
  float *all = g_new (float, count * tensor->shape.n);
  tensor->device->backend->download (tensor, all);
  if (n > 0)
    memmove (all, all + count * n, count * sizeof (float));
  return all;
}

gboolean
p2p_trainer_view (const P2pTrainer *t, const char *name, int n, guint8 *rgb, int stride)
{
  const P2pViewTensor *v = view_named (t, name);
  if (!v || n >= v->tensor->shape.n)
    return FALSE;
  const P2pShape *s = &v->tensor->shape;
  g_autofree float *planes = download (v->tensor, n);
  g_autofree float *chroma = v->chroma ? download (v->chroma, n) : NULL;
  if (chroma)
    p2p_lab_to_pixels (planes, chroma, s->w, s->h, rgb, stride);
  else
    p2p_planes_to_pixels (planes, s->c, s->w, s->h, rgb, stride);
  return TRUE;
}

gboolean
p2p_trainer_translate (P2pTrainer *t, const float *picture, guint8 *rgb, int stride, GError **error)
{
  const P2pBackend *b = t->job->device->backend;
  if (!t->preview) {
    const P2pShape shape = { 1, t->options.input_nc, t->h, t->w };
    const P2pPlanOptions options = { .norm_stats = P2P_STATS_IMAGE };
    t->preview = p2p_net_plan (t->job->nets[0].net, &shape, &options, error);
    if (!t->preview)
      return FALSE;
  }
  b->upload (&t->preview->x, picture);
  b->forward (t->preview);
  b->download (&t->preview->y, t->planes);
  if (t->job->recipe->lab)
    p2p_lab_to_pixels (picture, t->planes, t->w, t->h, rgb, stride);
  else
    p2p_planes_to_pixels (t->planes, t->options.output_nc, t->w, t->h, rgb, stride);
  return TRUE;
}
