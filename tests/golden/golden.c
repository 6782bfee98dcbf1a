/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* golden [--backend NAME] [--threads N] FOLDER...
 *
 * Claim: training steps equal those of the PyTorch reference. For each folder
 * (see case.h) prints a line per step and tensor and exits 0 when all bounds
 * hold, 1 when one does not.
 *
 *   step 0 from init_*: visuals <= 1e-5 (rec_* 2e-5), losses <= 1e-5 max (|ref|, 0.1),
 *     gradients <= 1e-4 of the tensor's maximum where that is >= 1e-4 of the network's, else
 *     <= 1e-5 of the network's maximum
 *   step 1 restarted from step1_* with the moments that grads_* imply: visuals, losses
 *   steps 1 .. free-running: the same; in chaotic cases visuals <= 0.1, losses <= 5 %
 *   weights after the first and the last step: none off by more than 2 lr steps, and unless
 *     chaotic at most 0.05 % of them off by more than 2e-5; num_batches_tracked exact
 * A bias in front of an instance norm has a gradient of zero and moves by the
 * noise of whoever computes it: left out.
 *
 * Which pictures a full image pool returns depends on the reference's draws, which are not
 * in the folder: pool_size is 0 or at least the number of all pictures.
 *
 * Where an activation's input is within rounding of zero, its slope is decided by
 * rounding, and with it all gradients behind: no two float32 programs need agree there.
 * So a run that misses is repeated with each weight left alone or moved to one of the two
 * neighbouring float32 numbers, at random, up to NUDGES times: the bounds must hold for one
 * of these, and the last line says so. What is really wrong is wrong in all of them. */

#include <math.h>
#include <stdio.h>
#include <string.h>
#include "case.h"
#include "model/model.h"

#define NUDGES 12
#define ROUNDING 1e-7 /* of a weight of about 1 */

typedef struct
{
  GoldenCase *golden;
  P2pJob *job;
  int nudge; /* 0: the weights as they are */
  const char *backend;
  int threads; /* as opened */
  gboolean failed;
  GString *lines;
} Run;

static void
check (Run *r, const char *when, const char *what, double off, double bound)
{
  const gboolean ok = off <= bound;
  g_string_append_printf (r->lines, "%-10s %-52s off by %.3g of %.3g  %s\n", when, what, off, bound,
      ok ? "ok" : "FAILED");
  r->failed = r->failed || !ok;
}

static double
largest (const float *x, gsize n)
{
  double max = 0;
  for (gsize i = 0; i < n; i++)
    max = MAX (max, fabs ((double) x[i]));
  return max;
}

/* Not a number counts as infinitely far off. */
static double
largest_difference (const float *x, const float *y, gsize n)
{
  double max = 0;
  for (gsize i = 0; i < n; i++) {
    const double d = fabs ((double) x[i] - y[i]);
    max = isnan (d) ? INFINITY : MAX (max, d);
  }
  return max;
}

static gboolean
is_noise (const P2pNet *net, const P2pParam *p)
{
  return p->kind == P2P_PARAM_BIAS
         && g_array_index (net->rows, P2pRow, p->row).norm == P2P_NORM_INSTANCE;
}

static float *
read_part (const P2pNet *net, P2pStorePart part, guint i)
{
  float *values = g_new (float, net->params->list[i].count);
  net->store->device->backend->store_read (net->store, part, i, values);
  return values;
}

static void
nudge_weights (const P2pNet *net, guint64 seed, guint64 salt)
{
  P2pRng rng;
  p2p_rng_init (&rng, seed, P2P_RNG_TEST, salt);
  for (guint i = 0; i < net->params->n; i++) {
    if (!net->params->list[i].trainable)
      continue;
    g_autofree float *values = read_part (net, P2P_STORE_VALUE, i);
    for (gsize k = 0; k < net->params->list[i].count; k++) {
      const guint32 way = p2p_rng_below (&rng, 3);
      if (way < 2)
        values[k] = nextafterf (values[k], way ? INFINITY : -INFINITY);
    }
    net->store->device->backend->store_write (net->store, P2P_STORE_VALUE, i, values);
  }
}

