/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claims: p2p train --keep_depth finds the channels of the files out itself, and p2p test
 * --keep_depth writes results of all of them; pictures that are not resized are saved again as
 * they were, to the last of 16 bits. */

#include <math.h>
#include "../elements/dataset-fixtures.h"

#define TINY                                                                                       \
  "--netG unet_64 --ngf 2 --ndf 2 --load_size 64 --crop_size 64 --threads 1 --num_threads 1 "      \
  "--backend ref --steps 3"

static char *root;

/* Runs p2p in ROOT; what it says on both streams, free with g_free(). */
static char *
p2p (const char *arguments, int status)
{
  g_autofree char *program = g_build_filename (g_getenv ("P2P_BUILD"), "pipelines", "p2p", NULL);
  g_autofree char *line = g_strdup_printf ("timeout 100 '%s' %s", program, arguments);
  g_autofree char *out = NULL, *err = NULL;
  g_auto (GStrv) argv = NULL;
  int got;
  g_assert_true (g_shell_parse_argv (line, NULL, &argv, NULL));
  g_assert_true (
      g_spawn_sync (root, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, &err, &got, NULL));
  g_test_message ("p2p %s: %s%s", arguments, out, err);
  g_assert_true (WIFEXITED (got));
  g_assert_cmpint (WEXITSTATUS (got), ==, status);
  return g_strconcat (out, err, NULL);
}

static void
save (const char *name, int number, int width, int height, int channels)
{
  g_autoptr (GError) error = NULL;
  g_auto (P2pPicture) planes = { 0 };
  g_autofree char *path = g_build_filename (root, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (p2p_picture_alloc (&planes, P2P_FORMAT_PLANES, width, height, channels, &error));
  for (int i = 0; i < width * height * channels; i++)
    planes.planes[i] = (float) ((number * 977 + i * 37) % 65536) / 65535.0f;
  p2p_picture_save (&planes, path, &error);
  g_assert_no_error (error);
}

static void
load (const char *name, P2pPicture *planes)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (root, name, NULL);
  p2p_picture_load (path, &p2p_read_planes, planes, &error);
  g_assert_no_error (error);
}

/* RESULT is columns X to X + 64 of SOURCE. */
static void
expect_same (const char *result, const char *source, int x)
{
  g_auto (P2pPicture) planes = { 0 }, whole = { 0 }, half = { 0 };
  load (result, &planes);
  load (source, &whole);
  g_assert_true (p2p_picture_alloc (&half, P2P_FORMAT_PLANES, 64, 64, whole.channels, NULL));
  p2p_picture_crop_flip (&whole, x, 0, FALSE, &half);
  g_assert_cmpint (planes.width, ==, 64);
  g_assert_cmpint (planes.height, ==, 64);
  g_assert_cmpint (planes.channels, ==, whole.channels);
  g_assert_cmpint (planes.depth, ==, whole.depth);
  const gsize size = (gsize) (64 * 64 * planes.channels) * sizeof (float);
  g_assert_cmpint (memcmp (planes.planes, half.planes, size), ==, 0);
}

static void
expect_finite (const char *name, int channels)
{
  g_auto (P2pPicture) planes = { 0 };
  load (name, &planes);
  g_assert_cmpint (planes.channels, ==, channels);
  g_assert_cmpint (planes.width, ==, 64);
  float least = INFINITY, most = -INFINITY;
  for (int i = 0; i < 64 * 64 * channels; i++) {
    g_assert_true (isfinite (planes.planes[i]));
    least = fminf (least, planes.planes[i]);
    most = fmaxf (most, planes.planes[i]);
  }
  g_assert_cmpfloat (least, <, most);
}

static void
expect_links (const char *page, const char *file)
{
  g_autofree char *path = g_build_filename (root, page, NULL), *text = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  fixture_assert_contains (text, file);
}

