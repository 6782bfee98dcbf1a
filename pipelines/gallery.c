/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gallery.h"

#include "core/p2p.h"

#define PICTURE_WIDTH 256 /* in the page, in CSS pixels */

struct _P2pGallery
{
  GString *html;
};

P2pGallery *
p2p_gallery_new (const char *title)
{
  P2pGallery *gallery = g_new0 (P2pGallery, 1);
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  gallery->html = g_string_new (NULL);
  g_string_printf (gallery->html,
      "<!DOCTYPE html>\n<html>\n  <head>\n    <meta charset=\"utf-8\">\n"
      "    <title>%s</title>\n  </head>\n  <body>\n",
      escaped);
  return gallery;
}

void
p2p_gallery_free (P2pGallery *gallery)
{
  if (!gallery)
    return;
  g_string_free (gallery->html, TRUE);
  g_free (gallery);
}

static void
add_picture (GString *html, const char *file, const char *label)
{
  g_autofree char *escaped = g_uri_escape_string (file, NULL, TRUE);
  g_autofree char *link = g_markup_escape_text (escaped, -1);
  g_autofree char *text = g_markup_escape_text (label, -1);
  g_string_append_printf (html,
      "        <td halign=\"center\" style=\"word-wrap: break-word;\" valign=\"top\">\n"
      "          <p>\n            <a href=\"images/%s\">\n"
      "              <img src=\"images/%s\" style=\"width:%dpx\">\n"
      "            </a>\n            <br>\n            <p>%s</p>\n          </p>\n        </td>\n",
      link, link, PICTURE_WIDTH, text);
}

void
p2p_gallery_add (P2pGallery *gallery, const char *header, const char *const *files,
    const char *const *labels, guint n)
{
  g_autofree char *text = g_markup_escape_text (header, -1);
  g_string_append_printf (gallery->html,
      "    <h3>%s</h3>\n    <table border=\"1\" style=\"table-layout: fixed;\">\n      <tr>\n",
      text);
  for (guint i = 0; i < n; i++)
    add_picture (gallery->html, files[i], labels[i]);
  g_string_append (gallery->html, "      </tr>\n    </table>\n");
}

gboolean
p2p_gallery_save (const P2pGallery *gallery, const char *path, GError **error)
{
  g_autofree char *page = g_strconcat (gallery->html->str, "  </body>\n</html>\n", NULL);
  g_autoptr (GError) problem = NULL;
  if (g_file_set_contents (path, page, -1, &problem))
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_CREATE,
      "%s; set --results_dir to a folder you may write", problem->message);
  return FALSE;
}
