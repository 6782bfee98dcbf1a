/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "translate.h"

#include <string.h>
#include "data/picture.h"
#include "error.h"

struct _P2pTranslator
{
  P2pTranslatorOptions options;
  P2pDevice *device;
  P2pNet *net;
  P2pExec *exec;
  char *description;
  int width, height;         /* of the pictures */
  int left, top;             /* where they lie in the padded one */
  int *column_of;            /* padded column -> column */
  P2pPicture padded, result; /* of the network's size */
  float *planes;
};

P2pTranslator *
p2p_translator_new (const char *model, const P2pTranslatorOptions *options, GError **error)
{
  g_autoptr (P2pTranslator) t = g_new0 (P2pTranslator, 1);
  t->options = *options;
  t->options.backend = NULL;
  t->device = p2p_device_open (options->backend, options->threads, error);
  t->net = t->device ? p2p_model_load (t->device, model, FALSE, error) : NULL;
  if (!t->net)
    return NULL;
  const P2pNetOptions *o = &t->net->options;
  if (t->net->arch->role != P2P_ROLE_GENERATOR || o->input_nc == 2 || o->input_nc > 3
      || o->output_nc == 2 || o->output_nc > 3) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "%s holds a network that does not turn pictures into pictures (%s, %d channels to %d); use "
        "a generator with 1 or 3 channels",
        model, t->net->arch->name, o->input_nc, o->output_nc);
    return NULL;
  }
  t->device->seed = options->seed;
  t->description = g_strdup_printf ("%s, %.1f M parameters, %s with %d threads", t->net->arch->name,
      (double) t->net->params->n_trainable / 1e6, t->device->backend->name, t->device->threads);
  return g_steal_pointer (&t);
}

static void
unprepare (P2pTranslator *t)
{
  g_clear_pointer (&t->exec, p2p_net_unplan);
  g_clear_pointer (&t->column_of, g_free);
  g_clear_pointer (&t->planes, g_free);
  p2p_picture_clear (&t->padded);
  p2p_picture_clear (&t->result);
}

void
p2p_translator_free (P2pTranslator *t)
{
  if (!t)
    return;
  unprepare (t);
  p2p_net_free (t->net);
  p2p_device_close (t->device);
  g_free (t->description);
  g_free (t);
}

/* Position I of a line of SIZE, mirrored at both ends as often as it takes. */
static int
reflect (int i, int size)
{
  const int period = 2 * (size - 1);
  i = ((i % period) + period) % period;
  return i < size ? i : period - i;
}

gboolean
p2p_translator_prepare (P2pTranslator *t, int width, int height, GError **error)
{
  const int multiple = t->net->arch->multiple;
  if (t->exec && width == t->width && height == t->height)
    return TRUE;
  if (width < 2 || height < 2) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "a picture of %dx%d is too small to translate; use at least 2x2", width, height);
    return FALSE;
  }
  const P2pShape shape = { 1, t->net->options.input_nc,
    (height + multiple - 1) / multiple * multiple, (width + multiple - 1) / multiple * multiple };
  const P2pPlanOptions options = { .norm_stats = t->options.norm_stats,
    .dropout = t->options.dropout };
  unprepare (t);
  t->exec = p2p_net_plan (t->net, &shape, &options, error);
  t->planes = g_try_new (float, 3 * (gsize) shape.h * (gsize) shape.w);
  if (!t->exec || !t->planes || !p2p_picture_alloc (&t->padded, shape.w, shape.h, error)
      || !p2p_picture_alloc (&t->result, shape.w, shape.h, error)) {
    if (error && !*error)
      g_set_error (error, P2P_ERROR, P2P_ERROR_MEMORY, "no memory for pictures of %dx%d", width,
          height);
    unprepare (t);
    return FALSE;
  }
  t->width = width;
  t->height = height;
  t->left = (shape.w - width) / 2;
  t->top = (shape.h - height) / 2;
  t->column_of = g_new (int, shape.w);
  for (int x = 0; x < shape.w; x++)
    t->column_of[x] = reflect (x - t->left, width);
  return TRUE;
}

static void
pad (P2pTranslator *t, const guint8 *in, int in_stride)
{
  for (int y = 0; y < t->padded.height; y++) {
    const guint8 *from = in + (gsize) reflect (y - t->top, t->height) * (gsize) in_stride;
    guint8 *to = t->padded.data + (gsize) y * (gsize) t->padded.stride;
    memcpy (to + 3 * t->left, from, 3 * (gsize) t->width);
    for (int x = 0; x < t->padded.width; x++)
      if (x < t->left || x >= t->left + t->width)
        memcpy (to + 3 * x, from + 3 * t->column_of[x], 3);
  }
}

void
p2p_translator_run (P2pTranslator *t, const guint8 *in, int in_stride, guint8 *out, int out_stride,
    guint64 index)
{
  const P2pBackend *b = t->device->backend;
  const P2pPicture *r = &t->result;
  pad (t, in, in_stride);
  p2p_pixels_to_planes (t->padded.data, t->padded.stride, r->width, r->height,
      t->net->options.input_nc, t->planes);
  t->device->step = index;
  b->upload (&t->exec->x, t->planes);
  b->forward (t->exec);
  b->download (&t->exec->y, t->planes);
  p2p_planes_to_pixels (t->planes, t->net->options.output_nc, r->width, r->height, r->data,
      r->stride);
  for (int y = 0; y < t->height; y++)
    memcpy (out + (gsize) y * (gsize) out_stride,
        r->data + (gsize) (y + t->top) * (gsize) r->stride + 3 * t->left, 3 * (gsize) t->width);
}

const char *
p2p_translator_describe (const P2pTranslator *t)
{
  return t->description;
}
