/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "model/model.h"

#include <string.h>
#include "error.h"
#include "model/networks.h"
#include "model/recognise.h"
#include "shell-word.h"
#include "io/pth.h"

static void
fill_values (void *user, guint index, void *bytes)
{
  P2pStore *store = user;
  store->device->backend->store_read (store, P2P_STORE_VALUE, index, bytes);
}

static void
fill_m (void *user, guint index, void *bytes)
{
  P2pStore *store = user;
  store->device->backend->store_read (store, P2P_STORE_M, index, bytes);
}

static void
fill_v (void *user, guint index, void *bytes)
{
  P2pStore *store = user;
  store->device->backend->store_read (store, P2P_STORE_V, index, bytes);
}

static void
fill_batches (void *user, guint index, void *bytes)
{
  memcpy (bytes, &((P2pNet *) user)->batches, sizeof (gint64));
}

static char *
batches_name (const char *prefix, const P2pParam *running_var)
{
  g_autofree char *key =
      g_strndup (running_var->name, strlen (running_var->name) - strlen ("running_var"));
  return g_strconcat (prefix, key, "num_batches_tracked", NULL);
}

/* Either kind of writer takes a tensor in this way. */
typedef void (*AddTensor) (gpointer writer, const char *name, P2pDtype dtype, int rank,
    const gint64 *dims, P2pTensorFill fill, gpointer user, guint index);

static void
add_all (gpointer writer, AddTensor add, const P2pNet *net, P2pStorePart part, const char *prefix)
{
  const P2pTensorFill fill = part == P2P_STORE_M   ? fill_m
                             : part == P2P_STORE_V ? fill_v
                                                   : fill_values;
  for (guint i = 0; i < net->params->n; i++) {
    const P2pParam *p = &net->params->list[i];
    const gint64 dims[4] = { p->dims[0], p->dims[1], p->dims[2], p->dims[3] };
    if (part != P2P_STORE_VALUE && !p->trainable)
      continue;
    g_autofree char *name = g_strconcat (prefix, p->name, NULL);
    add (writer, name, P2P_DTYPE_F32, p->rank, dims, fill, net->store, i);
    if (part == P2P_STORE_VALUE && p->kind == P2P_PARAM_RUNNING_VAR) {
      g_autofree char *batches = batches_name (prefix, p);
      add (writer, batches, P2P_DTYPE_I64, 0, NULL, fill_batches, (gpointer) net, i);
    }
  }
}

static void
add_to_safetensors (gpointer writer, const char *name, P2pDtype dtype, int rank, const gint64 *dims,
    P2pTensorFill fill, gpointer user, guint index)
{
  p2p_safetensors_writer_add_fill (writer, name, dtype, rank, dims, fill, user, index);
}

void
p2p_model_add (P2pSafetensorsWriter *writer, const P2pNet *net, P2pStorePart part,
    const char *prefix)
{
  add_all (writer, add_to_safetensors, net, part, prefix);
}

static gboolean
read_batches (P2pStateDict *dict, P2pNet *net, const P2pParam *p, const char *prefix,
    GError **error)
{
  g_autofree char *name = batches_name (prefix, p);
  const P2pTensorInfo *info = p2p_state_dict_find (dict, name);
  if (!info) /* files from before PyTorch 0.4.1 have none */
    return TRUE;
  if (info->dtype != P2P_DTYPE_I64 || info->count != 1) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "tensor \"%s\" is not one 64 bit integer; use a file of this network", name);
    return FALSE;
  }
  return p2p_state_dict_read (dict, info, &net->batches, error);
}

static gboolean
check_shape (const P2pStateDict *dict, const P2pParam *p, const char *name, GError **error)
{
  const P2pTensorInfo *info = p2p_state_dict_find (dict, name);
  gboolean same = info && info->rank == p->rank;
  for (int i = 0; same && i < p->rank; i++)
    same = info->dims[i] == p->dims[i];
  if (!same)
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "tensor \"%s\" %s; the file is not of this network: use another", name,
        info ? "has another shape than this network's" : "is missing");
  return same;
}

