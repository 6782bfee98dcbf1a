/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "model/translate.h"

#include <string.h>
#include "data/colours.h"
#include "error.h"

#define MAX_STEPS 2

typedef struct
{
  P2pNet *net;
  P2pExec *exec;
} Step;

struct _P2pTranslator
{
  P2pTranslatorOptions options;
  P2pDevice *device;
  Step steps[MAX_STEPS];
  int n_steps;
  gboolean lab;
  char *description, *trouble;
  int width, height;         /* of the pictures */
  int left, top;             /* where they lie in the padded one */
  int *column_of;            /* padded column -> column */
  P2pPicture padded, result; /* of the network's size; if they are planes, then in `planes` */
  float *planes;             /* of that size: what the networks see and give */
};

/* Whether the file's network may come next, after those that are there. */
static gboolean
check_step (const P2pTranslator *t, const P2pNet *net, const char *model, GError **error)
{
  const P2pNetOptions *o = &net->options;
  const P2pNet *before = t->n_steps ? t->steps[t->n_steps - 1].net : NULL;
  if (net->arch->role != P2P_ROLE_GENERATOR
      || (!before && t->options.format == P2P_FORMAT_RGB && o->input_nc != 1 && o->input_nc != 3)) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "%s holds a network that does not turn pictures into pictures (%s, %d channels to %d); use "
        "a generator with 1 or 3 channels, or for others p2p test --keep_depth",
        model, net->arch->name, o->input_nc, o->output_nc);
    return FALSE;
  }
  if (!before || before->options.output_nc == o->input_nc)
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
      "%s takes %d channels, but the model before it gives %d; use the generator of the other "
      "direction of the same run",
      model, o->input_nc, before->options.output_nc);
  return FALSE;
}

static gboolean
add_step (P2pTranslator *t, const char *model, const char *network, GError **error)
{
  g_autoptr (P2pNet) net = p2p_model_load (t->device, model, network, error);
  if (!net || !check_step (t, net, model, error))
    return FALSE;
  if (!t->trouble)
    t->trouble = p2p_model_trouble (net, model);
  t->steps[t->n_steps++].net = g_steal_pointer (&net);
  return TRUE;
}

/* The last step gives what can be shown. */
static gboolean
check_result (P2pTranslator *t, const char *model, GError **error)
{
  const int in = t->steps[0].net->options.input_nc;
  const int out = t->steps[t->n_steps - 1].net->options.output_nc;
  const gboolean planes = t->options.format == P2P_FORMAT_PLANES;
  t->lab = !planes && t->n_steps == 1 && in == 1 && out == 2;
  if (planes || t->lab || out == 1 || out == 3)
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
      "%s holds a network that does not turn pictures into pictures (%d channels to %d); use a "
      "generator with 1 or 3 channels, or for others p2p test --keep_depth",
      model, in, out);
  return FALSE;
}

static char *
describe (const P2pTranslator *t)
{
  gsize parameters = 0;
  GString *text = g_string_new (NULL);
  for (int i = 0; i < t->n_steps; i++) {
    g_string_append_printf (text, "%s%s", i ? " then " : "", t->steps[i].net->arch->name);
    parameters += t->steps[i].net->params->n_trainable;
  }
  g_string_append_printf (text, ", %.1f M parameters, %s with %d threads",
      (double) parameters / 1e6, t->device->backend->name, t->device->threads);
  return g_string_free (text, FALSE);
}

P2pTranslator *
p2p_translator_new (const char *model, const P2pTranslatorOptions *options, GError **error)
{
  g_autoptr (P2pTranslator) t = g_new0 (P2pTranslator, 1);
  const char *then = options->then && *options->then ? options->then : NULL;
  t->options = *options;
  t->options.backend = t->options.then = t->options.network = NULL;
  t->device = p2p_device_open (options->backend, options->threads, error);
  if (!t->device || !add_step (t, model, options->network, error)
      || (then && !add_step (t, then, NULL, error))
      || !check_result (t, then ? then : model, error))
    return NULL;
  t->device->seed = options->seed;
  t->description = describe (t);
  return g_steal_pointer (&t);
}

static void
unprepare (P2pTranslator *t)
{
  for (int i = 0; i < t->n_steps; i++)
    g_clear_pointer (&t->steps[i].exec, p2p_net_unplan);
  g_clear_pointer (&t->column_of, g_free);
  g_clear_pointer (&t->planes, g_free);
  if (t->options.format == P2P_FORMAT_RGB) {
    p2p_picture_clear (&t->padded);
    p2p_picture_clear (&t->result);
  }
}

void
p2p_translator_free (P2pTranslator *t)
{
  if (!t)
    return;
  unprepare (t);
  for (int i = 0; i < t->n_steps; i++)
    p2p_net_free (t->steps[i].net);
  p2p_device_close (t->device);
  g_free (t->description);
  g_free (t->trouble);
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

/* What both sides must be multiples of: the least that suits all steps. */
static int
multiple_of (const P2pTranslator *t)
{
  int multiple = 1;
  for (int i = 0; i < t->n_steps; i++) {
    int a = multiple, b = t->steps[i].net->arch->multiple;
    const int product = a * b;
    while (b) {
      const int rest = a % b;
      a = b;
      b = rest;
    }
    multiple = product / a;
  }
  return multiple;
}

static gboolean
plan (P2pTranslator *t, P2pShape shape, GError **error)
{
  const P2pPlanOptions options = { .norm_stats = t->options.norm_stats,
    .dropout = t->options.dropout };
  const int w = shape.w, h = shape.h;
  for (int i = 0; i < t->n_steps; i++) {
    P2pExec *exec = t->steps[i].exec = p2p_net_plan (t->steps[i].net, &shape, &options, error);
    if (!exec)
      return FALSE;
    shape = exec->y.shape;
  }
  if (shape.w == w && shape.h == h)
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
      "the network turns %dx%d into %dx%d; use a generator that keeps the size", w, h, shape.w,
      shape.h);
  return FALSE;
}

