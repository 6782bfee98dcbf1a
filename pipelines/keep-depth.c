/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "keep-depth.h"

#include "console.h"

#define N_TRIED 8 /* files; the first may be broken */

/* Of the first file of SIDE that can be read; 0: none, training will say what is wrong. */
static int
channels_of (P2pDataset *dataset, int side, const P2pReading *how)
{
  const guint32 n = MIN (p2p_dataset_length (dataset), N_TRIED);
  for (guint32 i = 0; i < n; i++) {
    const char *path = p2p_dataset_path (dataset, side, 0, 1, i);
    gsize size;
    P2pHeader header;
    g_autofree guint8 *bytes = p2p_picture_read (path, &size, NULL);
    if (bytes && p2p_picture_probe (bytes, size, path, how, &header, NULL)) {
      p2p_console_say ("%s: %d channel%s", path, header.channels, header.channels == 1 ? "" : "s");
      return header.channels;
    }
  }
  return 0;
}

/* Whether the option was set. */
static gboolean
choose_one (P2pArguments *arguments, const char *option, int channels, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%d", channels);
  if (p2p_arguments_given (arguments, option) || channels == 0)
    return TRUE;
  if (!p2p_arguments_set (arguments, option, text, error))
    return FALSE;
  p2p_console_say ("chosen: --%s %d", option, channels);
  return TRUE;
}

gboolean
p2p_keep_depth_choose (P2pArguments *arguments, GError **error)
{
  const P2pOptions *o = &arguments->options;
  const P2pDatasetSpec spec = { o->dataroot, o->dataroot_b, o->phase, o->dataset_mode, 0, TRUE };
  const gboolean forth = p2p_options_forth (o);
  const P2pReading how = p2p_reading_of (o);
  int channels[2];
  if (!o->keep_depth
      || (p2p_arguments_given (arguments, "input_nc")
          && p2p_arguments_given (arguments, "output_nc")))
    return TRUE;
  g_autoptr (P2pDataset) dataset = p2p_dataset_open (&spec, error);
  if (!dataset)
    return FALSE;
  channels[0] = channels_of (dataset, 0, &how);
  channels[1] = p2p_dataset_is_split (dataset) ? channels_of (dataset, 1, &how) : channels[0];
  return choose_one (arguments, "input_nc", channels[!forth], error)
         && choose_one (arguments, "output_nc", channels[forth], error)
         && p2p_options_check (o, error);
}

/* One channel is made of colours too. */
static gboolean
fits (int channels, int wanted)
{
  return channels == wanted
         || (wanted == 1 && p2p_picture_has_colour (P2P_FORMAT_PLANES, channels));
}

gboolean
p2p_keep_depth_check (const P2pPicture *picture, int side, const P2pOptions *o, GError **error)
{
  const P2pDatasetMode *mode = p2p_dataset_mode_find (o->dataset_mode, NULL);
  const gboolean both = mode && mode->sides == P2P_SIDES_HALVES;
  const gboolean input = (side == 0) == p2p_options_forth (o);
  const int channels = picture->channels;
  if (!p2p_picture_is_finite (picture))
    g_set_error_literal (error, P2P_ERROR, P2P_ERROR_DATA,
        "holds values that are not finite numbers: repair it or remove it");
  else if ((both || input) && !fits (channels, o->input_nc))
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA, "has %d channels, not %d: set --input_nc %d",
        channels, o->input_nc, channels);
  else if ((both || !input) && !fits (channels, o->output_nc))
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA, "has %d channels, not %d: set --output_nc %d",
        channels, o->output_nc, channels);
  else
    return TRUE;
  return FALSE;
}

gboolean
p2p_keep_depth_helps (const P2pOptions *o)
{
  const P2pRecipe *recipe = p2p_recipe_find (o->model, NULL);
  return !recipe || !recipe->lab;
}

void
p2p_keep_depth_values (P2pLaunchValues *values, const P2pOptions *o)
{
  g_autoptr (GString) decode = g_string_new (NULL);
  if (o->ignore_orientation)
    g_string_append (decode, "ignore-orientation=true");
  if (o->max_pixels != P2P_LIMIT_PICTURE_PIXELS)
    g_string_append_printf (decode, "%smax-pixels=%" G_GINT64_FORMAT, decode->len ? " " : "",
        o->max_pixels);
  p2p_launch_piece (values, "decode", "%s", decode->str);
  if (!o->keep_depth)
    return;
  p2p_launch_piece (values, "keep_depth", "true");
  p2p_launch_piece (values, "show", "p2pinferplanes");
  p2p_launch_piece (values, "infer", "p2pinferplanes");
  p2p_launch_piece (values, "pixels", "application/x-p2p-planes");
}
