/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claim: no name leads out of a folder, nothing in a run's folder makes us wait, and nothing that
 * is not ours is written to through it. */

#include "io/place.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include "error.h"
#include "data/picture.h"
#include "io/atomic.h"
#include "report/web.h"
#include "run-folder.h"

static void
test_words (void)
{
  static const char *const words[][2] = { { "facades", "facades" }, { "", "_" }, { ".", "_" },
    { "..", "_." }, { "../../etc", ".._.._etc" }, { "/etc/passwd", "_etc_passwd" },
    { "a\nb\033[31m", "a_b_[31m" }, { "...", "..." }, { "\xe9t\xe9", "\xe9t\xe9" },
    { "\xc3\xa4", "\xc3\xa4" } };
  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    g_autofree char *word = p2p_place_word (words[i][0], P2P_PLACE_NAME_MAX);
    g_assert_cmpstr (word, ==, words[i][1]);
    g_assert_cmpint (p2p_place_is_word (words[i][0]), ==, g_str_equal (words[i][0], words[i][1]));
  }
}

static void
test_long_words (void)
{
  g_autofree char *a = g_strnfill (300, 'a'), *b = g_strconcat (a, "b", NULL);
  g_autofree char *one = p2p_place_word (a, 255), *two = p2p_place_word (b, 255);
  g_autofree char *again = p2p_place_word (one, 255);
  g_autoptr (GString) umlauts = g_string_new (NULL);
  g_assert_cmpuint (strlen (one), ==, 255);
  g_assert_cmpuint (strlen (two), ==, 255);
  g_assert_cmpstr (one, !=, two);
  g_assert_cmpstr (one, ==, again);
  for (guint i = 0; i < 200; i++) {
    g_autofree char *word = p2p_place_word (umlauts->str, 40 + i % 7);
    g_assert_cmpuint (strlen (word), <=, 40 + i % 7);
    g_assert_true (g_utf8_validate (word, -1, NULL));
    g_string_append (umlauts, "\xc3\xa4");
  }
}

static void
test_under (void)
{
  static const char *const roots[] = { "r", "r/", "/r", "../r", "." };
  static const char *const parts[] = { "..", "../..", "/etc", "a/b", ".", "" };
  for (guint r = 0; r < G_N_ELEMENTS (roots); r++)
    for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
      for (guint k = 0; k < G_N_ELEMENTS (parts); k++) {
        g_autofree char *path = p2p_place_under (roots[r], parts[i], parts[k], NULL);
        g_autofree char *root = g_canonicalize_filename (roots[r], "/x/y");
        g_autofree char *full = g_canonicalize_filename (path, "/x/y");
        g_assert_true (g_str_has_prefix (full, root));
        g_auto (GStrv) below = g_strsplit (full + strlen (root) + 1, "/", -1);
        g_assert_cmpuint (g_strv_length (below), ==, 2);
      }
}

/* --- what may stand in the way --- */

static void
make_pipe (const char *path)
{
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
}

static void
make_folder (const char *path)
{
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
}

