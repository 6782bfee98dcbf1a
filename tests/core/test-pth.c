/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claims: every network, with every norm, with dropout or without, is saved as .pth
 * with exactly the reference's keys and read back bit for bit, and what it is is found
 * out from the file alone; files that PyTorch made are read, in both layouts, in other
 * precisions, strided, as parts of one storage, with the keys of older versions; a file
 * that is not quite one of ours is refused with the tensor that differs. */

#include "error.h"
#include "model/recognise.h"
#include "io/dtypes.h"
#include "model/model.h"
#include "pth-maker.h"

#include <glib/gstdio.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static char *folder;
static P2pDevice *device;

static P2pNet *
make_net (const P2pArch *arch, const P2pNetOptions *options)
{
  g_autoptr (GError) error = NULL;
  P2pNet *net = p2p_net_new (device, arch, options, FALSE, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < net->params->n; i++) {
    const gsize count = net->params->list[i].count;
    g_autofree float *values = g_new (float, count);
    for (gsize k = 0; k < count; k++)
      values[k] = (float) (1000 * i + k % 997) / 1024;
    device->backend->store_write (net->store, P2P_STORE_VALUE, i, values);
  }
  net->batches = p2p_net_has_batch_norm (net) ? 123456789012345 : 0;
  return net;
}

static void
assert_same_nets (const P2pNet *a, const P2pNet *b)
{
  g_assert_cmpuint (a->params->n, ==, b->params->n);
  for (guint i = 0; i < a->params->n; i++) {
    const P2pParam *p = &a->params->list[i];
    g_autofree float *x = g_new (float, p->count), *y = g_new (float, p->count);
    g_assert_cmpstr (p->name, ==, b->params->list[i].name);
    g_assert_cmpuint (p->count, ==, b->params->list[i].count);
    device->backend->store_read (a->store, P2P_STORE_VALUE, i, x);
    device->backend->store_read (b->store, P2P_STORE_VALUE, i, y);
    g_assert_cmpmem (x, p->count * sizeof (float), y, p->count * sizeof (float));
  }
  g_assert_cmpint (a->batches, ==, b->batches);
}

/* Whether the parameters of ARCH are others with dropout than without. */
static gboolean
shows_dropout (const P2pArch *arch, P2pNetOptions options)
{
  P2pParams *params[2];
  gboolean same;
  for (int dropout = 0; dropout < 2; dropout++) {
    g_autoptr (GArray) rows = g_array_new (FALSE, TRUE, sizeof (P2pRow));
    options.dropout = dropout;
    arch->emit (rows, &options);
    params[dropout] = p2p_params_describe (rows, options.input_nc);
  }
  same = params[0]->n == params[1]->n;
  for (guint i = 0; same && i < params[0]->n; i++)
    same = g_str_equal (params[0]->list[i].name, params[1]->list[i].name);
  p2p_params_free (params[0]);
  p2p_params_free (params[1]);
  return !same;
}

/* What a file can show of OPTIONS; what it cannot show is taken for TRUE. */
static void
assert_inferred (const P2pModelInfo *info, const P2pArch *arch, const P2pNetOptions *options)
{
  g_assert_true (info->arch == arch);
  g_assert_cmpint (info->options.norm, ==, options->norm);
  g_assert_cmpint (info->options.features, ==, options->features);
  g_assert_cmpint (info->options.input_nc, ==, options->input_nc);
  if (arch->role == P2P_ROLE_GENERATOR) {
    g_assert_cmpint (info->options.output_nc, ==, options->output_nc);
    g_assert_cmpint (info->options.dropout, ==,
        options->dropout || !shows_dropout (arch, *options));
  } else if (g_str_equal (arch->name, "n_layers")) {
    g_assert_cmpint (info->options.layers, ==, options->layers);
  }
}