static gboolean
load_nets (Run *r, const char *kind, GError **error)
{
  for (int i = 0; i < r->job->n_nets; i++) {
    g_autoptr (P2pSafetensors) file =
        golden_case_file (r->golden, kind, r->job->nets[i].name, error);
    if (!file || !p2p_model_fill (file, r->job->nets[i].net, P2P_STORE_VALUE, "", error))
      return FALSE;
    if (r->nudge)
      nudge_weights (r->job->nets[i].net, (guint64) r->nudge, (guint64) i);
  }
  return TRUE;
}

/* Adam's moments after the first step, from its gradients (GRADS) or zero. */
static gboolean
set_moments (Run *r, gboolean grads, GError **error)
{
  const float b1 = (float) r->golden->options.beta1, b2 = 0.999f;
  for (int n = 0; n < r->job->n_nets; n++) {
    const P2pNet *net = r->job->nets[n].net;
    g_autoptr (P2pSafetensors) file =
        golden_case_file (r->golden, "grads", r->job->nets[n].name, error);
    if (!file)
      return FALSE;
    for (guint i = 0; i < net->params->n; i++) {
      const P2pParam *p = &net->params->list[i];
      if (!p->trainable)
        continue;
      g_autofree float *g = g_new0 (float, p->count), *v = g_new0 (float, p->count);
      if (grads && !p2p_safetensors_floats (file, p->name, p->count, g, error))
        return FALSE;
      for (gsize k = 0; k < p->count; k++) {
        v[k] = (1 - b2) * g[k] * g[k];
        g[k] *= 1 - b1;
      }
      net->store->device->backend->store_write (net->store, P2P_STORE_M, i, g);
      net->store->device->backend->store_write (net->store, P2P_STORE_V, i, v);
    }
  }
  return TRUE;
}

static void
run_step (Run *r, int step)
{
  const P2pOptions *o = &r->golden->options;
  const gsize plane = (gsize) o->batch_size * (gsize) r->golden->h * (gsize) r->golden->w;
  const gboolean forth = g_str_equal (o->direction, "AtoB");
  p2p_job_upload (r->job,
      r->golden->a + (gsize) step * plane * (forth ? o->input_nc : o->output_nc),
      r->golden->b + (gsize) step * plane * (forth ? o->output_nc : o->input_nc));
  p2p_job_step (r->job, 0, (guint64) step + 1, o->lr);
}

static void
check_losses (Run *r, const char *when, int step, gboolean loose)
{
  float values[P2P_MAX_LOSSES];
  const char *const *names = r->job->recipe->losses;
  GHashTable *expected = g_ptr_array_index (r->golden->losses, step);
  p2p_job_losses (r->job, values);
  for (int i = 0; names[i]; i++) {
    const double *ref = g_hash_table_lookup (expected, names[i]);
    if (ref)
      check (r, when, names[i], fabs (values[i] - *ref),
          (loose ? 0.05 : 1e-5) * MAX (fabs (*ref), 0.1));
    else
      check (r, when, names[i], INFINITY, 0);
  }
}

/* A visual's tensor under the name that the run's files have for it: a colour picture (of
 * lightness and chroma, "fake_B_rgb") stands there as its chroma, "fake_B". */
static const P2pTensor *
tensor_of (const P2pViewTensor *v, int step, char **name)
{
  const gsize length = strlen (v->name) - (v->chroma ? strlen ("_rgb") : 0);
  *name = g_strdup_printf ("%.*s_%d", (int) length, v->name, step);
  return v->chroma ? v->chroma : v->tensor;
}

static gboolean
check_visuals (Run *r, const char *when, int step, gboolean loose, GError **error)
{
  for (int i = 0; i < r->job->n_shown; i++) {
    g_autofree char *name = NULL;
    const P2pTensor *tensor = tensor_of (&r->job->shown[i], step, &name);
    const gsize count = p2p_shape_count (&tensor->shape);
    g_autofree float *ours = g_new (float, count), *theirs = g_new (float, count);
    if (!p2p_safetensors_floats (r->golden->out, name, count, theirs, error))
      return FALSE;
    tensor->device->backend->download (tensor, ours);
    check (r, when, name, largest_difference (ours, theirs, count),
        loose                            ? 0.1
        : g_str_has_prefix (name, "rec") ? 2e-5
                                         : 1e-5);
  }
  return TRUE;
}

