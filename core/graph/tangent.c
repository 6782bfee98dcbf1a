/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "graph/tangent.h"

#include "error.h"

typedef struct
{
  GArray *buffers, *tangent;
  const int *gradient;
  int *v, *second; /* by buffer: its direction; the gradient that norms send down; or -1 */
} Builder;

static gboolean
refuse (GError **error, const P2pRow *row, const char *why)
{
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
      "no gradient penalty with this network: row %s %s", row->label, why);
  return FALSE;
}

gboolean
p2p_tangent_suits (const GArray *rows, const P2pPlanOptions *options, GError **error)
{
  g_return_val_if_fail (options->train, FALSE);
  for (guint i = 0; i < rows->len; i++) {
    const P2pRow *row = &g_array_index (rows, P2pRow, i);
    if (row->norm == P2P_NORM_BATCH)
      return refuse (error, row,
          "has a batch norm, whose statistics couple the pictures of a batch, so that the gradient "
          "of one picture alone is not defined; use the norm instance or none");
    if (*row->add || *row->concat)
      return refuse (error, row, "takes in an earlier row; use a plain chain of rows");
    if (row->dropout > 0 && options->dropout)
      return refuse (error, row, "drops out; use it without dropout");
    if (row->pre == P2P_ACT_TANH || row->post == P2P_ACT_TANH)
      return refuse (error, row, "ends in tanh, which is curved; use relu, leaky or none");
  }
  return TRUE;
}

static int
add_buffer (Builder *b, P2pBufferKind kind, int like)
{
  const P2pBuffer buffer = { kind, g_array_index (b->buffers, P2pBuffer, like).shape, G_MAXINT,
    -1 };
  g_array_append_val (b->buffers, buffer);
  return (int) b->buffers->len - 1;
}

/* The same channels of the buffer that belongs to the slice's. */
static P2pSlice
partner (Builder *b, int *of, P2pSlice s)
{
  if (of[s.buffer] < 0)
    of[s.buffer] = add_buffer (b, P2P_BUFFER_GRADIENT, s.buffer);
  return (P2pSlice){ of[s.buffer], s.c0, s.c };
}

static P2pSlice
gradient_at (const Builder *b, P2pSlice s)
{
  return (P2pSlice){ b->gradient[s.buffer], s.c0, s.c };
}

/* F's like in this list. */
static P2pPass
pass_like (const P2pPass *f, P2pPassKind kind)
{
  P2pPass pass = *f;
  pass.kind = kind;
  pass.wants = P2P_WANT_DW;
  return pass;
}

static void
send_conv (Builder *b, const P2pPass *f, gboolean last)
{
  P2pPass pass = pass_like (f, P2P_PASS_CONV_WEIGHTS);
  pass.x = partner (b, b->v, f->x);
  pass.dy[0] = gradient_at (b, f->y[0]);
  pass.b = -1;
  g_array_append_val (b->tangent, pass);
  if (last) /* nobody asks for J v itself */
    return;
  pass.kind = P2P_PASS_CONV;
  pass.y[0] = partner (b, b->v, f->y[0]);
  pass.dy[0] = (P2pSlice){ -1, 0, 0 };
  g_array_append_val (b->tangent, pass);
}

static void
send_pad (Builder *b, const P2pPass *f)
{
  P2pPass pass = pass_like (f, P2P_PASS_PAD);
  pass.x = partner (b, b->v, f->x);
  pass.y[0] = partner (b, b->v, f->y[0]);
  g_array_append_val (b->tangent, pass);
}

static void
send_norm (Builder *b, const P2pPass *f)
{
  g_assert (f->n_outputs == 1 && f->add.buffer < 0);
  P2pPass pass = pass_like (f, P2P_PASS_NORM_TANGENT);
  pass.v = partner (b, b->v, f->x);
  pass.y[0] = partner (b, b->v, f->y[0]);
  pass.dy[0] = gradient_at (b, f->y[0]);
  if (f->norm != P2P_NORM_NONE)
    pass.dx = partner (b, b->second, f->x);
  g_array_append_val (b->tangent, pass);
}

/* Down through F. What comes from above is there unless no norm stands above. */
static void
send_back (Builder *b, const P2pPass *f)
{
  static const P2pPassKind reversed[] = { [P2P_PASS_PAD] = P2P_PASS_PAD_BACKWARD,
    [P2P_PASS_CONV] = P2P_PASS_CONV_DATA,
    [P2P_PASS_NORM] = P2P_PASS_NORM_BACKWARD };
  if (b->second[f->y[0].buffer] < 0)
    return;
  P2pPass pass = pass_like (f, P2P_PASS_CONV_WEIGHTS);
  pass.dy[0] = partner (b, b->second, f->y[0]);
  if (f->kind == P2P_PASS_CONV)
    g_array_append_val (b->tangent, pass);
  if (g_array_index (b->buffers, P2pBuffer, f->x.buffer).kind == P2P_BUFFER_INPUT)
    return; /* nobody asks for the picture's */
  pass.kind = reversed[f->kind];
  pass.accumulate = b->second[f->x.buffer] >= 0;
  pass.dx = partner (b, b->second, f->x);
  g_array_append_val (b->tangent, pass);
}

int
p2p_tangent_emit (GArray *buffers, const GArray *forward, const int *gradient, GArray *tangent)
{
  const guint n = buffers->len;
  g_autofree int *v = g_new (int, n), *second = g_new (int, n);
  Builder b = { buffers, tangent, gradient, v, second };
  const P2pPass *passes = (const P2pPass *) forward->data;
  for (guint i = 0; i < n; i++)
    v[i] = second[i] = -1;
  const int input = v[passes[0].x.buffer] = add_buffer (&b, P2P_BUFFER_V, passes[0].x.buffer);
  for (guint i = 0; i < forward->len; i++)
    if (passes[i].kind == P2P_PASS_CONV)
      send_conv (&b, &passes[i], i + 1 == forward->len);
    else if (passes[i].kind == P2P_PASS_NORM)
      send_norm (&b, &passes[i]);
    else
      send_pad (&b, &passes[i]);
  for (guint i = forward->len; i-- > 0;)
    send_back (&b, &passes[i]);
  return input;
}
