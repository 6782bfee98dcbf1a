/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/web.h"

#include <stdio.h>
#include "io/place.h"
#include "report/page.h"

static char *
file_name (guint64 epoch, const char *label)
{
  return g_strdup_printf ("epoch%03" G_GUINT64_FORMAT "_%s.png", epoch, label);
}

gboolean
p2p_web_add (const char *folder, guint64 epoch, const char *label, const P2pPicture *picture,
    GError **error)
{
  g_autofree char *web = p2p_place_under (folder, "web", NULL);
  g_autofree char *images = p2p_place_under (web, "images", NULL);
  g_autofree char *name = file_name (epoch, label);
  g_autofree char *path = p2p_place_under (images, name, NULL);
  return p2p_place_folder (web, error) && p2p_place_folder (images, error)
         && p2p_picture_save (picture, path, error);
}

static int
newest_first (gconstpointer a, gconstpointer b)
{
  const guint64 x = *(const guint64 *) a, y = *(const guint64 *) b;
  return x < y ? 1 : x > y ? -1 : 0;
}

/* The epochs in IMAGES that have a picture LABEL. */
static GArray *
epochs_in (const char *images, const char *label)
{
  GArray *epochs = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GDir) dir = g_dir_open (images, 0, NULL);
  const char *name;
  while (dir && (name = g_dir_read_name (dir))) {
    guint64 epoch;
    if (sscanf (name, "epoch%" G_GINT64_MODIFIER "u_", &epoch) != 1)
      continue;
    g_autofree char *expected = file_name (epoch, label);
    if (g_str_equal (expected, name))
      g_array_append_val (epochs, epoch);
  }
  g_array_sort (epochs, newest_first);
  return epochs;
}

/* The pictures of one epoch that are there: others would be broken links. */
static void
add_epoch (P2pPage *page, const char *images, guint64 epoch, const char *const *labels, guint n,
    int winsize)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *header = g_strdup_printf ("epoch [%" G_GUINT64_FORMAT "]", epoch);
  for (guint i = 0; i < n; i++) {
    g_autofree char *file = file_name (epoch, labels[i]);
    g_autofree char *path = p2p_place_under (images, file, NULL);
    if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
      continue;
    g_ptr_array_add (files, g_steal_pointer (&file));
    g_ptr_array_add (names, (gpointer) labels[i]);
  }
  p2p_page_add (page, header, (const char *const *) files->pdata,
      (const char *const *) names->pdata, files->len, winsize);
}

gboolean
p2p_web_page (const char *folder, const char *name, const char *const *labels, guint n, int winsize,
    int refresh, GError **error)
{
  g_autofree char *images = p2p_place_under (folder, "web", "images", NULL);
  g_autofree char *path = p2p_place_under (folder, "web", "index.html", NULL);
  g_autofree char *title = g_strdup_printf ("Experiment name = %s", name);
  g_autoptr (P2pPage) page = p2p_page_new (title, refresh);
  g_autoptr (GArray) epochs = n > 0 ? epochs_in (images, labels[0]) : NULL;
  for (guint i = 0; epochs && i < epochs->len; i++)
    add_epoch (page, images, g_array_index (epochs, guint64, i), labels, n, winsize);
  return p2p_page_save (page, path, error);
}
