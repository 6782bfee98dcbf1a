/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* step --model NAME --net NAME --size N --batch N --threads N [--runs N] [--only infer|step]
 *      [--json]
 *
 * Milliseconds of one translation and of one training step on the cpu back-end,
 * medians, and where they go. C is the sum of the medians of exactly
 * the convolution primitives that are executed, A one Adam pass over all
 * parameters. Whole steps and steps taken apart alternate, primitive after
 * primitive in the order of the step, so that both find the same caches. */

#include <math.h>
#include <stdio.h>
#include <jpeglib.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include "backends/cpu/describe.h"
#include "data/dataset.h"
#include "data/picture.h"
#include "recipes/recipe.h"

typedef struct
{
  char *model, *net, *only;
  int size, batch, threads, runs, features;
  gboolean json;
} Settings;

/* One primitive of the step, with the time of each run. */
typedef struct
{
  P2pExec *exec;
  int index;
  P2pCpuKind kind;
  double *ms;
} Part;

typedef struct
{
  double whole, conv, norm, reorder, adam, start;
  long rss_mb;
} Result;

static double
now_ms (void)
{
  return (double) g_get_monotonic_time () / 1000;
}

static int
by_value (const void *a, const void *b)
{
  const double x = *(const double *) a, y = *(const double *) b;
  return (x > y) - (x < y);
}

static double
median (double *values, int n)
{
  qsort (values, (size_t) n, sizeof *values, by_value);
  return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

static long
resident_mb (void)
{
  struct rusage usage;
  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

static void
fill (float *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    values[i] = (float) sin ((double) i * 0.7 + (double) (i % 997));
}

/* The primitives that a forward (WANTS 0) or backward call executes. */
static void
add_parts (GArray *parts, P2pExec *exec, guint wants, gboolean accumulate, int runs)
{
  for (int i = 0; i < p2p_cpu_exec_n_primitives (exec); i++) {
    const P2pCpuPrimitive p = p2p_cpu_exec_primitive (exec, i);
    if (wants ? !(p.wants & wants) || (p.optional && !accumulate) : p.wants != 0)
      continue;
    const Part part = { exec, i, p.kind, g_new (double, runs) };
    g_array_append_val (parts, part);
  }
}

static void
run_parts (GArray *parts, int run)
{
  for (guint i = 0; i < parts->len; i++) {
    Part *p = &g_array_index (parts, Part, i);
    const double start = now_ms ();
    p2p_cpu_exec_run_primitive (p->exec, p->index);
    p->ms[run] = now_ms () - start;
  }
}

static void
sum_parts (GArray *parts, int runs, Result *r)
{
  for (guint i = 0; i < parts->len; i++) {
    Part *p = &g_array_index (parts, Part, i);
    const double ms = median (p->ms, runs);
    if (p->kind == P2P_CPU_CONV)
      r->conv += ms;
    else if (p->kind == P2P_CPU_REORDER)
      r->reorder += ms;
    else
      r->norm += ms;
    g_free (p->ms);
  }
  g_array_unref (parts);
}

static void
set_options (const Settings *s, P2pOptions *options)
{
  g_autoptr (GError) error = NULL;
  p2p_options_init (options, P2P_FOR_TRAIN);
  g_free (options->backend);
  options->backend = g_strdup ("cpu");
  g_free (options->model);
  options->model = g_strdup (s->model);
  if (s->net) {
    g_free (options->net_g);
    options->net_g = g_strdup (s->net);
  }
  options->threads = s->threads;
  options->ngf = options->ndf = s->features;
  if (!p2p_options_resolve (options, &error)) {
    fprintf (stderr, "step: %s\n", error->message);
    exit (error->code);
  }
}

static P2pJob *
new_job (const P2pOptions *options)
{
  g_autoptr (GError) error = NULL;
  P2pJob *job = p2p_job_new (options, &error);
  if (!job || !p2p_job_init (job, 1, &error)) {
    fprintf (stderr, "step: %s\n", error->message);
    exit (error->code);
  }
  return job;
}

static void
bench_step (const Settings *s, Result *r)
{
  g_auto (P2pOptions) options;
  g_autoptr (GError) error = NULL;
  const double start = now_ms ();
  set_options (s, &options);
  P2pJob *job = new_job (&options);
  if (!p2p_job_build (job, s->batch, s->size, s->size, &error)) {
    fprintf (stderr, "step: %s\n", error->message);
    exit (error->code);
  }
  const gsize n = 3 * (gsize) s->batch * (gsize) s->size * (gsize) s->size;
  g_autofree float *picture = g_new (float, n);
  fill (picture, n);
  p2p_job_upload (job, picture, picture);
  p2p_job_step (job, 1, 1, 2e-4);
  r->start = now_ms () - start;

  g_autofree double *whole = g_new (double, s->runs), *adam = g_new (double, s->runs);
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (Part));
  const P2pAdam update = { 2e-4f, 0.5f, 0.999f, 1e-8f, 2 };
  for (guint i = 0; i < job->program->len; i++) {
    const P2pOp *op = &g_array_index (job->program, P2pOp, i);
    if (op->kind == P2P_OP_FORWARD)
      add_parts (parts, op->exec, 0, FALSE, s->runs);
    else if (op->kind == P2P_OP_BACKWARD)
      add_parts (parts, op->exec, op->wants, op->accumulate, s->runs);
  }
  for (int run = 0; run < s->runs; run++) {
    double at = now_ms ();
    p2p_job_step (job, 1, (guint64) run + 2, 2e-4);
    whole[run] = now_ms () - at;
    run_parts (parts, run);
    at = now_ms ();
    for (int i = 0; i < job->n_nets; i++)
      job->device->backend->adam (job->nets[i].net->store, &update);
    adam[run] = now_ms () - at;
  }
  r->whole = median (whole, s->runs);
  r->adam = median (adam, s->runs);
  sum_parts (parts, s->runs, r);
  r->rss_mb = resident_mb ();
  p2p_job_free (job);
}

static void
bench_infer (const Settings *s, Result *r)
{
  g_autoptr (GError) error = NULL;
  const double start = now_ms ();
  g_auto (P2pOptions) o;
  set_options (s, &o);
  g_autoptr (P2pDevice) device = p2p_device_open ("cpu", s->threads, &error);
  P2pNetOptions options = { .input_nc = 3,
    .output_nc = 3,
    .features = s->features,
    .dropout = !o.no_dropout };
  const P2pShape shape = { s->batch, 3, s->size, s->size };
  const P2pPlanOptions plan = { .norm_stats = P2P_STATS_IMAGE };
  const P2pArch *arch = device && p2p_norm_parse (o.norm, &options.norm, &error)
                            ? p2p_arch_find (P2P_ROLE_GENERATOR, o.net_g, &error)
                            : NULL;
  g_autoptr (P2pNet) net = arch ? p2p_net_new (device, arch, &options, FALSE, &error) : NULL;
  g_autoptr (P2pExec) exec = net && p2p_net_init (net, "normal", 0.02f, 1, 0, &error)
                                 ? p2p_net_plan (net, &shape, &plan, &error)
                                 : NULL;
  if (!exec) {
    fprintf (stderr, "step: %s\n", error->message);
    exit (error->code);
  }
  const gsize n = p2p_shape_count (&shape);
  g_autofree float *picture = g_new (float, n);
  fill (picture, n);
  device->backend->upload (&exec->x, picture);
  device->backend->forward (exec);
  r->start = now_ms () - start;
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (Part));
  g_autofree double *whole = g_new (double, s->runs);
  add_parts (parts, exec, 0, FALSE, s->runs);
  for (int run = 0; run < s->runs; run++) {
    const double at = now_ms ();
    device->backend->forward (exec);
    whole[run] = now_ms () - at;
    run_parts (parts, run);
  }
  r->whole = median (whole, s->runs);
  sum_parts (parts, s->runs, r);
  r->rss_mb = resident_mb ();
}