/* NaN and infinities have an exponent of ones. Whole numbers, so that the compiler can take many
 * at once. */
static gboolean
is_finite (const float *values, gsize count)
{
  guint32 broken = 0;
  for (gsize i = 0; i < count; i++) {
    guint32 bits;
    memcpy (&bits, &values[i], sizeof bits);
    broken |= (bits & 0x7f800000u) == 0x7f800000u;
  }
  return !broken;
}

static void
note_broken (P2pNet *net, const P2pParam *p, const float *values)
{
  if (is_finite (values, p->count))
    return;
  if (!net->n_broken++)
    net->broken = p->name;
}

static gboolean
fill_from (P2pStateDict *dict, P2pNet *net, P2pStorePart part, const char *prefix, GError **error)
{
  g_autofree float *values = g_try_new (float, p2p_params_largest (net->params));
  if (!values) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_MEMORY,
        "no memory for the largest tensor of %s; use a smaller network", net->arch->name);
    return FALSE;
  }
  for (guint i = 0; i < net->params->n; i++) {
    const P2pParam *p = &net->params->list[i];
    if (part != P2P_STORE_VALUE && !p->trainable)
      continue;
    g_autofree char *name = g_strconcat (prefix, p->name, NULL);
    if (!check_shape (dict, p, name, error)
        || !p2p_state_dict_floats (dict, name, p->count, values, error))
      return FALSE;
    note_broken (net, p, values);
    net->store->device->backend->store_write (net->store, part, i, values);
    p2p_state_dict_let_go (dict, name);
    if (part == P2P_STORE_VALUE && p->kind == P2P_PARAM_RUNNING_VAR
        && !read_batches (dict, net, p, prefix, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
p2p_model_fill (const P2pSafetensors *file, P2pNet *net, P2pStorePart part, const char *prefix,
    GError **error)
{
  g_autoptr (P2pStateDict) dict = p2p_state_dict_of_safetensors (file);
  return fill_from (dict, net, part, prefix, error);
}

gboolean
p2p_model_save (const P2pNet *net, const char *path, const char *const *extra, GError **error)
{
  g_autoptr (P2pSafetensorsWriter) writer = p2p_safetensors_writer_new ();
  const P2pNetOptions *o = &net->options;
  const struct
  {
    const char *key;
    int value;
  } numbers[] = { { "format_version", 1 }, { "input_nc", o->input_nc },
    { "output_nc", o->output_nc }, { "features", o->features }, { "layers", o->layers } };
  p2p_safetensors_writer_metadata (writer, "format", "gst-pix2pix");
  p2p_safetensors_writer_metadata (writer, "program", "gst-pix2pix " P2P_VERSION);
  p2p_safetensors_writer_metadata (writer, "arch", net->arch->name);
  p2p_safetensors_writer_metadata (writer, "role",
      net->arch->role == P2P_ROLE_GENERATOR ? "generator" : "discriminator");
  p2p_safetensors_writer_metadata (writer, "norm", p2p_norm_name (o->norm));
  p2p_safetensors_writer_metadata (writer, "dropout", o->dropout ? "true" : "false");
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++) {
    g_autofree char *text = g_strdup_printf ("%d", numbers[i].value);
    p2p_safetensors_writer_metadata (writer, numbers[i].key, text);
  }
  for (guint i = 0; extra && extra[i]; i += 2)
    p2p_safetensors_writer_metadata (writer, extra[i], extra[i + 1]);
  p2p_model_add (writer, net, P2P_STORE_VALUE, "");
  return p2p_safetensors_writer_save (writer, path, error);
}

static void
add_to_pth (gpointer writer, const char *name, P2pDtype dtype, int rank, const gint64 *dims,
    P2pTensorFill fill, gpointer user, guint index)
{
  p2p_pth_writer_add_fill (writer, name, dtype, rank, dims, fill, user, index);
}

gboolean
p2p_model_save_pth (const P2pNet *net, const char *path, GError **error)
{
  g_autoptr (P2pPthWriter) writer = p2p_pth_writer_new ();
  add_all (writer, add_to_pth, net, P2P_STORE_VALUE, "");
  return p2p_pth_writer_save (writer, path, error);
}

gboolean
p2p_model_save_as (const P2pNet *net, const char *path, const char *const *extra, GError **error)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);
  if (g_str_has_suffix (lower, ".pth"))
    return p2p_model_save_pth (net, path, error);
  if (g_str_has_suffix (lower, ".safetensors"))
    return p2p_model_save (net, path, extra, error);
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
      "%s: the ending says in which format to save; use .safetensors or .pth", path);
  return FALSE;
}

