/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/page.h"

#include <string.h>
#include "io/atomic.h"
#include "printable.h"

struct _P2pPage
{
  GString *html;
};

/* Names of others may hold anything, also what is no UTF-8. */
static char *
escape (const char *text)
{
  g_autofree char *line = p2p_printable (text);
  return g_markup_escape_text (line, -1);
}

P2pPage *
p2p_page_new (const char *title, int refresh)
{
  P2pPage *page = g_new0 (P2pPage, 1);
  g_autofree char *escaped = escape (title);
  page->html = g_string_new ("<!DOCTYPE html>\n<html>\n  <head>\n    <meta charset=\"utf-8\">\n");
  if (refresh > 0)
    g_string_append_printf (page->html, "    <meta http-equiv=\"refresh\" content=\"%d\">\n",
        refresh);
  g_string_append_printf (page->html, "    <title>%s</title>\n  </head>\n  <body>\n", escaped);
  return page;
}

void
p2p_page_free (P2pPage *page)
{
  if (!page)
    return;
  g_string_free (page->html, TRUE);
  g_free (page);
}

static void
add_picture (GString *html, const char *file, const char *label, int width)
{
  g_autofree char *link = g_uri_escape_string (file, NULL, FALSE);
  g_autofree char *text = escape (label);
  g_string_append_printf (html,
      "        <td halign=\"center\" style=\"word-wrap: break-word;\" valign=\"top\">\n"
      "          <p>\n            <a href=\"images/%s\">\n"
      "              <img src=\"images/%s\" style=\"width:%dpx\">\n"
      "            </a>\n            <br>\n            <p>%s</p>\n          </p>\n        </td>\n",
      link, link, width, text);
}

void
p2p_page_add (P2pPage *page, const char *header, const char *const *files,
    const char *const *labels, guint n, int width)
{
  g_autofree char *text = escape (header);
  g_string_append_printf (page->html,
      "    <h3>%s</h3>\n    <table border=\"1\" style=\"table-layout: fixed;\">\n      <tr>\n",
      text);
  for (guint i = 0; i < n; i++)
    add_picture (page->html, files[i], labels[i], width);
  g_string_append (page->html, "      </tr>\n    </table>\n");
}

gboolean
p2p_page_save (const P2pPage *page, const char *path, GError **error)
{
  g_autofree char *whole = g_strconcat (page->html->str, "  </body>\n</html>\n", NULL);
  return p2p_atomic_write_all (path, whole, strlen (whole), error);
}