static double
network_maximum (const P2pSafetensors *file)
{
  double max = 0;
  for (guint i = 0; i < p2p_safetensors_n (file); i++) {
    const P2pTensorInfo *info = p2p_safetensors_at (file, i);
    g_autofree float *x = g_new (float, info->count);
    if (p2p_safetensors_floats (file, info->name, info->count, x, NULL))
      max = MAX (max, largest (x, info->count));
  }
  return max;
}

static gboolean
check_gradients (Run *r, const P2pJobNet *job_net, GError **error)
{
  const P2pNet *net = job_net->net;
  g_autoptr (P2pSafetensors) file = golden_case_file (r->golden, "grads", job_net->name, error);
  if (!file)
    return FALSE;
  const double whole = network_maximum (file);
  for (guint i = 0; i < net->params->n; i++) {
    const P2pParam *p = &net->params->list[i];
    if (!p->trainable || is_noise (net, p))
      continue;
    g_autofree float *theirs = g_new (float, p->count);
    g_autofree float *ours = read_part (net, P2P_STORE_GRADIENT, i);
    g_autofree char *name = g_strdup_printf ("%s gradient %s", job_net->name, p->name);
    if (!p2p_safetensors_floats (file, p->name, p->count, theirs, error))
      return FALSE;
    const double max = largest (theirs, p->count);
    check (r, "step 0", name, largest_difference (ours, theirs, p->count),
        max >= 1e-4 * whole ? 1e-4 * max : 1e-5 * whole);
  }
  return TRUE;
}

static gboolean
check_weights (Run *r, const P2pJobNet *job_net, const char *kind, int steps, GError **error)
{
  const P2pNet *net = job_net->net;
  gsize n = 0, far = 0;
  double worst = 0;
  g_autoptr (P2pSafetensors) file = golden_case_file (r->golden, kind, job_net->name, error);
  if (!file)
    return FALSE;
  for (guint i = 0; i < net->params->n; i++) {
    const P2pParam *p = &net->params->list[i];
    g_autofree float *theirs = g_new (float, p->count);
    g_autofree float *ours = read_part (net, P2P_STORE_VALUE, i);
    if (!p2p_safetensors_floats (file, p->name, p->count, theirs, error))
      return FALSE;
    if (is_noise (net, p))
      continue;
    if (!p->trainable) {
      g_autofree char *name = g_strdup_printf ("%s %s", job_net->name, p->name);
      check (r, kind, name, largest_difference (ours, theirs, p->count),
          (r->golden->chaotic ? 1e-2 : 1e-4) * MAX (largest (theirs, p->count), 0.1));
      continue;
    }
    n += p->count;
    worst = MAX (worst, largest_difference (ours, theirs, p->count));
    for (gsize k = 0; k < p->count; k++)
      far += !(fabs ((double) ours[k] - theirs[k]) <= 2e-5);
  }
  g_autofree char *name = g_strdup_printf ("%s weights, the worst", job_net->name);
  check (r, kind, name, worst, 2 * r->golden->options.lr * steps + ROUNDING);
  g_autofree char *share =
      g_strdup_printf ("%s weights, share off by more than 2e-5", job_net->name);
  if (!r->golden->chaotic)
    check (r, kind, share, (double) far / (double) n, 0.0005);
  return TRUE;
}

static gboolean
check_batches (Run *r, const P2pJobNet *job_net, const char *kind, GError **error)
{
  g_autoptr (P2pSafetensors) file = golden_case_file (r->golden, kind, job_net->name, error);
  for (guint i = 0; file && i < p2p_safetensors_n (file); i++) {
    const P2pTensorInfo *info = p2p_safetensors_at (file, i);
    gint64 batches;
    if (!g_str_has_suffix (info->name, "num_batches_tracked"))
      continue;
    memcpy (&batches, info->data, sizeof batches);
    g_autofree char *name = g_strdup_printf ("%s %s", job_net->name, info->name);
    check (r, kind, name, (double) ABS (batches - job_net->net->batches), 0);
  }
  return file != NULL;
}

