/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "data/layout.h"

#include "data/advice.h"
#include "data/contents.h"
#include "data/dataset.h"
#include "data/picture.h"
#include "data/places.h"
#include "error.h"
#include "io/limits.h"

#define N_PROBED 12        /* files whose size is looked at */
#define MOST 0.5           /* a part that decides */
#define PAIR_NARROWEST 1.7 /* width over height of A and B side by side */
#define PAIR_WIDEST 2.4

void
p2p_layout_clear (P2pLayout *layout)
{
  g_clear_pointer (&layout->folder_a, g_free);
  g_clear_pointer (&layout->folder_b, g_free);
  g_clear_pointer (&layout->text, g_free);
}

/* How wide over high a file is, from its header; 0: cannot be read. */
static double
probe (const char *path, gboolean as_stored, int *width, int *height, gboolean *turned)
{
  const P2pReading how = { P2P_FORMAT_PLANES, as_stored, P2P_LIMIT_PICTURE_PIXELS_MOST };
  P2pHeader header;
  gsize size;
  g_autofree guint8 *bytes = p2p_picture_read (path, &size, NULL);
  if (!bytes || !p2p_picture_probe (bytes, size, path, &how, &header, NULL))
    return 0;
  *width = header.width;
  *height = header.height;
  *turned = header.traits.orientation >= 5 && !as_stored;
  return (double) header.width / header.height;
}

/* Looks at a few of FILES; the part of them that are twice as wide as high. */
static double
look_at_some (P2pLayout *layout, const GPtrArray *files)
{
  const guint n = MIN (files->len, N_PROBED);
  int sizes[N_PROBED][2];
  guint n_read = 0, n_wide = 0, n_turned = 0, best = 0;
  for (guint i = 0; i < n; i++) {
    const guint k = (guint) ((guint64) i * files->len / n);
    gboolean turned = FALSE;
    const double ratio =
        probe (files->pdata[k], layout->as_stored, &sizes[n_read][0], &sizes[n_read][1], &turned);
    n_read += ratio > 0;
    n_turned += turned;
    n_wide += ratio >= PAIR_NARROWEST && ratio <= PAIR_WIDEST;
  }
  for (guint i = 0; i < n_read; i++) {
    guint same = 0;
    for (guint k = 0; k < n_read; k++)
      same += sizes[k][0] == sizes[i][0] && sizes[k][1] == sizes[i][1];
    layout->mixed |= same < n_read;
    if (same > best) {
      best = same;
      layout->width = sizes[i][0];
      layout->height = sizes[i][1];
    }
  }
  layout->turned = n_turned > MOST * n_read;
  return n_read ? (double) n_wide / n_read : 0;
}

/* "400 pictures of 512x256" */
static char *
count_text (const P2pLayout *layout, guint n)
{
  const char *word = n == 1 ? "picture" : "pictures";
  if (layout->width == 0)
    return g_strdup_printf ("%u %s (none of those looked at can be read)", n, word);
  return g_strdup_printf ("%u %s of %dx%d%s%s", n, word, layout->width, layout->height,
      layout->mixed ? " and other sizes" : "",
      layout->turned ? " (turned as their EXIF says; --ignore_orientation leaves them)" : "");
}

static gboolean
take_one (P2pLayout *layout, const char *folder, gboolean is_phase, GError **error)
{
  g_autoptr (GPtrArray) files = p2p_list_pictures (folder, 0, error);
  if (!files)
    return FALSE;
  const double wide = look_at_some (layout, files);
  layout->folder_a = g_strdup (folder);
  layout->n_a = files->len;
  g_autofree char *count = count_text (layout, files->len);
  if (!is_phase) {
    layout->mode = &p2p_mode_single;
    layout->confidence = 1;
    layout->text = g_strdup_printf ("%s directly in %s", count, folder);
  } else if (wide >= MOST || layout->width == 0) {
    layout->mode = &p2p_mode_aligned;
    layout->confidence = wide;
    layout->text = g_strdup_printf ("%s in %s: A and B side by side", count, folder);
  } else {
    layout->mode = &p2p_mode_colorization;
    layout->confidence = 1 - wide;
    layout->text =
        g_strdup_printf ("%s in %s: single pictures, not A and B side by side", count, folder);
  }
  return TRUE;
}