/* Saves as PATH, finds out what it is, loads, compares. */
static void
check_round_trip (const P2pArch *arch, const P2pNetOptions *options, const char *leaf)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, leaf, NULL);
  g_auto (P2pModelInfo) info = { 0 };
  P2pNet *net = make_net (arch, options);
  g_assert_true (p2p_model_save_as (net, path, NULL, &error));
  g_assert_true (p2p_model_info (path, NULL, &info, &error));
  g_assert_no_error (error);
  assert_inferred (&info, arch, options);
  P2pNet *loaded = p2p_model_load (device, path, NULL, &error);
  g_assert_no_error (error);
  assert_same_nets (net, loaded);
  p2p_net_free (net);
  p2p_net_free (loaded);
  g_unlink (path);
}

static void
test_all_networks (void)
{
  guint checked = 0;
  for (int role = P2P_ROLE_GENERATOR; role <= P2P_ROLE_DISCRIMINATOR; role++) {
    g_autofree const P2pArch **archs = p2p_archs ((P2pRole) role);
    for (guint i = 0; archs[i]; i++)
      for (int norm = P2P_NORM_NONE; norm <= P2P_NORM_INSTANCE; norm++)
        for (int dropout = 0; dropout <= 1; dropout++)
          for (int layers = 0; layers <= 8; layers++) {
            const P2pNetOptions options = { 3, 1, 2, layers, (P2pNorm) norm, dropout };
            const gboolean several = g_str_equal (archs[i]->name, "n_layers");
            if ((!several && layers != 3) || (several && layers == 3))
              continue; /* n_layers of 3 is basic, and is called that */
            check_round_trip (archs[i], &options, "5_net_G_A.pth");
            checked++;
          }
  }
  g_test_message ("%u networks", checked);
  g_assert_cmpuint (checked, >=, 8 * 6);
}

/* ---- against the reference's list of keys ---- */

/* "## unet_256 batch dropout=True params ..." or "## n_layers=2 D batch in=3 params ..." */
static const P2pArch *
parse_heading (const char *text, P2pNetOptions *o)
{
  char arch[32], norm[16], word[32] = "";
  g_autofree char *heading = g_strndup (text, strcspn (text, "\n"));
  const gboolean d = strstr (heading, " D ") != NULL;
  *o = (P2pNetOptions){ .input_nc = 3, .output_nc = 3, .features = 2, .layers = 3 };
  if (d)
    g_assert_cmpint (sscanf (heading, "## %31s D %15s in=%d", arch, norm, &o->input_nc), ==, 3);
  else
    g_assert_cmpint (sscanf (heading, "## %31s %15s dropout=%31s", arch, norm, word), ==, 3);
  o->dropout = g_str_equal (word, "True");
  if (g_str_has_prefix (arch, "n_layers=")) {
    o->layers = atoi (arch + strlen ("n_layers="));
    arch[strlen ("n_layers")] = '\0';
  }
  g_assert_true (p2p_norm_parse (norm, &o->norm, NULL));
  return p2p_arch_find (d ? P2P_ROLE_DISCRIMINATOR : P2P_ROLE_GENERATOR, arch, NULL);
}

/* The keys below a heading, in order, against those of the file. */
static char *
assert_keys (char *line, const P2pStateDict *dict)
{
  guint n = 0;
  while (line && g_str_has_prefix (line, "   ")) {
    char name[256], type[16];
    const char *shape = strchr (line, '[');
    const P2pTensorInfo *info = p2p_state_dict_at (dict, n++);
    int rank = shape[1] != ']';
    g_assert_cmpint (sscanf (line, " %255s", name), ==, 1);
    for (const char *c = shape; *c != ']'; c++)
      rank += *c == ',';
    g_assert_cmpint (sscanf (strchr (shape, ']'), "] %15s", type), ==, 1);
    g_assert_nonnull (info);
    g_assert_cmpstr (info->name, ==, name);
    g_assert_cmpint (info->rank, ==, rank);
    g_assert_cmpint (info->dtype, ==, g_str_equal (type, "int64") ? P2P_DTYPE_I64 : P2P_DTYPE_F32);
    line = strchr (line, '\n');
    line = line ? line + 1 : NULL;
  }
  g_assert_cmpuint (p2p_state_dict_n (dict), ==, n);
  return line;
}

