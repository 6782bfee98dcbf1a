/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claims: what a folder is gets found out, and said in one sentence; a folder that is no data
 * set gives a message with the command that would work. Golden texts. */

#include "data/contents.h"
#include "shell-word.h"
#include "data/layout.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>
#include "data/picture.h"
#include "error.h"

typedef struct
{
  const char *name;
  /* "d/train/a.png 8x4", "d/other.txt", "d/empty/"; NULL-terminated */
  const char *tree[8];
  const char *dataroot, *dataroot_b, *phase;
  const char *mode; /* NULL: fails */
  const char *text; /* the sentence, or the whole message */
} Case;

static const Case cases[] = {
  { "aligned", { "d/train/1.png 8x4", "d/train/2.png 8x4", "d/test/1.png 8x4" }, "d", NULL, "train",
      "aligned", "2 pictures of 8x4 in d/train: A and B side by side" },
  { "aligned-mixed", { "d/train/1.png 8x4", "d/train/2.png 8x4", "d/train/x/3.png 10x5" }, "d",
      NULL, "train", "aligned",
      "3 pictures of 8x4 and other sizes in d/train: A and B side by side" },
  { "single-in-phase", { "d/train/1.png 5x5", "d/train/2.png 5x5", "d/train/3.png 9x4" }, "d", NULL,
      "train", "colorization",
      "3 pictures of 5x5 and other sizes in d/train: single pictures, not A and B side by side" },
  { "single", { "d/1.png 5x5" }, "d", NULL, "train", "single", "1 picture of 5x5 directly in d" },
  { "unaligned", { "d/trainA/1.png 5x5", "d/trainB/1.png 5x5", "d/trainB/2.png 5x5" }, "d", NULL,
      "train", "unaligned",
      "1 picture of 5x5 in d/trainA and 2 in d/trainB: two kinds of pictures, not paired" },
  { "unaligned-test", { "d/testA/1.png 5x5", "d/testB/7.png 5x5", "d/trainA/" }, "d", NULL, "test",
      "unaligned",
      "1 picture of 5x5 in d/testA and 1 in d/testB: two kinds of pictures, not paired" },
  { "paired-in-phase", { "d/train/A/1.png 5x5", "d/train/B/1.png 5x5" }, "d", NULL, "train",
      "paired", "1 picture of 5x5 in d/train/A and as many in d/train/B: pairs by equal names" },
  { "paired-phase-below", { "d/A/train/1.png 5x5", "d/B/train/1.png 5x5", "d/A/val/2.png 5x5" },
      "d", NULL, "train", "paired",
      "1 picture of 5x5 in d/A/train and as many in d/B/train: pairs by equal names" },
  { "paired-flat",
      { "d/A/1.png 5x5", "d/A/2.png 5x5", "d/A/s/3.png 5x5", "d/B/1.jpg 5x5", "d/B/2.png 5x5",
          "d/B/s/4.png 5x5" },
      "d", NULL, "train", "paired",
      "2 pictures of 5x5 in d/A and as many in d/B: pairs by equal names (and 2 without a "
      "partner)" },
  { "two-folders-paired", { "a/1.png 5x5", "a/2.png 5x5", "b/1.png 5x5", "b/2.png 5x5" }, "a", "b",
      "train", "paired", "2 pictures of 5x5 in a and as many in b: pairs by equal names" },
  { "two-folders", { "a/1.png 5x5", "a/2.png 5x5", "b/x.png 5x5", "b/2.png 5x5" }, "a", "b",
      "train", "unaligned",
      "2 pictures of 5x5 in a and 2 in b: two kinds of pictures, not paired" },
  { "A-and-B-apart", { "d/A/1.png 5x5", "d/B/2.png 5x5" }, "d", NULL, "train", "unaligned",
      "1 picture of 5x5 in d/A and 1 in d/B: two kinds of pictures, not paired" },
  { "unreadable", { "d/train/1.png" }, "d", NULL, "train", "aligned",
      "1 picture (none of those looked at can be read) in d/train: A and B side by side" },
  { "one-too-high", { "d/facades/train/1.png 8x4" }, "d", NULL, "train", NULL,
      "d is no data set: it has the folder facades and no pictures (looked for train, trainA and "
      "trainB, train/A and train/B, A/train and B/train, A and B); run p2p train d/facades" },
  { "other-phase", { "d/test/1.png 8x4", "d/val/1.png 8x4" }, "d", NULL, "train", NULL,
      "d is no data set: it has the folders test, val and no pictures (looked for train, trainA "
      "and trainB, train/A and train/B, A/train and B/train, A and B); run p2p train d --phase "
      "val" },
  { "other-phase-at-test", { "d/train/1.png 8x4" }, "d", NULL, "test", NULL,
      "d is no data set: it has the folder train and no pictures (looked for test, testA and "
      "testB, test/A and test/B, A/test and B/test, A and B); run p2p check d" },
  { "val-at-test", { "d/train/1.png 8x4", "d/val/1.png 8x4" }, "d", NULL, "test", NULL,
      "d is no data set: it has the folders train, val and no pictures (looked for test, testA and "
      "testB, test/A and test/B, A/test and B/test, A and B); run p2p check d --phase val" },
  { "other-case", { "my d/Train/1.png 8x4" }, "my d", NULL, "train", NULL,
      "my d is no data set: it has the folder Train and no pictures (looked for train, trainA and "
      "trainB, train/A and train/B, A/train and B/train, A and B); run p2p train 'my d' --phase "
      "Train" },
  { "half", { "d/trainA/1.png 5x5" }, "d", NULL, "train", NULL,
      "d is no data set: it has the folder trainA and no pictures (looked for train, trainA and "
      "trainB, train/A and train/B, A/train and B/train, A and B); it has trainA but no trainB: "
      "add it, or use the folder of its counterpart, "
      "as in p2p train d/trainA FOLDER_B" },
  { "empty-B", { "d/trainA/1.png 5x5", "d/trainB/" }, "d", NULL, "train", NULL,
      "no picture below d/trainB (looked for names ending in .jpg, .jpeg, .png, .ppm, .bmp, "
      ".tif, .tiff, .gif or .webp); it is empty: check the path or add pictures" },
  { "empty-A-below", { "d/train/A/", "d/train/B/1.png 5x5" }, "d", NULL, "train", NULL,
      "no picture below d/train/A (looked for names ending in .jpg, .jpeg, .png, .ppm, .bmp, "
      ".tif, .tiff, .gif or .webp); it is empty: check the path or add pictures" },
  { "empty-phase-below", { "d/A/train/1.png 5x5", "d/B/train/" }, "d", NULL, "train", NULL,
      "no picture below d/B/train (looked for names ending in .jpg, .jpeg, .png, .ppm, .bmp, "
      ".tif, .tiff, .gif or .webp); it is empty: check the path or add pictures" },
  { "no-picture-in-A", { "d/A/1.txt", "d/B/1.png 5x5" }, "d", NULL, "train", NULL,
      "no picture below d/A (looked for names ending in .jpg, .jpeg, .png, .ppm, .bmp, .tif, "
      ".tiff, .gif or .webp); it holds 1 other files, \"1.txt\" for one: check the path or add "
      "pictures" },
  { "empty", { "d/" }, "d", NULL, "train", NULL,
      "d is no data set: it has no folders and no pictures (looked for train, trainA and trainB, "
      "train/A and train/B, A/train and B/train, A and B); put pairs side by side into d/train, or "
      "two folders trainA and trainB beside each other, and type the same again" },
  { "misspelt", { "facades/train/1.png 8x4" }, "facade", NULL, "train", NULL,
      "there is no folder facade; . has the folders facades: check the spelling, or run p2p check "
      "facades" },
  { "no-second", { "a/1.png 5x5", "bees/1.png 5x5" }, "a", "bee", "train", NULL,
      "there is no folder bee; . has the folders a, bees: check the spelling, or run p2p check "
      "a bees" },
  { "swapped", { "facades/train/1.png 8x4" }, "faacdes", NULL, "train", NULL,
      "there is no folder faacdes; . has the folders facades: check the spelling, or run p2p check "
      "facades" },
  { "classes", { "d/cats/1.png 5x5", "d/dogs/1.png 5x5", "d/notes/" }, "d", NULL, "train", NULL,
      "d is no data set: it has the folders cats, dogs, notes and no pictures (looked for train, "
      "trainA and trainB, train/A and train/B, A/train and B/train, A and B); run p2p train d/cats "
      "d/dogs" },
  { "a-file", { "d.txt" }, "d.txt", NULL, "train", NULL,
      "d.txt is a file, not a folder; use the folder that holds the pictures" },
};

