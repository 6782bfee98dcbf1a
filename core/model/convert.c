/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* From one format of model files to another: through a network, so that what is
 * written is what would be run. */

#include "model/model.h"

/* What the new file should still know about its network, as key and value by turns. */
static GPtrArray *
extra_of (const P2pStateDict *dict, const P2pModelInfo *info)
{
  static const char *const keys[] = { "model", "direction", "name", "size", "step", "epoch" };
  GPtrArray *extra = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    const char *value = p2p_state_dict_metadata (dict, keys[i]);
    if (!value && i == 0)
      value = info->model;
    if (value) {
      g_ptr_array_add (extra, g_strdup (keys[i]));
      g_ptr_array_add (extra, g_strdup (value));
    }
  }
  g_ptr_array_add (extra, NULL);
  return extra;
}

/* Numbers that are not finite are kept, and said. */
static guint
count_broken (const P2pNet *net)
{
  g_autofree float *values = g_new (float, p2p_params_largest (net->params));
  guint broken = 0;
  for (guint i = 0; i < net->params->n; i++) {
    const gsize count = net->params->list[i].count;
    gsize k = 0;
    net->store->device->backend->store_read (net->store, P2P_STORE_VALUE, i, values);
    while (k < count && values[k] - values[k] == 0.0f)
      k++;
    broken += k < count;
  }
  return broken;
}

gboolean
p2p_model_convert (const char *from, const char *to, guint *broken, GError **error)
{
  g_auto (P2pModelInfo) info = { 0 };
  g_autoptr (P2pStateDict) dict = p2p_state_dict_open (from, error);
  g_autoptr (P2pDevice) device = NULL;
  if (!dict || !p2p_model_describe (dict, &info, error)
      || !(device = p2p_device_open ("ref", 1, error)))
    return FALSE;
  g_autoptr (P2pNet) net = p2p_model_load (device, from, FALSE, error);
  if (!net)
    return FALSE;
  if (broken)
    *broken = count_broken (net);
  g_autoptr (GPtrArray) extra = extra_of (dict, &info);
  return p2p_model_save_as (net, to, (const char *const *) extra->pdata, error);
}
