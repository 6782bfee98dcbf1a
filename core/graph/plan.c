/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "graph/plan.h"

#include <string.h>
#include "error.h"
#include "graph/params.h"
#include "graph/tangent.h"

/* What becomes known of one row while a plan is made. */
typedef struct
{
  P2pShape in, out; /* `out` is the convolution's: without concatenated channels */
  int x;            /* buffer that the row reads */
  P2pSlice target[P2P_MAX_OUTPUTS];
  P2pAct act[P2P_MAX_OUTPUTS];
  int n_targets;
} RowState;

typedef struct
{
  const GArray *rows;
  P2pPlanOptions options;
  GArray *buffers;                      /* P2pBuffer */
  GArray *forward, *backward, *tangent; /* P2pPass */
  RowState *state;
  P2pRowParams *params;
  int *gradient; /* by buffer: the buffer of its gradient, or -1 */
  int dy, dx, v;
} Builder;

static const P2pSlice no_slice = { -1, 0, 0 };

static const P2pRow *
row_at (const Builder *b, int i)
{
  return &g_array_index (b->rows, P2pRow, i);
}

static int
row_named (const Builder *b, const char *label)
{
  for (guint i = 0; i < b->rows->len; i++)
    if (g_str_equal (row_at (b, i)->label, label))
      return (int) i;
  g_error ("a row refers to \"%s\", which is not in the net", label);
}

int
p2p_conv_size (const P2pConv *conv, int size)
{
  if (conv->kind == P2P_CONV_T)
    return (size - 1) * conv->stride - 2 * conv->pad + conv->kernel + conv->out_pad;
  return size + 2 * conv->pad < conv->kernel
             ? 0
             : (size + 2 * conv->pad - conv->kernel) / conv->stride + 1;
}

static P2pConv
conv_of_row (const P2pRow *row)
{
  return (P2pConv){ row->kind, row->kernel, row->stride,
    row->pad_mode == P2P_PAD_REFLECT ? 0 : row->pad, row->out_pad };
}

static int
add_buffer (Builder *b, P2pBufferKind kind, P2pShape shape)
{
  const P2pBuffer buffer = { kind, shape, G_MAXINT, -1 };
  g_array_append_val (b->buffers, buffer);
  return (int) b->buffers->len - 1;
}

static P2pSlice
whole (const Builder *b, int buffer)
{
  return (P2pSlice){ buffer, 0, g_array_index (b->buffers, P2pBuffer, buffer).shape.c };
}

static gboolean
same_plane (const P2pShape *a, const P2pShape *b)
{
  return a->n == b->n && a->h == b->h && a->w == b->w;
}

/* Shapes row by row; refuses inputs that the net cannot take. */
static gboolean
infer_shapes (Builder *b, const P2pShape *input, GError **error)
{
  P2pShape shape = *input;
  for (guint i = 0; i < b->rows->len; i++) {
    const P2pRow *row = row_at (b, i);
    const P2pConv conv = conv_of_row (row);
    const int border = row->pad_mode == P2P_PAD_REFLECT ? row->pad : 0;
    RowState *s = &b->state[i];
    s->in = shape;
    s->out = (P2pShape){ shape.n, row->channels, p2p_conv_size (&conv, shape.h + 2 * border),
      p2p_conv_size (&conv, shape.w + 2 * border) };
    if (s->out.h < 1 || s->out.w < 1 || border >= shape.h || border >= shape.w) {
      g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
          "a picture of %dx%d is too small for this network (row %s would see %dx%d); use larger "
          "pictures",
          input->w, input->h, row->label, shape.w, shape.h);
      return FALSE;
    }
    shape = s->out;
    const char *other = *row->concat ? row->concat : row->add;
    if (*other) {
      const RowState *o = &b->state[row_named (b, other)];
      if (!same_plane (&o->out, &shape) || (*row->add && o->out.c != shape.c)) {
        g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
            "a picture of %dx%d does not suit this network (row %s gives %dx%d where %s gave "
            "%dx%d); use sides that are multiples of the network's step",
            input->w, input->h, row->label, shape.w, shape.h, other, o->out.w, o->out.h);
        return FALSE;
      }
    }
    if (*row->concat)
      shape.c += b->state[row_named (b, row->concat)].out.c;
  }
  return TRUE;
}