static void
test_keys (void)
{
  g_autofree char *list = g_test_build_filename (G_TEST_DIST, "data", "state-dict-keys.txt", NULL);
  g_autofree char *path = g_build_filename (folder, "latest_net_G.pth", NULL);
  g_autofree char *text = NULL;
  guint checked = 0;
  g_assert_true (g_file_get_contents (list, &text, NULL, NULL));
  for (char *line = text; line && g_str_has_prefix (line, "## "); checked++) {
    g_autoptr (GError) error = NULL;
    P2pNetOptions options;
    const P2pArch *arch = parse_heading (line, &options);
    P2pNet *net = make_net (arch, &options);
    g_assert_true (p2p_model_save_pth (net, path, &error));
    g_autoptr (P2pStateDict) dict = p2p_state_dict_open (path, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (p2p_state_dict_format (dict), ==, "pth");
    line = assert_keys (strchr (line, '\n') + 1, dict);
    p2p_net_free (net);
  }
  g_assert_cmpuint (checked, >=, 39);
  g_unlink (path);
}

/* PyTorch maps the data, so each piece must begin at a multiple of 64. */
static void
test_layout (void)
{
  const P2pNetOptions options = { 3, 3, 2, 2, P2P_NORM_BATCH, FALSE };
  g_autofree char *path = g_build_filename (folder, "7_net_D.pth", NULL), *bytes = NULL;
  P2pNet *net = make_net (p2p_arch_find (P2P_ROLE_DISCRIMINATOR, "n_layers", NULL), &options);
  gsize size;
  guint entries = 0;
  g_assert_true (p2p_model_save_pth (net, path, NULL));
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  for (gsize at = 0; at + 46 < size; at++) {
    guint16 name, extra, method;
    if (memcmp (bytes + at, "PK\3\4", 4) != 0)
      continue;
    memcpy (&method, bytes + at + 8, 2);
    memcpy (&name, bytes + at + 26, 2);
    memcpy (&extra, bytes + at + 28, 2);
    g_assert_cmpuint (method, ==, 0);
    g_assert_cmpuint ((at + 30u + name + extra) % 64, ==, 0);
    g_assert_true (memcmp (bytes + at + 30, "7_net_D/", 8) == 0);
    entries++;
  }
  g_assert_cmpuint (entries, ==, net->params->n + 2 /* counters */ + 3);
  p2p_net_free (net);
  g_unlink (path);
}

/* ---- files that PyTorch made (tests/data/make-pth.py) ---- */

static const struct
{
  const char *file, *format, *arch;
  P2pRole role;
  P2pNetOptions options;
  gboolean views;
} fixtures[] = {
  { "resnet6_zip.pth", "pth", "resnet_6blocks", P2P_ROLE_GENERATOR,
      { 1, 2, 1, 3, P2P_NORM_INSTANCE, FALSE }, FALSE },
  { "resnet6_legacy.pth", "pth-legacy", "resnet_6blocks", P2P_ROLE_GENERATOR,
      { 1, 2, 1, 3, P2P_NORM_INSTANCE, FALSE }, FALSE },
  { "patches_half_zip.pth", "pth", "n_layers", P2P_ROLE_DISCRIMINATOR,
      { 3, 1, 2, 1, P2P_NORM_BATCH, FALSE }, FALSE },
  { "patches_views_legacy.pth", "pth-legacy", "n_layers", P2P_ROLE_DISCRIMINATOR,
      { 3, 1, 2, 2, P2P_NORM_INSTANCE, FALSE }, TRUE },
  { "patches_views_zip.pth", "pth", "n_layers", P2P_ROLE_DISCRIMINATOR,
      { 3, 1, 2, 2, P2P_NORM_INSTANCE, FALSE }, TRUE },
};

static guint
position_of (const P2pStateDict *dict, const char *name)
{
  guint i = 0;
  while (!g_str_equal (p2p_state_dict_at (dict, i)->name, name))
    i++;
  return i;
}

static void
test_fixtures (void)
{
  for (guint f = 0; f < G_N_ELEMENTS (fixtures); f++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *path =
        g_test_build_filename (G_TEST_DIST, "data", "pth", fixtures[f].file, NULL);
    g_auto (P2pModelInfo) info = { 0 };
    g_autoptr (P2pStateDict) dict = p2p_model_open (path, NULL, &info, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (info.format, ==, fixtures[f].format);
    g_assert_true (info.inferred);
    assert_inferred (&info, p2p_arch_find (fixtures[f].role, fixtures[f].arch, NULL),
        &fixtures[f].options);
    g_assert_cmpstr (info.model, ==, f < 2 ? "colorization" : NULL);
    P2pNet *net = p2p_model_load (device, path, NULL, &error);
    g_assert_no_error (error);
    for (guint i = 0; i < net->params->n; i++) {
      const P2pParam *p = &net->params->list[i];
      const guint at = position_of (dict, p->name);
      g_autofree float *values = g_new (float, p->count);
      device->backend->store_read (net->store, P2P_STORE_VALUE, i, values);
      for (gsize j = 0; j < p->count; j++)
        g_assert_cmpfloat (values[j], ==, (float) ((int) ((37 * at + j) % 251) - 125) / 64);
    }
    g_assert_cmpint (net->batches, ==, fixtures[f].options.norm == P2P_NORM_BATCH ? 1234 : 0);
    p2p_net_free (net);
  }
}

/* A storage of 0, 1, 2, 3, of which an old file means the part from 1 on; there a
 * column of two, two apart. */
static void
test_old_view (void)
{
  static const char file[] =
      LEGACY_HEAD DICT (NAME_A TENSOR_OF (OLD_STORAGE ("K\4", "(" TEXT ("\1", "9") "K\1K\3t"),
          "K\0", "K\2K\1\206", "K\2K\1\206")) LEGACY_KEYS COUNT4 NUMBERS4;
  g_autoptr (GError) error = NULL;
  g_autoptr (P2pStateDict) dict = p2p_state_dict_parse (file, sizeof file - 1, "old.pth", &error);
  float values[2];
  g_assert_no_error (error);
  g_assert_true (p2p_state_dict_floats (dict, "a", 2, values, &error));
  g_assert_cmpfloat (values[0], ==, 1);
  g_assert_cmpfloat (values[1], ==, 3);
}

/* ---- nearly, and not at all ---- */

typedef struct
{
  const char *without; /* tensors left out: names that contain it */
  const char *instead; /* of that name */
  const char *extra;   /* one more */
  const char *metadata, *value;
  const char *word; /* in the refusal; NULL: it loads */
} Change;

/* A safetensors file of a network, without our description, changed. */
static void
save_changed (const P2pNet *net, const Change *change, const char *path)
{
  g_autoptr (P2pSafetensorsWriter) writer = p2p_safetensors_writer_new ();
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);
  static const gint64 seven = 7;
  static const float values[7] = { 0 };
  for (guint i = 0; i < net->params->n; i++) {
    const P2pParam *p = &net->params->list[i];
    const gint64 dims[4] = { p->dims[0], p->dims[1], p->dims[2], p->dims[3] };
    float *v = g_new0 (float, p->count);
    g_ptr_array_add (kept, v);
    device->backend->store_read (net->store, P2P_STORE_VALUE, i, v);
    if (change->without && strstr (p->name, change->without)) {
      if (change->instead)
        p2p_safetensors_writer_add (writer, change->instead, P2P_DTYPE_F32, p->rank, dims, v);
      continue;
    }
    p2p_safetensors_writer_add (writer, p->name, P2P_DTYPE_F32, p->rank, dims, v);
  }
  if (change->extra)
    p2p_safetensors_writer_add (writer, change->extra, P2P_DTYPE_F32, 1, &seven, values);
  if (change->metadata)
    p2p_safetensors_writer_metadata (writer, change->metadata, change->value);
  g_assert_true (p2p_safetensors_writer_save (writer, path, NULL));
}

static void
test_nearly (void)
{
  static const Change changes[] = {
    { NULL, NULL, NULL, NULL, NULL, NULL }, /* no num_batches_tracked: fine */
    { NULL, NULL, NULL, "format", "pt", NULL },
    { "model.6.running_var", NULL, NULL, NULL, NULL, "\"model.6.running_var\" is missing" },
    { "model.0.bias", NULL, NULL, NULL, NULL, "\"model.0.bias\" is missing" },
    { NULL, NULL, "model.9.weight", NULL, NULL, "\"model.9.weight\" is not part of it" },
    { "model.5.weight", "model.77.weight", NULL, NULL, NULL, "\"model.5.weight\" is missing" },
    { "model.6.bias", NULL, "model.6.bias", NULL, NULL, "\"model.6.bias\" is [7] instead of [4]" },
    { "model.", NULL, "conv.weight", NULL, NULL, "1 tensors begin with conv.weight [7]" },
    { NULL, NULL, NULL, "format", "gst-pix2pix-state", "checkpoint of a training" },
    { NULL, NULL, NULL, "format", "gst-pix2pix", "does not name the network" },
  };
  /* model.0, model.2 and its norm model.3, model.5 and model.6, model.8 */
  const P2pNetOptions options = { 3, 1, 1, 2, P2P_NORM_BATCH, FALSE };
  P2pNet *net = make_net (p2p_arch_find (P2P_ROLE_DISCRIMINATOR, "n_layers", NULL), &options);
  g_autofree char *path = g_build_filename (folder, "changed.safetensors", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_autoptr (GError) error = NULL;
    save_changed (net, &changes[i], path);
    P2pNet *loaded = p2p_model_load (device, path, NULL, &error);
    g_test_message ("%s", error ? error->message : "loaded");
    if (!changes[i].word) {
      g_assert_no_error (error);
      g_assert_cmpint (loaded->batches, ==, 0);
      p2p_net_free (loaded);
      continue;
    }
    g_assert_null (loaded);
    g_assert_error (error, P2P_ERROR, P2P_ERROR_DATA);
    g_assert_nonnull (strstr (error->message, changes[i].word));
  }
  p2p_net_free (net);
  g_unlink (path);
}

static void
test_other_network (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "pth", "other_zip.pth", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (P2pStateDict) dict = p2p_state_dict_open (path, &error);
  P2pModelInfo info;
  g_assert_no_error (error);
  g_assert_cmpuint (p2p_state_dict_n (dict), ==, 2);
  g_assert_false (p2p_model_info (path, NULL, &info, &error));
  g_assert_error (error, P2P_ERROR, P2P_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "features.0.weight [4, 3, 3, 3]"));
  g_assert_nonnull (strstr (error->message, "resnet_9blocks"));
}