static void
test_five_channels (void)
{
  for (int i = 0; i < 3; i++) {
    g_autofree char *name = g_strdup_printf ("five/train/%d.tif", i);
    save (name, i, 128, 64, 5);
  }
  save ("five/test/x.tif", 9, 128, 64, 5);
  g_autofree char *said = p2p ("train five --name five --keep_depth " TINY, 0);
  fixture_assert_contains (said, "--input_nc 5");
  fixture_assert_contains (said, "--output_nc 5");
  g_autofree char *tested = p2p ("test five --dataroot five --keep_depth --backend ref", 0);
#define IMAGES "results/five/test_latest/images/"
  expect_finite (IMAGES "x_fake_B.tif", 5);
  expect_same (IMAGES "x_real_A.tif", "five/test/x.tif", 0);
  expect_same (IMAGES "x_real_B.tif", "five/test/x.tif", 64);
  expect_links ("results/five/test_latest/index.html", "images/x_fake_B.png");
  g_autofree char *preview = g_build_filename (root, IMAGES "x_fake_B.png", NULL);
  g_assert_true (g_file_test (preview, G_FILE_TEST_IS_REGULAR));
#undef IMAGES
  /* Without the option the model does not fit, and the message says so. */
  /* The model file says that all of their depth is wanted. */
  g_autofree char *without = p2p ("test five --dataroot five --backend ref", 0);
  fixture_assert_contains (without, "1 pictures translated");
  g_autofree char *wrong =
      p2p ("train five --name wrong --keep_depth --input_nc 4 --output_nc 5 " TINY, 64);
  fixture_assert_contains (wrong, "--input_nc 5");
}

/* One file of other channels among many: p2p check says which option it would need. */
static void
test_check (void)
{
  g_autofree char *good = p2p ("check five --keep_depth --netG unet_64 --crop_size 64", 0);
  fixture_assert_contains (good, "run: p2p train five --keep_depth");
  save ("five/train/other.png", 1, 128, 64, 4);
  g_autofree char *bad = p2p ("check five --keep_depth --netG unet_64 --crop_size 64", 65);
  fixture_assert_contains (bad, "other.png: has 4 channels, not 5: set --input_nc 4");
}

static void
test_grey_16 (void)
{
  save ("grey/train/0.png", 1, 128, 64, 1);
  save ("grey/test/x.png", 2, 128, 64, 1);
  g_autofree char *said = p2p ("train grey --name grey --keep_depth --direction BtoA " TINY, 0);
  fixture_assert_contains (said, "--input_nc 1");
  g_autofree char *tested = p2p ("test grey --dataroot grey --keep_depth --backend ref", 0);
#define IMAGES "results/grey/test_latest/images/"
  expect_finite (IMAGES "x_fake_B.png", 1);
  expect_same (IMAGES "x_real_A.png", "grey/test/x.png", 64); /* the input is B */
  expect_same (IMAGES "x_real_B.png", "grey/test/x.png", 0);
  expect_links ("results/grey/test_latest/index.html", "images/x_real_A.png");
}

/* The same files without the option: 8 bit RGB, clipped. */
static void
test_default (void)
{
  g_auto (P2pPicture) planes = { 0 };
  g_autofree char *said = p2p ("train grey --name plain --input_nc 1 --output_nc 1 " TINY, 0);
  g_autofree char *tested = p2p ("test plain --dataroot grey --backend ref", 0);
  load ("results/plain/test_latest/images/x_real_A.png", &planes);
  g_assert_cmpint (planes.depth, ==, 8);
  for (int i = 0; i < 64; i++)
    g_assert_cmpint ((int) roundf (planes.planes[i] * 255), ==,
        MIN (255, (2 * 977 + i * 37) % 65536));
}

/* Two folders of different channels, both directions of a cycle_gan. */
static void
test_unpaired (void)
{
  save ("two/trainA/0.png", 1, 64, 64, 4);
  save ("two/trainB/0.png", 2, 64, 64, 1);
  save ("two/testA/x.png", 3, 64, 64, 4);
  save ("two/testB/y.png", 4, 64, 64, 1);
  g_autofree char *said =
      p2p ("train two --name two --keep_depth --lambda_identity 0 --no_dropout " TINY, 0);
  fixture_assert_contains (said, "--input_nc 4");
  fixture_assert_contains (said, "--output_nc 1");
  g_autofree char *tested = p2p ("test two --dataroot two --keep_depth --backend ref", 0);
#define IMAGES2 "results/two/test_latest/images/"
  expect_finite (IMAGES2 "x_fake_B.png", 1);
  expect_finite (IMAGES2 "x_rec_A.png", 4);
  expect_finite (IMAGES2 "x_fake_A.png", 4);
  expect_same (IMAGES2 "x_real_A.png", "two/testA/x.png", 0);
  expect_same (IMAGES2 "x_real_B.png", "two/testB/y.png", 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  root = fixture_folder ();
  g_test_add_func ("/depth-files/five-channels", test_five_channels);
  g_test_add_func ("/depth-files/check", test_check);
  g_test_add_func ("/depth-files/grey-16", test_grey_16);
  g_test_add_func ("/depth-files/default", test_default);
  g_test_add_func ("/depth-files/unpaired", test_unpaired);
  const int failed = g_test_run ();
  fixture_remove (root);
  g_free (root);
  return failed;
}
