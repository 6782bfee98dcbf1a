/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* From one format of model files to another: through a network, so that what is
 * written is what would be run. */

#include "model/model.h"

#include "io/seal.h"

/* What is written anew, from the network itself and from the bytes. */
static gboolean
is_ours_to_say (const char *key)
{
  static const char *const keys[] = { "arch", "dropout", "features", "format", "format_version",
    "input_nc", "layers", "norm", "output_nc", "program", "role", P2P_SEAL_TENSORS, P2P_SEAL_FILE,
    NULL };
  return g_strv_contains (keys, key);
}

/* What the new file should still know, as key and value by turns, then NULL: everything else that
 * the old one said, and which recipe shows. The texts belong to DICT and INFO. */
static GPtrArray *
extra_of (const P2pStateDict *dict, const P2pModelInfo *info)
{
  g_autoptr (GPtrArray) all = p2p_state_dict_all_metadata (dict);
  GPtrArray *extra = g_ptr_array_new ();
  for (guint i = 0; i + 1 < all->len; i += 2)
    if (!is_ours_to_say (all->pdata[i])) {
      g_ptr_array_add (extra, all->pdata[i]);
      g_ptr_array_add (extra, all->pdata[i + 1]);
    }
  if (info->model && !p2p_state_dict_metadata (dict, "model")) {
    g_ptr_array_add (extra, (gpointer) "model");
    g_ptr_array_add (extra, info->model);
  }
  g_ptr_array_add (extra, NULL);
  return extra;
}

gboolean
p2p_model_convert (const char *from, const char *network, const char *to, P2pModelInfo *info,
    char **broken, GError **error)
{
  g_autoptr (P2pStateDict) dict = p2p_model_open (from, network, info, error);
  g_autoptr (P2pDevice) device = NULL;
  if (!dict || !(device = p2p_device_open ("ref", 1, error)))
    return FALSE;
  g_autoptr (P2pNet) net = p2p_model_build (device, dict, info, error);
  if (!net)
    return FALSE;
  if (broken)
    *broken = p2p_model_trouble (net, from);
  g_autoptr (GPtrArray) extra = extra_of (dict, info);
  return p2p_model_save_as (net, to, (const char *const *) extra->pdata, error);
}