/* From safetensors to safetensors: what is EXTRA in FROM is in TO. */
static void
assert_keeps_metadata (const char *from, const char *to, const char *const *extra)
{
  g_autoptr (GError) error = NULL;
  g_auto (P2pModelInfo) info = { 0 };
  g_assert_true (p2p_model_convert (from, NULL, to, &info, NULL, &error));
  g_assert_true (info.keep_depth);
  g_autoptr (P2pStateDict) dict = p2p_state_dict_open (to, &error);
  g_assert_no_error (error);
  for (guint i = 0; extra[i]; i += 2)
    g_assert_cmpstr (p2p_state_dict_metadata (dict, extra[i]), ==, extra[i + 1]);
  g_assert_cmpstr (p2p_state_dict_metadata (dict, "arch"), ==, "unet_64");
  g_unlink (to);
}

/* What our own files say beyond what can be seen is kept; a lie is found out. */
static void
test_metadata (void)
{
  const P2pNetOptions options = { 3, 3, 1, 3, P2P_NORM_BATCH, FALSE };
  const char *const extra[] = { "model", "pix2pix", "direction", "BtoA", "name", "run", "size",
    "256x128", "keep_depth", "true", "of a later version", "kept", NULL };
  const char *const lie[] = { "features", "2", NULL };
  g_autofree char *path = g_build_filename (folder, "ours.safetensors", NULL);
  g_autofree char *as_pth = g_build_filename (folder, "ours.pth", NULL);
  g_autofree char *as_text = g_build_filename (folder, "ours.txt", NULL);
  g_autofree char *copy = g_build_filename (folder, "copy.safetensors", NULL);
  g_auto (P2pModelInfo) info = { 0 }, converted = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *broken = NULL;
  P2pNet *net = make_net (p2p_arch_find (P2P_ROLE_GENERATOR, "unet_64", NULL), &options);
  g_assert_true (p2p_model_save_as (net, path, extra, &error));
  g_assert_true (p2p_model_info (path, NULL, &info, &error));
  g_assert_false (info.inferred);
  g_assert_false (info.options.dropout);
  g_assert_cmpstr (info.format, ==, "safetensors");
  g_assert_cmpstr (info.model, ==, "pix2pix");
  g_assert_cmpstr (info.direction, ==, "BtoA");
  g_assert_cmpstr (info.run, ==, "run");
  g_assert_cmpint (info.width, ==, 256);
  g_assert_cmpint (info.height, ==, 128);
  g_assert_true (p2p_model_convert (path, NULL, as_pth, &converted, &broken, &error));
  g_assert_null (broken);
  g_assert_cmpstr (converted.run, ==, "run");
  assert_keeps_metadata (path, copy, extra);
  g_assert_false (p2p_model_save_as (net, as_text, NULL, &error));
  g_assert_error (error, P2P_ERROR, P2P_ERROR_USAGE);
  g_clear_error (&error);
  g_assert_true (p2p_model_save_as (net, path, lie, &error));
  g_assert_null (p2p_model_load (device, path, NULL, &error));
  g_assert_error (error, P2P_ERROR, P2P_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "instead of"));
  p2p_net_free (net);
  g_unlink (path);
  g_unlink (as_pth);
}