static gboolean
fill_all (P2pStateDict *dict, P2pNet *net, GError **error)
{
  net->n_broken = 0;
  if (fill_from (dict, net, P2P_STORE_VALUE, "", error))
    return TRUE;
  g_prefix_error (error, "%s: ", p2p_state_dict_name (dict));
  return FALSE;
}

P2pNet *
p2p_model_build (P2pDevice *device, P2pStateDict *dict, const P2pModelInfo *info, GError **error)
{
  if (!p2p_state_dict_verify (dict, error))
    return NULL;
  g_autoptr (P2pNet) net = p2p_net_new (device, info->arch, &info->options, FALSE, error);
  return net && fill_all (dict, net, error) ? g_steal_pointer (&net) : NULL;
}

P2pNet *
p2p_model_load (P2pDevice *device, const char *path, const char *network, GError **error)
{
  g_auto (P2pModelInfo) info = { 0 };
  g_autoptr (P2pStateDict) dict = p2p_model_open (path, network, &info, error);
  return dict ? p2p_model_build (device, dict, &info, error) : NULL;
}

char *
p2p_model_trouble (const P2pNet *net, const char *path)
{
  g_autofree char *more =
      net->n_broken > 1 ? g_strdup_printf (" and %u more", net->n_broken - 1) : g_strdup ("");
  return net->n_broken == 0
             ? NULL
             : g_strdup_printf ("%s: tensor \"%s\"%s holds numbers that are not finite, so its "
                                "pictures are worth nothing; use a file from before the training "
                                "broke",
                 path, net->broken, more);
}

/* A training would never come out of it. */
static gboolean
check_finite (const P2pNet *net, const char *path, GError **error)
{
  g_autofree char *trouble = p2p_model_trouble (net, path);
  if (trouble)
    g_set_error_literal (error, P2P_ERROR, P2P_ERROR_DATA, trouble);
  return !trouble;
}

/* The only network of the file: training has no option to choose one. */
static P2pStateDict *
open_single (const char *path, GError **error)
{
  g_autoptr (GError) problem = NULL;
  P2pStateDict *file = p2p_state_dict_open (path, error);
  P2pStateDict *dict = file ? p2p_network_choose (file, NULL, &problem) : NULL;
  if (g_error_matches (problem, P2P_ERROR, P2P_ERROR_USAGE)) {
    g_autofree char *quoted = p2p_shell_word (path);
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "%s; to train it further, write it into a file of its own: run p2p convert %s OTHER.pth "
        "--network NAME",
        problem->message, quoted);
  } else if (problem) {
    g_propagate_error (error, g_steal_pointer (&problem));
  }
  return dict;
}

gboolean
p2p_model_load_into (P2pNet *net, const char *path, GError **error)
{
  g_autoptr (P2pStateDict) dict = open_single (path, error);
  net->batches = 0;
  return dict
         && p2p_recognise_check (dict, net->arch, &net->options,
             "set --netG, --netD, --norm, --ngf and the like as it was trained, or use another "
             "file",
             error)
         && p2p_state_dict_verify (dict, error) && fill_all (dict, net, error)
         && check_finite (net, path, error);
}