static P2pAct
compose (P2pAct first, P2pAct then)
{
  if (first == P2P_ACT_NONE || then == P2P_ACT_NONE)
    return first == P2P_ACT_NONE ? then : first;
  g_assert (first == P2P_ACT_RELU); /* what a ReLU lets through, a second one lets through */
  return P2P_ACT_RELU;
}

static void
add_target (Builder *b, int row, P2pSlice slice, P2pAct then)
{
  RowState *s = &b->state[row];
  g_assert (s->n_targets < P2P_MAX_OUTPUTS);
  s->target[s->n_targets] = slice;
  s->act[s->n_targets++] = compose (row_at (b, row)->post, then);
}

/* Every row reads one buffer; this lays them out and tells each row where its
 * value is wanted and behind which activation. */
static void
place_values (Builder *b, const P2pShape *input)
{
  const int n = (int) b->rows->len;
  b->state[0].x = add_buffer (b, P2P_BUFFER_INPUT, *input);
  for (int i = 1; i <= n; i++) {
    const P2pRow *above = row_at (b, i - 1);
    const gboolean last = i == n;
    const int skip = *above->concat ? row_named (b, above->concat) : -1;
    const int skip_c = skip < 0 ? 0 : b->state[skip].out.c;
    const P2pAct pre = last ? P2P_ACT_NONE : row_at (b, i)->pre;
    P2pShape shape = b->state[i - 1].out;
    shape.c += skip_c;
    const int buffer = add_buffer (b, last ? P2P_BUFFER_OUTPUT : P2P_BUFFER_VALUE, shape);
    if (!last)
      b->state[i].x = buffer;
    if (skip >= 0)
      add_target (b, skip, (P2pSlice){ buffer, 0, skip_c }, pre);
    add_target (b, i - 1, (P2pSlice){ buffer, skip_c, shape.c - skip_c }, pre);
  }
}

/* The slice that holds the value of row SOURCE itself, for a residual sum. */
static P2pSlice
value_of (const Builder *b, int source)
{
  const RowState *s = &b->state[source];
  for (int k = 0; k < s->n_targets; k++)
    if (s->act[k] == row_at (b, source)->post)
      return s->target[k];
  g_error ("row %s is added, but its value is nowhere kept", row_at (b, source)->label);
}

static P2pPass
pass_for (const Builder *b, P2pPassKind kind, int row)
{
  const P2pRowParams *p = &b->params[row];
  return (P2pPass){ .kind = kind,
    .row = row,
    .x = no_slice,
    .y = { no_slice, no_slice },
    .add = no_slice,
    .dx = no_slice,
    .dy = { no_slice, no_slice },
    .v = no_slice,
    .stats = -1,
    .conv = conv_of_row (row_at (b, row)),
    .w = p->w,
    .b = p->b,
    .gamma = p->gamma,
    .beta = p->beta,
    .running_mean = p->running_mean,
    .running_var = p->running_var };
}

static int
emit_pad (Builder *b, int i)
{
  const P2pRow *row = row_at (b, i);
  if (row->pad_mode != P2P_PAD_REFLECT || row->pad == 0)
    return b->state[i].x;
  P2pShape shape = b->state[i].in;
  shape.h += 2 * row->pad;
  shape.w += 2 * row->pad;
  P2pPass pass = pass_for (b, P2P_PASS_PAD, i);
  pass.pad = row->pad;
  pass.x = whole (b, b->state[i].x);
  pass.y[0] = whole (b, add_buffer (b, P2P_BUFFER_VALUE, shape));
  pass.n_outputs = 1;
  g_array_append_val (b->forward, pass);
  return pass.y[0].buffer;
}

/* Norm, dropout, activation and sum in one; what a convolution gives goes
 * straight to its reader where there is nothing of the kind. */