/* Each word of the metadata that cannot be is refused with the file's name, the key and what can
 * be: it is no option of the user's. */
static void
test_lies (void)
{
  static const struct
  {
    const char *key, *value, *words;
  } lies[] = { { "arch", "unet_9000", "unet_256" }, { "arch", "basic", "resnet_9blocks" },
    { "norm", "layer", "instance" }, { "role", "critic", "discriminator" },
    { "dropout", "perhaps", "true" }, { "features", "100000", "1024" }, { "layers", "-1", "8" },
    { "input_nc", "3.0", "64" }, { "format_version", "2", "1" } };
  const P2pNetOptions options = { 3, 3, 1, 3, P2P_NORM_BATCH, FALSE };
  g_autofree char *path = g_build_filename (folder, "lie.safetensors", NULL);
  P2pNet *net = make_net (p2p_arch_find (P2P_ROLE_GENERATOR, "unet_64", NULL), &options);
  for (guint i = 0; i < G_N_ELEMENTS (lies); i++) {
    const char *const extra[] = { lies[i].key, lies[i].value, NULL };
    g_autofree char *key = g_strdup_printf ("metadata \"%s\"", lies[i].key);
    g_autoptr (GError) error = NULL;
    P2pModelInfo info;
    g_assert_true (p2p_model_save (net, path, extra, NULL));
    g_assert_false (p2p_model_info (path, NULL, &info, &error));
    g_assert_error (error, P2P_ERROR, P2P_ERROR_DATA);
    g_assert_nonnull (strstr (error->message, path));
    g_assert_nonnull (strstr (error->message, key));
    g_assert_nonnull (strstr (error->message, lies[i].words));
    g_assert_null (strstr (error->message, "net-g"));
    g_assert_null (strstr (error->message, "netG"));
  }
  p2p_net_free (net);
  g_unlink (path);
}