/* A 2W x H JPEG of quality 90, as a data set has them. */
static unsigned char *
make_jpeg (int side, unsigned long *size)
{
  struct jpeg_compress_struct c;
  struct jpeg_error_mgr errors;
  unsigned char *bytes = NULL;
  g_autofree guint8 *row = g_new (guint8, 6 * side);
  c.err = jpeg_std_error (&errors);
  jpeg_create_compress (&c);
  jpeg_mem_dest (&c, &bytes, size);
  c.image_width = (JDIMENSION) (2 * side);
  c.image_height = (JDIMENSION) side;
  c.input_components = 3;
  c.in_color_space = JCS_RGB;
  jpeg_set_defaults (&c);
  jpeg_set_quality (&c, 90, TRUE);
  jpeg_start_compress (&c, TRUE);
  for (int y = 0; y < side; y++) {
    for (int x = 0; x < 6 * side; x++)
      row[x] = (guint8) (128 + 90 * sin (x * 0.02 * (1 + x % 3)) * cos (y * 0.05)
                         + (x * 7919 + y * 104729) % 23);
    JSAMPROW line = row;
    jpeg_write_scanlines (&c, &line, 1);
  }
  jpeg_finish_compress (&c);
  jpeg_destroy_compress (&c);
  return bytes;
}

/* One sample as the reference prepares it: decode, split, two bicubic resizes,
 * crop, flip, numbers. One thread. */