static void
make_entry (const char *entry)
{
  g_auto (GStrv) words = g_strsplit (entry, " ", -1);
  const guint n = g_strv_length (words);
  int w, h;
  const gboolean sized = n > 1 && sscanf (words[n - 1], "%dx%d", &w, &h) == 2;
  g_autofree char *path =
      sized ? g_strndup (entry, strlen (entry) - strlen (words[n - 1]) - 1) : g_strdup (entry);
  g_autofree char *parent = g_path_get_dirname (path);
  g_assert_cmpint (g_mkdir_with_parents (parent, 0755), ==, 0);
  if (g_str_has_suffix (path, "/"))
    return;
  if (!sized) {
    g_assert_true (g_file_set_contents (path, "x", 1, NULL));
    return;
  }
  g_auto (P2pPicture) picture = { 0 };
  g_assert_true (p2p_picture_alloc (&picture, P2P_FORMAT_RGB, w, h, 3, NULL));
  memset (picture.data, 100, (gsize) picture.stride * (gsize) h);
  g_assert_true (p2p_picture_save (&picture, path, NULL));
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
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *root = g_dir_make_tmp ("p2p-layout-XXXXXX", NULL);
  g_autoptr (GError) error = NULL;
  g_auto (P2pLayout) layout = { 0 };
  g_assert_cmpint (chdir (root), ==, 0);
  for (guint i = 0; c->tree[i]; i++)
    make_entry (c->tree[i]);
  const gboolean found =
      p2p_layout_find (c->dataroot, c->dataroot_b, c->phase, NULL, &layout, &error);
  if (c->mode) {
    g_assert_no_error (error);
    g_assert_true (found);
    g_assert_cmpstr (layout.mode->name, ==, c->mode);
    g_assert_cmpstr (layout.text, ==, c->text);
    g_assert_true (layout.confidence >= 0 && layout.confidence <= 1);
  } else {
    g_assert_false (found);
    g_assert_error (error, P2P_ERROR, P2P_ERROR_NO_INPUT);
    g_assert_cmpstr (error->message, ==, c->text);
    g_assert_true (g_regex_match_simple ("(try|use|set|add|check|run|put) ", error->message, 0, 0));
  }
  g_assert_cmpint (chdir ("/"), ==, 0);
  remove_tree (root);
}