/* To train further what the reference began. */
static void
test_load_into (void)
{
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "data", "pth", "patches_half_zip.pth", NULL);
  g_autofree char *other =
      g_test_build_filename (G_TEST_DIST, "data", "pth", "resnet6_legacy.pth", NULL);
  g_autoptr (GError) error = NULL;
  P2pNet *loaded = p2p_model_load (device, path, NULL, &error);
  g_assert_no_error (error);
  P2pNet *net = p2p_net_new (device, loaded->arch, &loaded->options, TRUE, &error);
  g_assert_true (p2p_model_load_into (net, path, &error));
  assert_same_nets (loaded, net);
  g_assert_false (p2p_model_load_into (net, other, &error));
  g_assert_error (error, P2P_ERROR, P2P_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "not of this network (n_layers with norm batch)"));
  p2p_net_free (net);
  p2p_net_free (loaded);
}

static void
test_types (void)
{
  static const guint16 halves[] = { 0x0000, 0x8000, 0x3c00, 0xc000, 0x7bff, 0x0400, 0x0001, 0x83ff,
    0x7c00, 0xfc00 };
  static const float as_floats[] = { 0, -0.0f, 1, -2, 65504, 0x1p-14f, 0x1p-24f, -1023 * 0x1p-24f,
    INFINITY, -INFINITY };
  static const guint16 brains[] = { 0x3f80, 0xc040, 0x7f80 }, not_a_number = 0x7e00;
  static const double doubles[] = { 0.1, -1e300 };
  static const gint64 longs[] = { -3, G_GINT64_CONSTANT (1) << 40 };
  static const gint32 ints[] = { -7 };
  float out[10];
  g_assert_true (p2p_dtype_floats (P2P_DTYPE_F16, halves, 10, out));
  g_assert_cmpmem (out, sizeof out, as_floats, sizeof as_floats);
  g_assert_true (p2p_dtype_floats (P2P_DTYPE_F16, &not_a_number, 1, out));
  g_assert_true (isnan (out[0]));
  g_assert_true (p2p_dtype_floats (P2P_DTYPE_BF16, brains, 3, out));
  g_assert_true (out[0] == 1 && out[1] == -3 && isinf (out[2]));
  g_assert_true (p2p_dtype_floats (P2P_DTYPE_F64, doubles, 2, out));
  g_assert_true (out[0] == 0.1f && isinf (out[1]));
  g_assert_true (p2p_dtype_floats (P2P_DTYPE_I64, longs, 2, out));
  g_assert_true (out[0] == -3 && out[1] == 0x1p40f);
  g_assert_true (p2p_dtype_floats (P2P_DTYPE_I32, ints, 1, out));
  g_assert_true (out[0] == -7);
  g_assert_false (p2p_dtype_floats (P2P_DTYPE_BOOL, ints, 1, out));
}

int
main (int argc, char **argv)
{
  int result;
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("p2p-pth-XXXXXX", NULL);
  device = p2p_device_open ("ref", 1, NULL);
  g_test_add_func ("/pth/all-networks", test_all_networks);
  g_test_add_func ("/pth/keys", test_keys);
  g_test_add_func ("/pth/layout", test_layout);
  g_test_add_func ("/pth/fixtures", test_fixtures);
  g_test_add_func ("/pth/old-view", test_old_view);
  g_test_add_func ("/pth/nearly", test_nearly);
  g_test_add_func ("/pth/other-network", test_other_network);
  g_test_add_func ("/pth/metadata", test_metadata);
  g_test_add_func ("/pth/lies", test_lies);
  g_test_add_func ("/pth/load-into", test_load_into);
  g_test_add_func ("/pth/types", test_types);
  result = g_test_run ();
  p2p_device_close (device);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (folder);
  return result;
}