static gboolean
needs_norm_pass (const Builder *b, int i)
{
  const P2pRow *row = row_at (b, i);
  const RowState *s = &b->state[i];
  return row->norm != P2P_NORM_NONE || s->n_targets != 1 || s->act[0] != P2P_ACT_NONE
         || (row->dropout > 0 && b->options.dropout) || *row->add
         || s->target[0].c != whole (b, s->target[0].buffer).c;
}

static void
emit_norm (Builder *b, int i, int conv_output)
{
  const P2pRow *row = row_at (b, i);
  const RowState *s = &b->state[i];
  P2pPass pass = pass_for (b, P2P_PASS_NORM, i);
  pass.x = whole (b, conv_output);
  pass.n_outputs = s->n_targets;
  memcpy (pass.y, s->target, sizeof pass.y);
  memcpy (pass.act, s->act, sizeof pass.act);
  pass.norm = row->norm;
  pass.stats_of = b->options.train ? P2P_STATS_BATCH : b->options.norm_stats;
  if (row->norm != P2P_NORM_NONE) {
    const gboolean each = row->norm == P2P_NORM_INSTANCE || pass.stats_of == P2P_STATS_IMAGE;
    pass.stats =
        add_buffer (b, P2P_BUFFER_STATS, (P2pShape){ 2, each ? s->out.n : 1, s->out.c, 1 });
  }
  pass.dropout = b->options.dropout ? row->dropout : 0;
  pass.dropout_layer = (guint) i;
  if (*row->add)
    pass.add = value_of (b, row_named (b, row->add));
  g_array_append_val (b->forward, pass);
}

static void
emit_forward (Builder *b)
{
  for (int i = 0; i < (int) b->rows->len; i++) {
    P2pPass pass = pass_for (b, P2P_PASS_CONV, i);
    pass.x = whole (b, emit_pad (b, i));
    const gboolean norm = needs_norm_pass (b, i);
    pass.y[0] =
        norm ? whole (b, add_buffer (b, P2P_BUFFER_VALUE, b->state[i].out)) : b->state[i].target[0];
    pass.n_outputs = 1;
    g_array_append_val (b->forward, pass);
    if (norm)
      emit_norm (b, i, pass.y[0].buffer);
  }
}

static int
gradient_of (Builder *b, int buffer)
{
  if (b->gradient[buffer] < 0) {
    const P2pBuffer of = g_array_index (b->buffers, P2pBuffer, buffer);
    const P2pBufferKind kind = of.kind == P2P_BUFFER_INPUT    ? P2P_BUFFER_DX
                               : of.kind == P2P_BUFFER_OUTPUT ? P2P_BUFFER_DY
                                                              : P2P_BUFFER_GRADIENT;
    b->gradient[buffer] = add_buffer (b, kind, of.shape);
    if (kind == P2P_BUFFER_DX)
      b->dx = b->gradient[buffer];
    if (kind == P2P_BUFFER_DY)
      b->dy = b->gradient[buffer];
  }
  return b->gradient[buffer];
}

static P2pSlice
gradient_slice (Builder *b, P2pSlice slice)
{
  return (P2pSlice){ gradient_of (b, slice.buffer), slice.c0, slice.c };
}

/* The first writer of a gradient overwrites, later ones add to it. */
static void
append_backward (Builder *b, P2pPass *pass, gboolean *written)
{
  if (pass->dx.buffer >= 0) {
    pass->accumulate = written[pass->dx.buffer];
    written[pass->dx.buffer] = TRUE;
  }
  g_array_append_val (b->backward, *pass);
}

static void
reverse_norm (Builder *b, const P2pPass *f, gboolean *written)
{
  P2pPass pass = *f;
  pass.kind = P2P_PASS_NORM_BACKWARD;
  pass.wants = P2P_WANT_DX | P2P_WANT_DW;
  for (int k = 0; k < f->n_outputs; k++)
    pass.dy[k] = gradient_slice (b, f->y[k]);
  pass.dx = gradient_slice (b, f->x);
  if (f->add.buffer >= 0) {
    /* The gradient of a summand is that of the sum: one buffer for both, to which
     * the summand's other reader adds its share once this pass has read it. */
    g_assert (b->gradient[f->add.buffer] < 0 && f->act[0] == P2P_ACT_NONE);
    b->gradient[f->add.buffer] = pass.dy[0].buffer;
  }
  append_backward (b, &pass, written);
}

