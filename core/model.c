/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "model.h"

#include <stdlib.h>
#include <string.h>
#include "error.h"

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

void
p2p_model_add (P2pSafetensorsWriter *writer, const P2pNet *net, P2pStorePart part,
    const char *prefix)
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
    p2p_safetensors_writer_add_fill (writer, name, P2P_DTYPE_F32, p->rank, dims, fill, net->store,
        i);
    if (part == P2P_STORE_VALUE && p->kind == P2P_PARAM_RUNNING_VAR) {
      g_autofree char *batches = batches_name (prefix, p);
      p2p_safetensors_writer_add_fill (writer, batches, P2P_DTYPE_I64, 0, NULL, fill_batches,
          (gpointer) net, i);
    }
  }
}

static gboolean
read_batches (const P2pSafetensors *file, P2pNet *net, const P2pParam *p, const char *prefix,
    GError **error)
{
  g_autofree char *name = batches_name (prefix, p);
  const P2pTensorInfo *info = p2p_safetensors_find (file, name);
  if (!info) /* files from before PyTorch 0.4.1 have none */
    return TRUE;
  if (info->dtype != P2P_DTYPE_I64 || info->count != 1) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA, "tensor \"%s\" is not one 64 bit integer", name);
    return FALSE;
  }
  memcpy (&net->batches, info->data, sizeof net->batches);
  return TRUE;
}

static gboolean
check_shape (const P2pSafetensors *file, const P2pParam *p, const char *name, GError **error)
{
  const P2pTensorInfo *info = p2p_safetensors_find (file, name);
  gboolean same = info && info->rank == p->rank;
  for (int i = 0; same && i < p->rank; i++)
    same = info->dims[i] == p->dims[i];
  if (!info)
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "tensor \"%s\" is missing; the file is not of this network", name);
  else if (!same)
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "tensor \"%s\" has another shape than this network's; the file is not of this network",
        name);
  return same;
}

gboolean
p2p_model_fill (const P2pSafetensors *file, P2pNet *net, P2pStorePart part, const char *prefix,
    GError **error)
{
  g_autofree float *values = g_new (float, p2p_params_largest (net->params));
  for (guint i = 0; i < net->params->n; i++) {
    const P2pParam *p = &net->params->list[i];
    if (part != P2P_STORE_VALUE && !p->trainable)
      continue;
    g_autofree char *name = g_strconcat (prefix, p->name, NULL);
    if (!check_shape (file, p, name, error)
        || !p2p_safetensors_floats (file, name, p->count, values, error))
      return FALSE;
    net->store->device->backend->store_write (net->store, part, i, values);
    if (part == P2P_STORE_VALUE && p->kind == P2P_PARAM_RUNNING_VAR
        && !read_batches (file, net, p, prefix, error))
      return FALSE;
  }
  return TRUE;
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

static gboolean
read_number (const P2pSafetensors *file, const char *path, const char *key, int min, int max,
    int *value, GError **error)
{
  const char *text = p2p_safetensors_metadata (file, key);
  gint64 number = 0;
  if (!text || !g_ascii_string_to_signed (text, 10, min, max, &number, NULL)) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "%s: metadata \"%s\" is %s; it must be from %d to %d", path, key, text ? text : "missing",
        min, max);
    return FALSE;
  }
  *value = (int) number;
  return TRUE;
}

gboolean
p2p_model_describe (const P2pSafetensors *file, const char *path, const P2pArch **arch,
    P2pNetOptions *options, GError **error)
{
  const char *format = p2p_safetensors_metadata (file, "format");
  const char *name = p2p_safetensors_metadata (file, "arch");
  const char *role = p2p_safetensors_metadata (file, "role");
  const char *norm = p2p_safetensors_metadata (file, "norm");
  int version = 0;
  *options = (P2pNetOptions){ .layers = 3 };
  if (!format || !g_str_equal (format, "gst-pix2pix") || !name || !role || !norm) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "%s is not a model file of gst-pix2pix (its metadata does not name the network)", path);
    return FALSE;
  }
  if (!read_number (file, path, "format_version", 1, 1, &version, error)
      || !read_number (file, path, "input_nc", 1, 64, &options->input_nc, error)
      || !read_number (file, path, "output_nc", 1, 64, &options->output_nc, error)
      || !read_number (file, path, "features", 1, 1024, &options->features, error)
      || !read_number (file, path, "layers", 0, 8, &options->layers, error)
      || !p2p_norm_parse (norm, &options->norm, error))
    return FALSE;
  options->dropout = g_strcmp0 (p2p_safetensors_metadata (file, "dropout"), "true") == 0;
  *arch =
      p2p_arch_find (g_str_equal (role, "generator") ? P2P_ROLE_GENERATOR : P2P_ROLE_DISCRIMINATOR,
          name, error);
  return *arch != NULL;
}

P2pNet *
p2p_model_load (P2pDevice *device, const char *path, gboolean train, GError **error)
{
  const P2pArch *arch;
  P2pNetOptions options;
  g_autoptr (P2pSafetensors) file = p2p_safetensors_open (path, error);
  if (!file || !p2p_model_describe (file, path, &arch, &options, error)
      || !p2p_safetensors_verify (file, error))
    return NULL;
  g_autoptr (P2pNet) net = p2p_net_new (device, arch, &options, train, error);
  if (!net)
    return NULL;
  if (!p2p_model_fill (file, net, P2P_STORE_VALUE, "", error)) {
    g_prefix_error (error, "%s: ", path);
    return NULL;
  }
  return g_steal_pointer (&net);
}