static gboolean
check_nets (Run *r, const char *kind, int steps, GError **error)
{
  for (int i = 0; i < r->job->n_nets; i++)
    if (!check_weights (r, &r->job->nets[i], kind, steps, error)
        || !check_batches (r, &r->job->nets[i], kind, error))
      return FALSE;
  return TRUE;
}

static gboolean
free_run (Run *r, GError **error)
{
  if (!load_nets (r, "init", error) || !set_moments (r, FALSE, error))
    return FALSE;
  for (int step = 0; step < r->golden->steps; step++) {
    g_autofree char *when = g_strdup_printf ("step %d", step);
    const gboolean loose = r->golden->chaotic && step > 0;
    run_step (r, step);
    check_losses (r, when, step, loose);
    if (!check_visuals (r, when, step, loose, error))
      return FALSE;
    for (int i = 0; step == 0 && i < r->job->n_nets; i++)
      if (!check_gradients (r, &r->job->nets[i], error))
        return FALSE;
    if (step == 0 && !check_nets (r, "step1", 1, error))
      return FALSE;
  }
  return check_nets (r, "final", r->golden->steps, error);
}

static gboolean
restarted_run (Run *r, GError **error)
{
  if (r->golden->steps < 2)
    return TRUE;
  if (!load_nets (r, "step1", error) || !set_moments (r, TRUE, error))
    return FALSE;
  run_step (r, 1);
  check_losses (r, "restart 1", 1, FALSE);
  return check_visuals (r, "restart 1", 1, FALSE, error);
}

/* One of the runs, from a job that remembers nothing. */
static gboolean
attempt (Run *r, gboolean (*run) (Run *, GError **), GError **error)
{
  const GoldenCase *g = r->golden;
  g_autoptr (P2pJob) job = p2p_job_new (&g->options, error);
  r->job = job;
  r->failed = FALSE;
  g_string_truncate (r->lines, 0);
  if (!job)
    return FALSE;
  r->backend = job->device->backend->name;
  r->threads = job->device->threads;
  return p2p_job_build (job, g->options.batch_size, g->h, g->w, error) && run (r, error);
}

/* TRUE if the bounds hold. */
static gboolean
hold (Run *r, gboolean (*run) (Run *, GError **), GError **error)
{
  g_autofree char *first = NULL;
  for (r->nudge = 0; r->nudge <= NUDGES; r->nudge++) {
    if (!attempt (r, run, error))
      return FALSE;
    if (!r->failed)
      break;
    if (!first)
      first = g_strdup (r->lines->str);
  }
  printf ("%s", r->failed ? first : r->lines->str);
  if (!r->failed && r->nudge)
    printf ("(an activation on the edge: holds for weights within one rounding, attempt %d)\n",
        r->nudge);
  return !r->failed;
}

static int
run_folder (const char *folder, const char *backend, int threads)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GoldenCase) golden = golden_case_load (folder, backend, threads, &error);
  g_autoptr (GString) lines = g_string_new (NULL);
  Run r = { .golden = golden, .lines = lines };
  printf ("== %s\n", folder);
  gboolean ok = golden && hold (&r, free_run, &error);
  ok = golden && !error && hold (&r, restarted_run, &error) && ok;
  if (error)
    printf ("%s: %s\n", folder, error->message);
  else
    printf ("%s: %s on %s, %d threads\n", folder, ok ? "ok" : "FAILED", r.backend, r.threads);
  return error || !ok;
}

int
main (int argc, char **argv)
{
  g_autofree char *backend = g_strdup ("auto");
  int threads = 0, status = 0;
  const GOptionEntry entries[] = { { "backend", 0, 0, G_OPTION_ARG_STRING, &backend,
                                       "back-end to check", "NAME" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &threads, "compute threads", "N" }, { NULL } };
  g_autoptr (GError) error = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new ("FOLDER...");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc < 2) {
    fprintf (stderr, "golden: %s\n", error ? error->message : "name at least one folder");
    return P2P_ERROR_USAGE;
  }
  for (int i = 1; i < argc; i++)
    status |= run_folder (argv[i], backend, threads);
  return status;
}