/* What is advised is what was typed, with its options. */
static void
test_asked (void)
{
  static const P2pAsked train = { "p2p train", "", "train", " --model cycle_gan", NULL };
  static const P2pAsked test = { "p2p test x --dataroot", "--dataroot_B", "test", " --epoch 5",
    " --model test --model_suffix _*" };
  const struct
  {
    char *line;
    const char *expected;
  } rows[] = {
    { p2p_asked_again (&train, "a b", "c", "train"), "p2p train 'a b' c --model cycle_gan" },
    { p2p_asked_again (&train, "a", NULL, "val"), "p2p train a --phase val --model cycle_gan" },
    { p2p_asked_again (&test, "a", "b", NULL), "p2p test x --dataroot a --dataroot_B b --epoch 5" },
    { p2p_asked_one_side (&test, "d/testB", 'A'),
        "p2p test x --dataroot d/testB --epoch 5 --model test --model_suffix _B" },
    { p2p_asked_one_side (&test, "d/cats", 'A'),
        "p2p test x --dataroot d/cats --epoch 5 --model test --model_suffix _A" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_assert_cmpstr (rows[i].line, ==, rows[i].expected);
    g_free (rows[i].line);
  }
}

static void
test_words (void)
{
  static const char *const words[][2] = { { "facades", "facades" }, { "a b", "'a b'" },
    { "", "''" }, { "-x", "'-x'" }, { "it's", "'it'\\''s'" },
    { "it's\033[31m", "$'it\\x27s\\x1b[31m'" }, { "r\xe9n", "$'r\\xe9n'" } };
  static const char *const names[][3] = { { "d/A", "d/A/x.png", "x" },
    { "d/A", "d/A/s.t/x", "s.t/x" }, { "d/A/", "d/A/s/x.y.jpg", "s/x.y" },
    { "d", "d/.png", ".png" } };
  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    g_autofree char *word = p2p_shell_word (words[i][0]);
    g_assert_cmpstr (word, ==, words[i][1]);
  }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *name = p2p_pair_name (names[i][0], names[i][1]);
    g_assert_cmpstr (name, ==, names[i][2]);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/layout/", cases[i].name, NULL);
    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/layout/asked", test_asked);
  g_test_add_func ("/layout/words", test_words);
  return g_test_run ();
}
