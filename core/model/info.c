/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "model/model.h"

#include <stdio.h>
#include "error.h"
#include "io/limits.h"
#include "named.h"
#include "model/networks.h"
#include "model/recognise.h"
#include "recipes/recipe.h"

/* What KEY says cannot be; WHAT can. FALSE. */
static gboolean
refuse (const P2pStateDict *dict, const char *key, const char *what, GError **error)
{
  const char *text = p2p_state_dict_metadata (dict, key);
  g_autofree char *shown = g_strescape (text ? text : "missing", NULL);
  g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
      "%s: metadata \"%s\" is %.60s; it must be %s: fetch the file again or use another",
      p2p_state_dict_name (dict), key, shown, what);
  return FALSE;
}

static gboolean
read_number (const P2pStateDict *dict, const char *key, int min, int max, int *value,
    GError **error)
{
  const char *text = p2p_state_dict_metadata (dict, key);
  g_autofree char *range = g_strdup_printf ("from %d to %d", min, max);
  gint64 number = 0;
  if (!text || !g_ascii_string_to_signed (text, 10, min, max, &number, NULL))
    return refuse (dict, key, range, error);
  *value = (int) number;
  return TRUE;
}

/* The place in WORDS, which ends with NULL, of what KEY says. */
static gboolean
read_word (const P2pStateDict *dict, const char *key, const char *const *words, int *value,
    GError **error)
{
  const char *text = p2p_state_dict_metadata (dict, key);
  const int found = text ? p2p_find_word (words, text, "", NULL) : -1;
  g_autofree char *names = g_strjoinv (", ", (char **) words);
  g_autofree char *what = g_strconcat ("one of ", names, NULL);
  if (found < 0)
    return refuse (dict, key, what, error);
  *value = found;
  return TRUE;
}

static gboolean
read_arch (const P2pStateDict *dict, P2pRole role, const P2pArch **arch, GError **error)
{
  const char *name = p2p_state_dict_metadata (dict, "arch");
  g_autofree const P2pArch **all = p2p_archs (role);
  g_autofree char *names = p2p_names_of (all);
  g_autofree char *what = g_strconcat ("one of ", names, NULL);
  *arch = name ? p2p_find_named (all, name, "", NULL) : NULL;
  return *arch || refuse (dict, "arch", what, error);
}

static gboolean
read_network (const P2pStateDict *dict, P2pModelInfo *info, GError **error)
{
  static const char *const roles[] = { "generator", "discriminator", NULL };
  static const char *const truths[] = { "false", "true", NULL };
  const char *norms[] = { p2p_norm_name (P2P_NORM_NONE), p2p_norm_name (P2P_NORM_BATCH),
    p2p_norm_name (P2P_NORM_INSTANCE), NULL };
  P2pNetOptions *o = &info->options;
  int version, role, norm;
  if (!read_number (dict, "format_version", 1, 1, &version, error)
      || !read_number (dict, "input_nc", 1, P2P_LIMIT_CHANNELS, &o->input_nc, error)
      || !read_number (dict, "output_nc", 1, P2P_LIMIT_CHANNELS, &o->output_nc, error)
      || !read_number (dict, "features", 1, P2P_LIMIT_FEATURES, &o->features, error)
      || !read_number (dict, "layers", 0, P2P_LIMIT_LAYERS, &o->layers, error)
      || !read_word (dict, "role", roles, &role, error)
      || !read_word (dict, "norm", norms, &norm, error)
      || !read_word (dict, "dropout", truths, &o->dropout, error)
      || !read_arch (dict, (P2pRole) role, &info->arch, error))
    return FALSE;
  o->norm = (P2pNorm) norm;
  return TRUE;
}

/* NULL if the file does not say it. */
static gboolean
read_direction (const P2pStateDict *dict, char **direction, GError **error)
{
  static const char *const ways[] = { "AtoB", "BtoA", NULL };
  int way;
  if (!p2p_state_dict_metadata (dict, "direction"))
    return TRUE;
  if (!read_word (dict, "direction", ways, &way, error))
    return FALSE;
  *direction = g_strdup (ways[way]);
  return TRUE;
}

