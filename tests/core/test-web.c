/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claims: the page of a training shows the epochs that exist, newest first, nothing else, and
 * whatever names hold as text. */

#include "report/web.h"

#include <glib/gstdio.h>
#include <string.h>
#include "report/page.h"

static const char *const labels[] = { "real_A", "fake_B" };

static void
add (const char *dir, guint64 epoch, const char *label, guint8 grey)
{
  g_auto (P2pPicture) picture = { 0 };
  g_autoptr (GError) error = NULL;
  g_assert_true (p2p_picture_alloc (&picture, P2P_FORMAT_RGB, 6, 4, 3, NULL));
  memset (picture.data, grey, (gsize) picture.stride * 4);
  p2p_web_add (dir, epoch, label, &picture, &error);
  g_assert_no_error (error);
}

static char *
page_of (const char *dir, const char *name, int refresh)
{
  g_autofree char *path = g_build_filename (dir, "web", "index.html", NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;
  p2p_web_page (dir, name, labels, 2, 200, refresh, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *inner = g_build_filename (path, name, NULL);
    remove_tree (inner);
  }
  g_assert_cmpint (g_remove (path), ==, 0);
}

static void
test_epochs (void)
{
  g_autofree char *dir = g_dir_make_tmp ("p2p-web-XXXXXX", NULL);
  for (guint i = 0; i < 2; i++) {
    add (dir, 2, labels[i], 10);
    add (dir, 1000, labels[i], 10);
    add (dir, 10, labels[i], 10);
  }
  add (dir, 11, "real_A", 10); /* stopped between two pictures */
  g_autofree char *page = page_of (dir, "<b>&\"x\"", 1);
  g_assert_nonnull (strstr (page, "<title>Experiment name = &lt;b&gt;&amp;&quot;x&quot;</title>"));
  g_assert_nonnull (strstr (page, "<meta http-equiv=\"refresh\" content=\"1\">"));
  g_assert_nonnull (strstr (page, "style=\"width:200px\""));
  const char *at = page;
  static const char *const order[] = { "epoch [1000]", "images/epoch1000_real_A.png",
    "images/epoch1000_fake_B.png", "<p>fake_B</p>", "epoch [11]", "epoch011_real_A.png",
    "epoch [10]", "images/epoch010_real_A.png", "epoch [2]", "images/epoch002_fake_B.png" };
  for (guint i = 0; i < G_N_ELEMENTS (order); i++) {
    at = strstr (at, order[i]);
    g_assert_nonnull (at);
  }
  g_assert_null (strstr (page, "epoch [1]"));
  g_assert_null (strstr (page, "epoch011_fake_B.png")); /* no broken link */
  remove_tree (dir);
}

static void
test_again (void)
{
  g_autofree char *dir = g_dir_make_tmp ("p2p-web-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "web", "images", "epoch003_real_A.png", NULL);
  g_auto (P2pPicture) picture = { 0 };
  add (dir, 3, "real_A", 10);
  add (dir, 3, "real_A", 200);
  g_assert_true (p2p_picture_load (path, &p2p_read_rgb, &picture, NULL));
  g_assert_cmpint (picture.data[0], ==, 200);
  g_autofree char *page = page_of (dir, "x", 0);
  g_assert_null (strstr (page, "refresh"));
  remove_tree (dir);
}

static void
test_escape (void)
{
  static const char *const files[] = { "a#b?\"><script>.png" }, *const names[] = { "<i>" };
  g_autofree char *dir = g_dir_make_tmp ("p2p-web-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "index.html", NULL);
  g_autofree char *text = NULL;
  g_autoptr (P2pPage) page = p2p_page_new ("t", 0);
  p2p_page_add (page, "<script>alert(1)</script>", files, names, 1, 256);
  g_assert_true (p2p_page_save (page, path, NULL));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_null (strstr (text, "<script"));
  g_assert_null (strstr (text, "<i>"));
  g_assert_nonnull (strstr (text, "a%23b%3F%22%3E%3Cscript%3E.png"));
  remove_tree (dir);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/web/epochs", test_epochs);
  g_test_add_func ("/web/again", test_again);
  g_test_add_func ("/web/escape", test_escape);
  return g_test_run ();
}