static gboolean
make_room (P2pTranslator *t, int w, int h, GError **error)
{
  int in, out;
  p2p_translator_channels (t, &in, &out);
  t->planes =
      g_try_malloc_n ((gsize) h * (gsize) w, sizeof (float) * (gsize) MAX (3, MAX (in, out)));
  if (!t->planes) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_MEMORY,
        "no memory for pictures of %dx%d; use smaller ones", w, h);
    return FALSE;
  }
  if (t->options.format == P2P_FORMAT_PLANES) {
    t->padded = p2p_picture_of_planes (t->planes, w, h, in);
    t->result = p2p_picture_of_planes (t->planes, w, h, out);
    return TRUE;
  }
  return p2p_picture_alloc (&t->padded, P2P_FORMAT_RGB, w, h, 3, error)
         && p2p_picture_alloc (&t->result, P2P_FORMAT_RGB, w, h, 3, error);
}

gboolean
p2p_translator_prepare (P2pTranslator *t, int width, int height, GError **error)
{
  const int multiple = multiple_of (t);
  if (t->column_of && width == t->width && height == t->height)
    return TRUE;
  if (width < 2 || height < 2) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "a picture of %dx%d is too small to translate; use at least 2x2", width, height);
    return FALSE;
  }
  const P2pShape shape = { 1, t->steps[0].net->options.input_nc,
    (height + multiple - 1) / multiple * multiple, (width + multiple - 1) / multiple * multiple };
  unprepare (t);
  if (!plan (t, shape, error) || !make_room (t, shape.w, shape.h, error)) {
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

/* Rows FROM, of the picture, to rows TO of the padded one; a pixel of them has SIZE bytes, which is
 * constant where this is compiled in. */
static inline __attribute__ ((always_inline)) void
pad_rows (P2pTranslator *t, const guint8 *from, int stride, guint8 *to, gsize size)
{
  for (int y = 0; y < t->padded.height; y++, to += t->padded.stride) {
    const guint8 *line = from + (gsize) reflect (y - t->top, t->height) * (gsize) stride;
    memcpy (to + size * (gsize) t->left, line, size * (gsize) t->width);
    for (int x = 0; x < t->padded.width; x++)
      if (x < t->left || x >= t->left + t->width)
        memcpy (to + size * (gsize) x, line + size * (gsize) t->column_of[x], size);
  }
}

static void
pad (P2pTranslator *t, const P2pPicture *in)
{
  const P2pPicture *p = &t->padded;
  if (p->format == P2P_FORMAT_RGB)
    pad_rows (t, in->data, in->stride, p->data, 3);
  for (int c = 0; p->format == P2P_FORMAT_PLANES && c < p->channels; c++)
    pad_rows (t, in->data + (gsize) c * (gsize) in->height * (gsize) in->stride, in->stride,
        p->data + (gsize) c * (gsize) p->height * (gsize) p->stride, sizeof (float));
}

/* The input in `planes`, or the lightness in the first of them, to the result in `planes`, or
 * the colour in the other two. */
static void
compute (P2pTranslator *t)
{
  const P2pBackend *b = t->device->backend;
  const gsize plane = (gsize) t->padded.width * (gsize) t->padded.height;
  const P2pExec *last = NULL;
  for (int i = 0; i < t->n_steps; i++) {
    P2pExec *exec = t->steps[i].exec;
    if (last)
      b->copy (&exec->x, 0, &last->y, 0, exec->x.shape.c, FALSE);
    else
      b->upload (&exec->x, t->planes);
    b->forward (exec);
    last = exec;
  }
  b->download (&last->y, t->planes + (t->lab ? plane : 0));
}

void
p2p_translator_run (P2pTranslator *t, const P2pPicture *in, P2pPicture *out, guint64 index)
{
  P2pPicture *r = &t->result;
  const gsize plane = (gsize) r->width * (gsize) r->height;
  const P2pColours colours = t->lab                                   ? P2P_COLOURS_LIGHTNESS
                             : t->steps[0].net->options.input_nc == 1 ? P2P_COLOURS_GREY
                                                                      : P2P_COLOURS_RGB;
  pad (t, in);
  p2p_picture_to_network (&t->padded, colours, t->planes);
  t->device->step = index;
  compute (t);
  if (t->lab)
    p2p_lab_to_pixels (t->planes, t->planes + plane, r->width, r->height, r->data, r->stride);
  else
    p2p_picture_from_network (t->planes, t->steps[t->n_steps - 1].net->options.output_nc, r);
  p2p_picture_crop_flip (r, t->left, t->top, FALSE, out);
}

void
p2p_translator_channels (const P2pTranslator *t, int *in, int *out)
{
  *in = t->steps[0].net->options.input_nc;
  *out = t->steps[t->n_steps - 1].net->options.output_nc;
}

gboolean
p2p_translator_is_lab (const P2pTranslator *t)
{
  return t->lab;
}

const char *
p2p_translator_describe (const P2pTranslator *t)
{
  return t->description;
}

const char *
p2p_translator_trouble (const P2pTranslator *t)
{
  return t->trouble;
}