static gboolean
read_metadata (const P2pStateDict *dict, P2pModelInfo *info, GError **error)
{
  const char *size = p2p_state_dict_metadata (dict, "size");
  if (!p2p_state_dict_metadata (dict, "arch") || !p2p_state_dict_metadata (dict, "role")) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "%s is not a model file of gst-pix2pix (its metadata does not name the network); use "
        "another",
        p2p_state_dict_name (dict));
    return FALSE;
  }
  if (!read_network (dict, info, error) || !read_direction (dict, &info->direction, error))
    return FALSE;
  info->keep_depth = g_strcmp0 (p2p_state_dict_metadata (dict, "keep_depth"), "true") == 0;
  info->model = g_strdup (p2p_state_dict_metadata (dict, "model"));
  info->run = g_strdup (p2p_state_dict_metadata (dict, "name"));
  info->net = g_strdup (p2p_state_dict_metadata (dict, "net"));
  if (size && sscanf (size, "%5dx%5d", &info->width, &info->height) != 2)
    info->width = info->height = 0;
  return p2p_recognise_check (dict, info->arch, &info->options,
      "the file contradicts itself: fetch it again or use another", error);
}

static gboolean
infer (const P2pStateDict *dict, P2pModelInfo *info, GError **error)
{
  const P2pNetOptions *o = &info->options;
  if (!p2p_recognise (dict, &info->arch, &info->options, error))
    return FALSE;
  info->inferred = TRUE;
  /* Lightness in, colour out: no other model has that. */
  const gboolean lab =
      info->arch->role == P2P_ROLE_GENERATOR && o->input_nc == 1 && o->output_nc == 2;
  for (const P2pRecipe *const *r = p2p_recipes (); lab && *r && !info->model; r++)
    if ((*r)->lab)
      info->model = g_strdup ((*r)->name);
  return TRUE;
}

gboolean
p2p_model_describe (const P2pStateDict *dict, P2pModelInfo *info, GError **error)
{
  const char *format = p2p_state_dict_metadata (dict, "format");
  g_auto (P2pModelInfo) found = { .format = g_strdup (p2p_state_dict_format (dict)) };
  if (g_strcmp0 (format, "gst-pix2pix-state") == 0) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "%s is the checkpoint of a training, not a model file; use the *_net_*.safetensors beside "
        "its folder",
        p2p_state_dict_name (dict));
    return FALSE;
  }
  if (g_strcmp0 (format, "gst-pix2pix") == 0 ? !read_metadata (dict, &found, error)
                                             : !infer (dict, &found, error))
    return FALSE;
  *info = found;
  found = (P2pModelInfo){ 0 };
  return TRUE;
}

P2pStateDict *
p2p_model_open (const char *path, const char *network, P2pModelInfo *info, GError **error)
{
  P2pStateDict *file = p2p_state_dict_open (path, error);
  g_autoptr (P2pStateDict) dict = file ? p2p_network_choose (file, network, error) : NULL;
  *info = (P2pModelInfo){ 0 };
  return dict && p2p_model_describe (dict, info, error) ? g_steal_pointer (&dict) : NULL;
}

gboolean
p2p_model_info (const char *path, const char *network, P2pModelInfo *info, GError **error)
{
  g_autoptr (P2pStateDict) dict = p2p_model_open (path, network, info, error);
  return dict != NULL;
}

void
p2p_model_info_clear (P2pModelInfo *info)
{
  g_free (info->model);
  g_free (info->direction);
  g_free (info->run);
  g_free (info->net);
  g_free (info->format);
  *info = (P2pModelInfo){ 0 };
}

char *
p2p_model_info_text (const P2pModelInfo *info)
{
  const P2pNetOptions *o = &info->options;
  const gboolean generator = info->arch->role == P2P_ROLE_GENERATOR;
  g_autofree char *layers = p2p_arch_has_layers (info->arch)
                                ? g_strdup_printf (" of %d layers", o->layers)
                                : g_strdup ("");
  return g_strdup_printf ("%s%s, %d to %d channels, width %d, norm %s%s", info->arch->name, layers,
      o->input_nc, generator ? o->output_nc : 1, o->features, p2p_norm_name (o->norm),
      !generator   ? ""
      : o->dropout ? ", with dropout"
                   : ", without dropout");
}