static guint
count_pairs (const char *a, const GPtrArray *in_a, const char *b, const GPtrArray *in_b)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n = 0;
  for (guint i = 0; i < in_a->len; i++)
    g_hash_table_add (names, p2p_pair_name (a, in_a->pdata[i]));
  for (guint i = 0; i < in_b->len; i++) {
    g_autofree char *name = p2p_pair_name (b, in_b->pdata[i]);
    n += g_hash_table_contains (names, name);
  }
  return n;
}

static char *
pairs_text (const P2pLayout *layout)
{
  const guint alone = layout->n_a + layout->n_b - 2 * layout->n_pairs;
  g_autofree char *count = count_text (layout, layout->n_pairs);
  g_autofree char *rest =
      alone ? g_strdup_printf (" (and %u without a partner)", alone) : g_strdup ("");
  return g_strdup_printf ("%s in %s and as many in %s: pairs by equal names%s", count,
      layout->folder_a, layout->folder_b, rest);
}

/* MAY_PAIR: equal names mean something. */
static gboolean
take_two (P2pLayout *layout, const char *a, const char *b, gboolean may_pair, GError **error)
{
  g_autoptr (GPtrArray) in_a = p2p_list_pictures (a, 0, error);
  g_autoptr (GPtrArray) in_b = in_a ? p2p_list_pictures (b, 0, error) : NULL;
  if (!in_b)
    return FALSE;
  layout->folder_a = g_strdup (a);
  layout->folder_b = g_strdup (b);
  layout->n_a = in_a->len;
  layout->n_b = in_b->len;
  layout->n_pairs = count_pairs (a, in_a, b, in_b);
  look_at_some (layout, in_a);
  const double part = (double) layout->n_pairs / MAX (in_a->len, in_b->len);
  if (may_pair && part > MOST) {
    layout->mode = &p2p_mode_paired;
    layout->confidence = part;
    layout->text = pairs_text (layout);
    return TRUE;
  }
  g_autofree char *count = count_text (layout, in_a->len);
  layout->mode = &p2p_mode_unaligned;
  layout->confidence = may_pair ? 1 - part : 1;
  layout->text = g_strdup_printf ("%s in %s and %u in %s: two kinds of pictures, not paired", count,
      a, in_b->len, b);
  return TRUE;
}

/* TRUE if two folders are there that lie as a mode has it, NAMED after the phase with what comes
 * first or not: then they are meant, and OK says whether they could be taken. */
static gboolean
take_place (P2pLayout *layout, const char *dataroot, const char *phase, gboolean named,
    gboolean *ok, GError **error)
{
  P2pPlace place;
  for (guint i = 0; p2p_place_at (i, &place); i++) {
    if ((*place.folders.a == '*') != named || !p2p_place_is_there (&place, dataroot, phase))
      continue;
    g_autofree char *a = p2p_place_path (dataroot, place.folders.a, phase);
    g_autofree char *b = p2p_place_path (dataroot, place.folders.b, phase);
    *ok = take_two (layout, a, b, place.mode->paired, error);
    return TRUE;
  }
  return FALSE;
}

static gboolean
take_root (P2pLayout *layout, const char *dataroot, const char *phase, const P2pAsked *asked,
    GError **error)
{
  g_autofree char *in_phase = g_build_filename (dataroot, phase, NULL);
  gboolean ok;
  if (take_place (layout, dataroot, phase, TRUE, &ok, error))
    return ok;
  if (p2p_is_folder (in_phase))
    return take_one (layout, in_phase, TRUE, error);
  if (take_place (layout, dataroot, phase, FALSE, &ok, error))
    return ok;
  if (p2p_has_picture (dataroot))
    return take_one (layout, dataroot, FALSE, error);
  p2p_error_no_layout (error, dataroot, phase, asked);
  return FALSE;
}

gboolean
p2p_layout_find (const char *dataroot, const char *dataroot_b, const char *phase,
    const P2pAsked *asked, P2pLayout *layout, GError **error)
{
  const gboolean two = dataroot_b && *dataroot_b;
  *layout = (P2pLayout){ .as_stored = layout->as_stored };
  if (!p2p_is_folder (dataroot) || (two && !p2p_is_folder (dataroot_b))) {
    p2p_error_no_dataroot (error, dataroot, two ? dataroot_b : NULL, phase, asked);
    return FALSE;
  }
  if (two)
    return take_two (layout, dataroot, dataroot_b, TRUE, error);
  return take_root (layout, dataroot, phase, asked, error);
}