static void
reverse_conv (Builder *b, const P2pPass *f, gboolean *written)
{
  P2pPass pass = *f;
  pass.dy[0] = gradient_slice (b, f->y[0]);
  pass.kind = P2P_PASS_CONV_WEIGHTS;
  pass.wants = P2P_WANT_DW;
  append_backward (b, &pass, written);
  pass.kind = P2P_PASS_CONV_DATA;
  pass.wants = f->row == 0 ? P2P_WANT_DX : P2P_WANT_DX | P2P_WANT_DW;
  pass.dx = gradient_slice (b, f->x);
  append_backward (b, &pass, written);
}

static void
reverse_pad (Builder *b, const P2pPass *f, gboolean *written)
{
  P2pPass pass = *f;
  pass.kind = P2P_PASS_PAD_BACKWARD;
  pass.wants = f->row == 0 ? P2P_WANT_DX : P2P_WANT_DX | P2P_WANT_DW;
  pass.dy[0] = gradient_slice (b, f->y[0]);
  pass.dx = gradient_slice (b, f->x);
  append_backward (b, &pass, written);
}

static void
emit_backward (Builder *b)
{
  const guint n = b->buffers->len;
  b->gradient = g_new (int, n);
  for (guint i = 0; i < n; i++)
    b->gradient[i] = -1;
  g_autofree gboolean *written = g_new0 (gboolean, 2 * n);
  for (int i = (int) b->forward->len - 1; i >= 0; i--) {
    const P2pPass *f = &g_array_index (b->forward, P2pPass, i);
    if (f->kind == P2P_PASS_NORM)
      reverse_norm (b, f, written);
    else if (f->kind == P2P_PASS_CONV)
      reverse_conv (b, f, written);
    else
      reverse_pad (b, f, written);
  }
}

static void
touch (Builder *b, int buffer, int pass)
{
  if (buffer < 0)
    return;
  P2pBuffer *of = &g_array_index (b->buffers, P2pBuffer, buffer);
  of->first = MIN (of->first, pass);
  of->last = MAX (of->last, pass);
}

/* What a pass really reads or writes: a weight gradient does not touch y, the
 * gradient by x needs no x, a backward norm no y. */
static void
touch_pass (Builder *b, const P2pPass *p, int i)
{
  const gboolean forward = p->kind <= P2P_PASS_NORM;
  const gboolean tangent = p->kind == P2P_PASS_NORM_TANGENT;
  if (forward || tangent || p->kind == P2P_PASS_CONV_WEIGHTS || p->kind == P2P_PASS_NORM_BACKWARD)
    touch (b, p->x.buffer, i);
  for (int k = 0; k < p->n_outputs; k++) {
    if (forward || tangent)
      touch (b, p->y[k].buffer, i);
    if (!forward)
      touch (b, p->dy[k].buffer, i);
  }
  if (tangent)
    touch (b, p->v.buffer, i);
  if (forward)
    touch (b, p->add.buffer, i);
  touch (b, p->dx.buffer, i);
  touch (b, p->stats, i);
}

static void
find_lifetimes (Builder *b)
{
  const GArray *const lists[] = { b->forward, b->backward, b->tangent };
  int at = 0;
  for (guint l = 0; l < G_N_ELEMENTS (lists); l++)
    for (guint i = 0; i < lists[l]->len; i++)
      touch_pass (b, &g_array_index (lists[l], P2pPass, i), at++);
}

