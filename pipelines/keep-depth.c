/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "keep-depth.h"

#include <string.h>
#include "console.h"

#define N_TRIED 8 /* files; the first may be broken */

/* Of the first file of SIDE that can be read; 0: none, training will say what is wrong. */
static int
channels_of (P2pDataset *dataset, int side)
{
  const guint32 n = MIN (p2p_dataset_length (dataset), N_TRIED);
  for (guint32 i = 0; i < n; i++) {
    const char *path = p2p_dataset_path (dataset, side, 0, 1, i);
    gsize size;
    int channels;
    g_autofree guint8 *bytes = p2p_picture_read (path, &size, NULL);
    if (bytes && p2p_planes_probe (bytes, size, path, NULL, NULL, &channels, NULL)) {
      p2p_console_say ("%s: %d channel%s", path, channels, channels == 1 ? "" : "s");
      return channels;
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
  int channels[2];
  if (!o->keep_depth
      || (p2p_arguments_given (arguments, "input_nc")
          && p2p_arguments_given (arguments, "output_nc")))
    return TRUE;
  g_autoptr (P2pDataset) dataset = p2p_dataset_open (&spec, error);
  if (!dataset)
    return FALSE;
  channels[0] = channels_of (dataset, 0);
  channels[1] = p2p_dataset_is_split (dataset) ? channels_of (dataset, 1) : channels[0];
  return choose_one (arguments, "input_nc", channels[!forth], error)
         && choose_one (arguments, "output_nc", channels[forth], error)
         && p2p_options_check (o, error);
}

/* One channel is made of colours too. */
static gboolean
fits (int channels, int wanted)
{
  return channels == wanted || (wanted == 1 && (channels == 3 || channels == 4));
}

gboolean
p2p_keep_depth_measure (const char *path, int side, const P2pOptions *o, int *width, int *height,
    GError **error)
{
  g_auto (P2pPlanes) planes = { 0 };
  const gboolean both = g_str_equal (o->dataset_mode, "aligned");
  const gboolean input = (side == 0) == p2p_options_forth (o);
  if (!p2p_planes_load (path, &planes, error))
    return FALSE;
  *width = planes.width;
  *height = planes.height;
  if (!p2p_planes_are_finite (&planes))
    g_set_error_literal (error, P2P_ERROR, P2P_ERROR_DATA,
        "holds values that are not finite numbers: repair it or remove it");
  else if ((both || input) && !fits (planes.channels, o->input_nc))
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA, "has %d channels, not %d: set --input_nc %d",
        planes.channels, o->input_nc, planes.channels);
  else if ((both || !input) && !fits (planes.channels, o->output_nc))
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA, "has %d channels, not %d: set --output_nc %d",
        planes.channels, o->output_nc, planes.channels);
  else
    return TRUE;
  return FALSE;
}

void
p2p_keep_depth_values (P2pLaunchValues *values, const P2pOptions *o)
{
  if (!o->keep_depth)
    return;
  p2p_launch_piece (values, "keep_depth", "true");
  p2p_launch_piece (values, "show", "p2pinferplanes");
  p2p_launch_piece (values, "infer", "p2pinferplanes");
  p2p_launch_piece (values, "pixels", "application/x-p2p-planes");
}

gboolean
p2p_keep_depth_map (GstSample *sample, P2pPlanes *planes, GstMapInfo *map)
{
  const GstStructure *s = gst_caps_get_structure (gst_sample_get_caps (sample), 0);
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  *planes = (P2pPlanes){ .depth = 32 };
  if (!gst_structure_get (s, "width", G_TYPE_INT, &planes->width, "height", G_TYPE_INT,
          &planes->height, "channels", G_TYPE_INT, &planes->channels, NULL)
      || !gst_buffer_map (buffer, map, GST_MAP_READ))
    return FALSE;
  planes->data = (float *) (void *) map->data;
  if (map->size
      == sizeof (float) * (gsize) planes->channels * (gsize) planes->height * (gsize) planes->width)
    return TRUE;
  gst_buffer_unmap (buffer, map);
  return FALSE;
}

/* What can be seen of PLANES. */
static gboolean
save_preview (const P2pPlanes *planes, const char *path, GError **error)
{
  const int channels = planes->channels < 3 ? 1 : 3;
  const gsize n = (gsize) channels * (gsize) planes->width * (gsize) planes->height;
  g_auto (P2pPicture) picture = { 0 };
  g_auto (P2pPlanes) seen = { 0 };
  if (!p2p_planes_alloc (&seen, planes->width, planes->height, channels, error)
      || !p2p_picture_alloc (&picture, planes->width, planes->height, error))
    return FALSE;
  memcpy (seen.data, planes->data, n * sizeof (float));
  p2p_planes_to_network (seen.data, n);
  p2p_planes_to_pixels (seen.data, channels, seen.width, seen.height, picture.data, picture.stride);
  return p2p_picture_save_png (&picture, path, error);
}

/* Wider for more than 1, higher for less, as for 8 bit pictures. */
static gboolean
stretch (const P2pPlanes *planes, double by, P2pPlanes *out, GError **error)
{
  const int width = by > 1 ? (int) (planes->width * by) : planes->width;
  const int height = by < 1 ? (int) (planes->height / by) : planes->height;
  return p2p_planes_resize_bicubic (planes, width, height, out, error);
}

char *
p2p_keep_depth_save (const P2pPlanes *planes, const char *folder, const char *stem,
    double aspect_ratio, GError **error)
{
  g_auto (P2pPlanes) stretched = { 0 };
  if (aspect_ratio != 1) {
    if (!stretch (planes, aspect_ratio, &stretched, error))
      return NULL;
    planes = &stretched;
  }
  const char *ending = p2p_planes_ending (planes->channels);
  g_autofree char *file = g_strconcat (stem, ending, NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  if (!p2p_planes_save (planes, path, error))
    return NULL;
  if (g_str_equal (ending, ".png"))
    return g_steal_pointer (&file);
  g_autofree char *preview = g_strconcat (stem, ".png", NULL);
  g_autofree char *preview_path = g_build_filename (folder, preview, NULL);
  return save_preview (planes, preview_path, error) ? g_steal_pointer (&preview) : NULL;
}