static double
bench_data (const Settings *s)
{
  unsigned long size = 0;
  unsigned char *jpeg = make_jpeg (s->size, &size);
  const int load = s->size * 286 / 256;
  g_auto (P2pPicture) resized = { 0 }, cut = { 0 };
  g_autofree float *planes = g_new (float, 3 * s->size * s->size);
  double ms[31];
  p2p_picture_alloc (&resized, P2P_FORMAT_RGB, load, load, 3, NULL);
  p2p_picture_alloc (&cut, P2P_FORMAT_RGB, s->size, s->size, 3, NULL);
  for (int run = 0; run < 31; run++) {
    g_auto (P2pPicture) pair = { 0 };
    const double at = now_ms ();
    p2p_picture_decode (jpeg, size, "bench", &p2p_read_rgb, &pair, NULL);
    for (int half = 0; half < 2; half++) {
      const P2pPicture side =
          p2p_picture_of_rgb (pair.data + 3 * half * s->size, pair.stride, s->size, s->size);
      p2p_picture_resize (&side, &resized, NULL);
      p2p_picture_crop_flip (&resized, run % 8, run % 5, run % 2, &cut);
      p2p_pixels_to_planes (cut.data, cut.stride, s->size, s->size, 3, planes);
    }
    ms[run] = now_ms () - at;
  }
  free (jpeg);
  return median (ms, 31);
}

static void
print_json (const Settings *s, const Result *infer, const Result *step, double data)
{
  printf ("{\"model\": \"%s\", \"net\": \"%s\", \"size\": %d, \"batch\": %d, \"threads\": %d, "
          "\"infer_ms\": %.3f, "
          "\"infer_conv_ms\": %.3f, \"step_ms\": %.3f, \"step_conv_ms\": %.3f, \"norm_ms\": %.3f, "
          "\"reorder_ms\": %.3f, \"adam_ms\": %.3f, \"data_ms\": %.3f, \"first_step_ms\": %.1f, "
          "\"rss_mb\": %ld}\n",
      s->model, s->net ? s->net : "default", s->size, s->batch, s->threads, infer->whole,
      infer->conv, step->whole, step->conv, step->norm, step->reorder, step->adam, data,
      step->start, MAX (step->rss_mb, infer->rss_mb));
}

static void
print_table (const Settings *s, const Result *infer, const Result *step, double data)
{
  printf ("%s, %s, %dx%d, batch %d, %d threads, medians of %d runs, ms\n", s->model,
      s->net ? s->net : "its network", s->size, s->size, s->batch, s->threads, s->runs);
  if (infer->whole > 0)
    printf ("  translate  %8.1f   C %8.1f  norm %6.1f  reorder %6.1f            = %.2f C   (%ld "
            "MB)\n",
        infer->whole, infer->conv, infer->norm, infer->reorder, infer->whole / infer->conv,
        infer->rss_mb);
  if (step->whole > 0)
    printf ("  train step %8.1f   C %8.1f  norm %6.1f  reorder %6.1f  A %6.1f  = %.2f C + A "
            "= %.2f (C + A)  (%ld MB)\n",
        step->whole, step->conv, step->norm, step->reorder, step->adam,
        (step->whole - step->adam) / step->conv, step->whole / (step->conv + step->adam),
        step->rss_mb);
  printf ("  data       %8.1f   one sample on one thread\n", data);
  if (step->whole > 0)
    printf ("  first step %8.1f   from nothing: networks, plans, one step\n", step->start);
}

int
main (int argc, char **argv)
{
  Settings s = { NULL, NULL, NULL, 256, 1, 2, 9, 64, FALSE };
  const GOptionEntry entries[] = { { "model", 0, 0, G_OPTION_ARG_STRING, &s.model,
                                       "what is trained; pix2pix", "NAME" },
    { "net", 0, 0, G_OPTION_ARG_STRING, &s.net, "generator", "NAME" },
    { "size", 0, 0, G_OPTION_ARG_INT, &s.size, "side of the pictures", "N" },
    { "batch", 0, 0, G_OPTION_ARG_INT, &s.batch, "pictures per step", "N" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &s.threads, "compute threads", "N" },
    { "features", 0, 0, G_OPTION_ARG_INT, &s.features, "ngf and ndf", "N" },
    { "runs", 0, 0, G_OPTION_ARG_INT, &s.runs, "measured runs", "N" },
    { "only", 0, 0, G_OPTION_ARG_STRING, &s.only, "infer or step", "WHAT" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &s.json, "one JSON object", NULL }, { NULL } };
  g_autoptr (GError) error = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || s.runs < 1 || s.size < 1) {
    fprintf (stderr, "step: %s\n", error ? error->message : "sizes and runs start at 1");
    return 64;
  }
  s.model = s.model ? s.model : g_strdup ("pix2pix");
  Result infer = { 0 }, step = { 0 };
  if (g_strcmp0 (s.only, "step") != 0)
    bench_infer (&s, &infer);
  if (g_strcmp0 (s.only, "infer") != 0)
    bench_step (&s, &step);
  (s.json ? print_json : print_table) (&s, &infer, &step, bench_data (&s));
  return 0;
}