static P2pPlan *
finish (Builder *b, const P2pShape *input)
{
  P2pPlan *plan = g_new0 (P2pPlan, 1);
  plan->options = b->options;
  plan->input = *input;
  plan->x = b->state[0].x;
  plan->y = b->state[b->rows->len - 1].target[0].buffer;
  plan->output = g_array_index (b->buffers, P2pBuffer, plan->y).shape;
  plan->dx = b->dx;
  plan->dy = b->dy;
  plan->v = b->v;
  plan->n_forward = (int) b->forward->len;
  plan->n_backward = (int) b->backward->len;
  plan->n_tangent = (int) b->tangent->len;
  plan->n_buffers = (int) b->buffers->len;
  plan->forward = (P2pPass *) g_array_free (b->forward, FALSE);
  plan->backward = (P2pPass *) g_array_free (b->backward, FALSE);
  plan->tangent = (P2pPass *) g_array_free (b->tangent, FALSE);
  plan->buffers = (P2pBuffer *) g_array_free (b->buffers, FALSE);
  return plan;
}

P2pPlan *
p2p_plan_new (const GArray *rows, const P2pShape *input, const P2pPlanOptions *options,
    GError **error)
{
  g_return_val_if_fail (rows->len > 0 && input->n > 0 && input->c > 0, NULL);
  g_autofree RowState *state = g_new0 (RowState, rows->len);
  g_autofree P2pRowParams *by_row = p2p_params_index (rows);
  Builder b = { .rows = rows, .options = *options, .state = state, .dx = -1, .dy = -1, .v = -1 };
  if (!infer_shapes (&b, input, error)
      || (options->tangent && !p2p_tangent_suits (rows, options, error)))
    return NULL;
  b.params = by_row;
  b.buffers = g_array_new (FALSE, TRUE, sizeof (P2pBuffer));
  b.forward = g_array_new (FALSE, TRUE, sizeof (P2pPass));
  b.backward = g_array_new (FALSE, TRUE, sizeof (P2pPass));
  b.tangent = g_array_new (FALSE, TRUE, sizeof (P2pPass));
  place_values (&b, input);
  emit_forward (&b);
  if (options->train)
    emit_backward (&b);
  if (options->tangent)
    b.v = p2p_tangent_emit (b.buffers, b.forward, b.gradient, b.tangent);
  find_lifetimes (&b);
  g_free (b.gradient);
  return finish (&b, input);
}

void
p2p_plan_free (P2pPlan *plan)
{
  if (!plan)
    return;
  g_free (plan->forward);
  g_free (plan->backward);
  g_free (plan->tangent);
  g_free (plan->buffers);
  g_free (plan);
}

const char *
p2p_pass_name (P2pPassKind kind)
{
  static const char *const names[] = { "pad", "conv", "norm", "pad-backward", "conv-data",
    "conv-weights", "norm-backward", "norm-tangent" };
  return names[kind];
}

char *
p2p_plan_describe (const P2pPlan *plan)
{
  static const char *const places[] = { "input", "output", "dx", "dy", "v", "value", "gradient",
    "statistics" };
  GString *s = g_string_new (NULL);
  for (int i = 0; i < plan->n_buffers; i++) {
    const P2pBuffer *b = &plan->buffers[i];
    g_string_append_printf (s, "buffer %d: %s %dx%dx%dx%d, passes %d to %d\n", i, places[b->kind],
        b->shape.n, b->shape.c, b->shape.h, b->shape.w, b->first, b->last);
  }
  for (int i = 0; i < p2p_plan_n_passes (plan); i++) {
    const P2pPass *p = p2p_plan_pass (plan, i);
    const gboolean forward = p->kind <= P2P_PASS_NORM || p->kind == P2P_PASS_NORM_TANGENT;
    const P2pSlice *out = forward ? p->y : p->dy;
    g_string_append_printf (s, "pass %d: row %d %s x=%d", i, p->row, p2p_pass_name (p->kind),
        p->x.buffer);
    for (int k = 0; k < p->n_outputs; k++)
      g_string_append_printf (s, " %s=%d[%d+%d]", forward ? "y" : "dy", out[k].buffer, out[k].c0,
          out[k].c);
    if (p->dx.buffer >= 0)
      g_string_append_printf (s, " dx=%d%s", p->dx.buffer, p->accumulate ? " added" : "");
    g_string_append_c (s, '\n');
  }
  return g_string_free (s, FALSE);
}