static void
make_socket (const char *path)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  const int fd = socket (AF_UNIX, SOCK_STREAM, 0);
  g_assert_cmpuint (strlen (path), <, sizeof address.sun_path);
  strcpy (address.sun_path, path);
  g_assert_cmpint (bind (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  close (fd);
}

/* To a file of somebody's, beside the run. */
static void
make_link (const char *path)
{
  g_assert_cmpint (symlink ("../precious", path), ==, 0);
}

static void
make_dangling (const char *path)
{
  g_assert_cmpint (symlink ("../not-there", path), ==, 0);
}

static void
make_link_to_folder (const char *path)
{
  g_assert_cmpint (symlink ("..", path), ==, 0);
}

typedef void (*Make) (const char *path);

static P2pTrainer *
train_in (const char *dir, GError **error)
{
  g_auto (P2pOptions) o;
  small_options (&o, dir, "ref");
  g_autoptr (P2pTrainer) t = p2p_trainer_new (&o, error);
  return t && train_until (t, 2, error) ? g_steal_pointer (&t) : NULL;
}

/* A folder in which the run `run` has only what MAKE makes under NAME, and somebody's file. */
static char *
folder_with (const char *name, Make make)
{
  char *dir = g_dir_make_tmp ("p2p-XXXXXX", NULL);
  g_autofree char *run = g_build_filename (dir, "run", NULL);
  g_autofree char *path = g_build_filename (run, name, NULL);
  g_autofree char *precious = g_build_filename (dir, "precious", NULL);
  g_assert_true (g_file_set_contents (precious, "process of mine\n", -1, NULL));
  make_folder (run);
  make (path);
  return dir;
}

static void
check_untouched (const char *dir)
{
  g_autofree char *precious = g_build_filename (dir, "precious", NULL), *text = NULL;
  g_autofree char *other = g_build_filename (dir, "not-there", NULL);
  g_assert_true (g_file_get_contents (precious, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "process of mine\n");
  g_assert_false (g_file_test (other, G_FILE_TEST_EXISTS));
}

/* Refused before the first step, with the name of what stands in the way. */
static void
test_in_the_way (void)
{
  static const struct
  {
    const char *name;
    gboolean replaces_links; /* written as a new file under the old name */
  } names[] = { { "run.lock" }, { "loss_log.txt" }, { "state" }, { "train_opt.txt", TRUE },
    { "latest_net_G.safetensors", TRUE }, { "latest_net_D.pth", TRUE } };
  static const Make makes[] = { make_pipe, make_socket, make_folder, make_link, make_dangling,
    make_link_to_folder };
  for (guint n = 0; n < G_N_ELEMENTS (names); n++)
    for (guint m = 0; m < G_N_ELEMENTS (makes); m++) {
      const gboolean fine = (m > 2 && names[n].replaces_links)
                            || (makes[m] == make_folder && g_str_equal (names[n].name, "state"));
      g_autofree char *dir = folder_with (names[n].name, makes[m]);
      g_autoptr (GError) error = NULL;
      g_autoptr (P2pTrainer) t = train_in (dir, &error);
      g_test_message ("%s, kind %u: %s", names[n].name, m, error ? error->message : "goes");
      if (fine) {
        g_assert_no_error (error);
      } else {
        g_assert_error (error, P2P_ERROR, P2P_ERROR_CREATE);
        g_assert_nonnull (strstr (error->message, names[n].name));
      }
      check_untouched (dir);
      remove_folder (dir);
    }
}

/* A second name of somebody's file is a regular file and no link. */
static void
test_lock_of_others (void)
{
  g_autofree char *dir = folder_with ("other", make_folder);
  g_autofree char *lock = g_build_filename (dir, "run", "run.lock", NULL), *text = NULL;
  g_autoptr (GError) error = NULL;
  g_assert_true (g_file_set_contents (lock, "my notes\n", -1, NULL));
  g_assert_null (train_in (dir, &error));
  g_assert_error (error, P2P_ERROR, P2P_ERROR_CREATE);
  g_assert_true (g_file_get_contents (lock, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "my notes\n");
  remove_folder (dir);
}

static void
test_web (void)
{
  static const Make makes[] = { make_pipe, make_link_to_folder };
  for (guint m = 0; m < G_N_ELEMENTS (makes); m++) {
    g_autofree char *dir = folder_with ("web", makes[m]);
    g_autofree char *run = g_build_filename (dir, "run", NULL);
    g_autofree char *images = g_build_filename (dir, "images", NULL);
    g_auto (P2pPicture) picture = { 0 };
    g_autoptr (GError) error = NULL;
    g_assert_true (p2p_picture_alloc (&picture, P2P_FORMAT_RGB, 2, 2, 3, &error));
    g_assert_false (p2p_web_add (run, 1, "real_A", &picture, &error));
    g_assert_error (error, P2P_ERROR, P2P_ERROR_CREATE);
    g_assert_false (g_file_test (images, G_FILE_TEST_EXISTS));
    remove_folder (dir);
  }
}

static void
test_atomic (void)
{
  g_autofree char *dir = g_dir_make_tmp ("p2p-XXXXXX", NULL);
  g_autofree char *pipe = g_build_filename (dir, "pipe", NULL), *text = NULL;
  g_autofree char *name = g_strnfill (255, 'n');
  g_autofree char *file = g_build_filename (dir, name, NULL);
  g_autoptr (GError) error = NULL;
  make_pipe (pipe);
  g_assert_false (p2p_atomic_write_all (pipe, "x", 1, &error));
  g_assert_error (error, P2P_ERROR, P2P_ERROR_CREATE);
  g_clear_error (&error);
  g_assert_true (p2p_atomic_write_all (file, "x", 1, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "x");
  remove_folder (dir);
}

static void
test_read (void)
{
  g_autofree char *dir = g_dir_make_tmp ("p2p-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (dir, "file", NULL);
  g_autofree char *link = g_build_filename (dir, "link", NULL);
  g_autoptr (GError) error = NULL;
  g_assert_null (p2p_place_read (file, &error));
  g_assert_error (error, P2P_ERROR, P2P_ERROR_NO_INPUT);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (file, "words", -1, NULL));
  g_assert_cmpint (symlink ("file", link), ==, 0);
  g_autofree char *text = p2p_place_read (file, &error);
  g_assert_cmpstr (text, ==, "words");
  g_assert_null (p2p_place_read (link, &error));
  g_assert_error (error, P2P_ERROR, P2P_ERROR_CREATE);
  remove_folder (dir);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/place/words", test_words);
  g_test_add_func ("/place/long-words", test_long_words);
  g_test_add_func ("/place/under", test_under);
  g_test_add_func ("/place/in-the-way", test_in_the_way);
  g_test_add_func ("/place/lock-of-others", test_lock_of_others);
  g_test_add_func ("/place/web", test_web);
  g_test_add_func ("/place/atomic", test_atomic);
  g_test_add_func ("/place/read", test_read);
  return g_test_run ();
}
