/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claims: a folder's pictures are found in a fixed order, whatever else lies
 * there; a wrong folder gives a message that names what would work; orders,
 * crops and flips follow from seed, epoch and sample alone and have the
 * reference's ranges. */

#include "data/dataset.h"
#include "data/folders.h"
#include "error.h"
#include "io/limits.h"
#include "rng.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A folder made from a list of names: "x/" is a folder, anything else a file. */
static char *
make_tree (const char *const *names)
{
  char *root = g_dir_make_tmp ("p2p-dataset-XXXXXX", NULL);
  for (int i = 0; names[i]; i++) {
    g_autofree char *path = g_build_filename (root, names[i], NULL);
    g_autofree char *parent = g_path_get_dirname (path);
    g_assert_cmpint (g_mkdir_with_parents (g_str_has_suffix (names[i], "/") ? path : parent, 0755),
        ==, 0);
    if (!g_str_has_suffix (names[i], "/"))
      g_assert_true (g_file_set_contents (path, "x", 1, NULL));
  }
  return root;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;
  if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    dir = g_dir_open (path, 0, NULL);
  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *inner = g_build_filename (path, name, NULL);
    remove_tree (inner);
  }
  g_assert_cmpint (g_remove (path), ==, 0);
}

static void
assert_helpful (const GError *error, int code, const char *word)
{
  g_assert_error (error, P2P_ERROR, code);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, word));
  g_assert_true (g_regex_match_simple ("(try|use|set|add|check|run) ", error->message, 0, 0));
}

static void
test_list (void)
{
  const char *const names[] = { "2.png", "10.png", "b/1.JPG", "b/c/2.jpeg", "a.txt", "x.xcf",
    "noext", "Z.PNG", "d.jpg/inside.png", "e.Jpg", "empty/", ".png", NULL };
  const char *const expected[] = { ".png", "10.png", "2.png", "Z.PNG", "b/1.JPG", "b/c/2.jpeg",
    "d.jpg/inside.png", "dangling.jpg", "link.jpg" };
  g_autofree char *root = make_tree (names), *loop = NULL, *link = NULL, *dangling = NULL;
  g_autoptr (GPtrArray) all = NULL, some = NULL;
  g_autoptr (GError) error = NULL;
  loop = g_build_filename (root, "b", "loop.png", NULL); /* a folder link: not followed */
  link = g_build_filename (root, "link.jpg", NULL);
  dangling = g_build_filename (root, "dangling.jpg", NULL);
  g_assert_cmpint (symlink ("..", loop), ==, 0);
  g_assert_cmpint (symlink ("2.png", link), ==, 0);
  g_assert_cmpint (symlink ("nothing", dangling), ==, 0);
  all = p2p_list_pictures (root, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < all->len; i++) {
    g_assert_true (g_str_has_prefix (all->pdata[i], root));
    g_assert_cmpstr ((char *) all->pdata[i] + strlen (root) + 1, ==, expected[i]);
  }
  some = p2p_list_pictures (root, 3, &error);
  g_assert_cmpuint (some->len, ==, 3);
  g_assert_cmpstr (some->pdata[2], ==, all->pdata[2]);
  remove_tree (root);
}

static void
test_list_errors (void)
{
  const char *const names[] = { "train/notes.txt", "val/", NULL };
  const char *const wrong[][2] = { { "train", "notes.txt" }, { "val", "empty" },
    { "trian", "train, val" }, { "no/such/place", "train, val" }, { "train/notes.txt", "a file" } };
  g_autofree char *root = make_tree (names);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autofree char *dir = g_build_filename (root, wrong[i][0], NULL);
    g_autoptr (GError) error = NULL;
    g_assert_null (p2p_list_pictures (dir, 0, &error));
    assert_helpful (error, P2P_ERROR_NO_INPUT, wrong[i][1]);
  }
  remove_tree (root);
}

static void
test_folder (void)
{
  static const struct
  {
    const char *names[4], *phase, *word;
    gboolean root;
  } cases[] = {
    { { "train/1.jpg", "val/1.jpg" }, "train", NULL },
    { { "train/1.jpg", "val/1.jpg" }, "test", "try --phase val" },
    { { "train/1.jpg" }, "test", "try --phase train" },
    { { "summer/1.jpg" }, "train", "found summer: try --phase summer" },
    { { "trainA/1.jpg", "trainB/1.jpg" }, "train",
        "unpaired set (cycle_gan); try --dataset_mode unaligned" },
    { { "trainA/1.jpg", "trainB/1.jpg" }, "test",
        "found trainA and trainB: that is an unpaired set (cycle_gan); try --dataset_mode "
        "unaligned "
        "--phase train" },
    { { "1.jpg", "2.png", "test/3.png" }, "train", "2 pictures directly" },
    { { "1.jpg", "trainA/1.jpg", "trainB/1.jpg" }, "train", "try --dataset_mode unaligned" },
    { { "train.jpg", "2.png", "x/3.png" }, "train", NULL, TRUE },
    { { "A/train/1.jpg", "B/train/1.jpg" }, "train", "try --dataset_mode paired" },
    { { "A/1.jpg", "B/1.jpg" }, "train", "pairs; try --dataset_mode paired" },
    { { "facades/train/1.jpg" }, "train", "try --dataroot" },
    { { "readme.txt" }, "train", "no folders and no pictures" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *root = make_tree (cases[i].names);
    g_autoptr (GError) error = NULL;
    g_autofree char *folder = p2p_phase_folder (root, cases[i].phase, &p2p_mode_aligned, &error);
    if (cases[i].word) {
      g_assert_null (folder);
      assert_helpful (error, P2P_ERROR_NO_INPUT, cases[i].word);
    } else {
      g_assert_no_error (error);
      g_assert_true (g_str_has_suffix (folder, cases[i].root ? root : "/train"));
    }
    remove_tree (root);
  }
}

static void
test_folder_itself (void)
{
  const char *const names[] = { "train/1.jpg", NULL };
  g_autofree char *root = make_tree (names), *inner = g_build_filename (root, "train", NULL);
  g_autofree char *missing = g_build_filename (root, "facade", NULL);
  g_autofree char *file = g_build_filename (inner, "1.jpg", NULL);
  g_autofree char *flat = p2p_phase_folder (inner, "train", &p2p_mode_aligned, NULL);
  const char *const wrong[][2] = { { missing, "has the folders train" }, { file, "is a file" } };
  g_assert_cmpstr (flat, ==, inner);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (p2p_phase_folder (wrong[i][0], "train", &p2p_mode_aligned, &error));
    assert_helpful (error, P2P_ERROR_NO_INPUT, wrong[i][1]);
  }
  remove_tree (root);
}

static P2pDataset *
open_tree (const char *root, const char *mode, const char *phase, guint max, gboolean serial,
    GError **error)
{
  const P2pDatasetSpec spec = { .dataroot = root,
    .phase = phase,
    .mode = mode,
    .max = max,
    .serial = serial };
  return p2p_dataset_open (&spec, error);
}

/* The path below ROOT. */
static const char *
path_of (P2pDataset *dataset, const char *root, int side, guint64 epoch, guint32 sample)
{
  const char *path = p2p_dataset_path (dataset, side, 5, epoch, sample);
  g_assert_true (g_str_has_prefix (path, root));
  return path + strlen (root) + 1;
}

/* One file for both sides; the order is the epoch's. */
static void
test_one_file (void)
{
  static const struct
  {
    const char *mode;
    guint n;
    gboolean paired;
  } cases[] = { { "aligned", 3, TRUE }, { "", 3, TRUE }, { NULL, 3, TRUE },
    { "colorization", 3, TRUE }, { "single", 4, FALSE } };
  const char *const names[] = { "train/1.jpg", "train/2.png", "train/x/3.png", "val/4.png", NULL };
  g_autofree char *root = make_tree (names);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (P2pDataset) d = open_tree (root, cases[i].mode, "train", 0, FALSE, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (p2p_dataset_length (d), ==, cases[i].n);
    g_assert_false (p2p_dataset_is_split (d));
    g_assert_cmpint (p2p_dataset_is_paired (d), ==, cases[i].paired);
    g_assert_null (p2p_dataset_unmatched (d)[0]);
    for (guint64 epoch = 1; epoch < 4; epoch++) {
      g_autofree guint32 *order = p2p_epoch_order (5, epoch, cases[i].n, FALSE);
      for (guint32 k = 0; k < cases[i].n; k++) {
        g_assert_cmpstr (path_of (d, root, 0, epoch, k), ==, names[order[k]]);
        g_assert_cmpstr (path_of (d, root, 1, epoch, k), ==, names[order[k]]);
      }
    }
    g_autoptr (P2pDataset) two = open_tree (root, cases[i].mode, "train", 2, TRUE, NULL);
    g_assert_cmpuint (p2p_dataset_length (two), ==, 2);
    g_assert_cmpstr (path_of (two, root, 0, 9, 1), ==, "train/2.png");
  }
  remove_tree (root);
}

/* A wraps around where B has more files; B is any, but always the same one. */
static void
test_unaligned (void)
{
  const char *const names[] = { "trainA/0.jpg", "trainA/1.jpg", "trainA/2.jpg", "trainB/0.jpg",
    "trainB/1.jpg", "trainB/2.jpg", "trainB/3.jpg", "trainB/4.jpg", "testA/x.jpg", NULL };
  g_autofree char *root = make_tree (names);
  g_autoptr (GError) error = NULL;
  g_autoptr (P2pDataset) d = open_tree (root, "unaligned", "train", 0, FALSE, &error);
  g_autoptr (P2pDataset) again = open_tree (root, "unaligned", "train", 0, FALSE, NULL);
  guint a_seen[3] = { 0 }, b_seen[5] = { 0 }, same = 0;
  g_assert_no_error (error);
  g_assert_cmpuint (p2p_dataset_length (d), ==, 5);
  g_assert_true (p2p_dataset_is_split (d) && !p2p_dataset_is_paired (d));
  for (guint64 epoch = 1; epoch <= 200; epoch++) {
    g_autofree guint32 *order = p2p_epoch_order (5, epoch, 5, FALSE);
    for (guint32 k = 0; k < 5; k++) {
      P2pRng rng;
      p2p_rng_init (&rng, 5, P2P_RNG_PAIR, epoch << 40 | k);
      const guint32 a = order[k] % 3, b = p2p_rng_below (&rng, 5);
      g_assert_cmpstr (path_of (d, root, 0, epoch, k), ==, names[a]);
      g_assert_cmpstr (path_of (d, root, 1, epoch, k), ==, names[3 + b]);
      /* Asked alone and in another order, as a source of one side does. */
      g_assert_cmpstr (path_of (again, root, 1, 201 - epoch, 4 - k), !=, NULL);
      g_assert_cmpstr (path_of (again, root, 1, epoch, k), ==, names[3 + b]);
      a_seen[a]++;
      b_seen[b]++;
      same += b == order[k];
    }
  }
  for (guint i = 0; i < 5; i++)
    g_assert_cmpint (ABS ((int) b_seen[i] - 200), <, 60);
  g_assert_cmpint (ABS ((int) same - 200), <, 60);
  g_assert_cmpuint (a_seen[0], ==, 400);
  g_assert_cmpuint (a_seen[2], ==, 200);
  remove_tree (root);
}

static void
test_unaligned_serial (void)
{
  const char *const names[] = { "trainA/0.jpg", "trainA/1.jpg", "trainA/2.jpg", "trainB/0.jpg",
    "trainB/1.jpg", NULL };
  g_autofree char *root = make_tree (names);
  g_autofree char *a = g_build_filename (root, "trainA", NULL);
  g_autofree char *b = g_build_filename (root, "trainB//", NULL);
  /* The two folders themselves, exchanged. */
  const P2pDatasetSpec spec = { .dataroot = b,
    .dataroot_b = a,
    .phase = "nowhere",
    .mode = "unaligned",
    .serial = TRUE };
  g_autoptr (P2pDataset) d = open_tree (root, "unaligned", "train", 0, TRUE, NULL);
  g_autoptr (P2pDataset) two = open_tree (root, "unaligned", "train", 2, TRUE, NULL);
  g_autoptr (P2pDataset) given = p2p_dataset_open (&spec, NULL);
  for (guint32 k = 0; k < 3; k++) {
    g_assert_cmpstr (path_of (d, root, 0, 7, k), ==, names[k]);
    g_assert_cmpstr (path_of (d, root, 1, 7, k), ==, names[3 + k % 2]);
    g_assert_cmpstr (path_of (given, root, 0, 7, k), ==, names[3 + k % 2]);
    g_assert_cmpstr (path_of (given, root, 1, 7, k), ==, names[k]);
  }
  g_assert_cmpuint (p2p_dataset_length (two), ==, 2);
  g_assert_cmpuint (p2p_dataset_length (given), ==, 3);
  remove_tree (root);
}

/* All places where pairs may lie; what has no partner is named. */
static void
test_paired (void)
{
  static const char *const places[][2] = { { "train/A", "train/B" }, { "A/train", "B/train" },
    { "A", "B" } };
  static const char *const files[][2] = { { "1.jpg", "1.png" }, { "2.jpg", "3.jpg" },
    { "x/4.JPG", "x/4.jpeg" }, { "4.png", "y/4.png" }, { "5.jpg", "5.jpg" }, { "5.png", NULL } };
  static const char *const pairs[] = { "1.jpg", "5.jpg", "x/4.JPG" };
  for (guint p = 0; p < G_N_ELEMENTS (places); p++) {
    g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
    for (guint i = 0; i < G_N_ELEMENTS (files); i++)
      for (guint side = 0; side < 2; side++)
        if (files[i][side])
          g_ptr_array_add (names, g_build_filename (places[p][side], files[i][side], NULL));
    g_ptr_array_add (names, NULL);
    g_autofree char *root = make_tree ((const char *const *) names->pdata);
    g_autoptr (GError) error = NULL;
    g_autoptr (P2pDataset) d = open_tree (root, "paired", "train", 0, TRUE, &error);
    g_autoptr (P2pDataset) shuffled = open_tree (root, "paired", "train", 2, FALSE, NULL);
    g_assert_no_error (error);
    g_assert_true (p2p_dataset_is_split (d) && p2p_dataset_is_paired (d));
    g_assert_cmpuint (p2p_dataset_length (d), ==, G_N_ELEMENTS (pairs));
    g_assert_cmpuint (p2p_dataset_length (shuffled), ==, 2);
    for (guint32 k = 0; k < G_N_ELEMENTS (pairs); k++) {
      const char *a = path_of (d, root, 0, 1, k) + strlen (places[p][0]) + 1;
      const char *b = path_of (d, root, 1, 1, k) + strlen (places[p][1]) + 1;
      g_assert_cmpstr (a, ==, pairs[k]);
      g_assert_cmpint (strncmp (a, b, strcspn (a + 1, ".") + 1), ==, 0);
    }
    for (guint32 k = 0; k < 2; k++)
      g_assert_cmpint (path_of (shuffled, root, 0, 4, k)[strlen (places[p][0]) + 1], ==,
          path_of (shuffled, root, 1, 4, k)[strlen (places[p][1]) + 1]);
    g_assert_cmpuint (g_strv_length ((char **) p2p_dataset_unmatched (d)), ==, 5);
    g_assert_true (g_str_has_suffix (p2p_dataset_unmatched (d)[0], "/2.jpg"));
    g_assert_true (g_str_has_suffix (p2p_dataset_unmatched (d)[4], "/y/4.png"));
    remove_tree (root);
  }
}

/* What a user may get wrong: what is there is named, and what would work. */
static void
test_open_errors (void)
{
  static const struct
  {
    const char *names[5], *mode, *phase, *word;
  } cases[] = {
    { { "x" }, "odd", "train", "use one of: aligned, unaligned, paired, single, colorization" },
    { { "trainA/1.jpg", "trainB/1.jpg" }, "unaligned", "test",
        "no folders \"testA\" and \"testB\"" },
    { { "trainA/1.jpg", "trainB/1.jpg" }, "unaligned", "test", "trainB: try --phase train" },
    { { "trainA/1.jpg" }, "unaligned", "train", "no \"trainB\"; add it" },
    { { "trainA/1.jpg", "trainB/x.txt" }, "unaligned", "train", "trainB (looked for" },
    { { "A/1.jpg", "B/1.jpg" }, "unaligned", "train", "try --dataset_mode paired" },
    { { "train/1.jpg" }, "unaligned", "train", "try --dataset_mode aligned" },
    { { "h2z/trainA/1.jpg", "h2z/trainB/1.jpg" }, "unaligned", "train", "h2z" },
    { { "1.jpg", "2.jpg" }, "unaligned", "train", "add --dataroot_B" },
    { { "x.txt" }, "unaligned", "train", "no folders and no pictures: check" },
    { { "some/1.jpg", "other/1.jpg" }, "paired", "train", "found other, some: check" },
    { { "some/1.jpg" }, "paired", "train", "\"A/train\" and \"B/train\", nor \"A\" and \"B\"" },
    { { "trainA/1.jpg", "trainB/1.jpg" }, "paired", "train", "try --dataset_mode unaligned" },
    { { "A/1.jpg", "B/2.jpg" }, "paired", "train", "the first are 1.jpg and 2.jpg" },
    { { "train/A/1.jpg" }, "paired", "train", "no \"train/B\"; add it" },
    { { "val/1.jpg" }, "colorization", "train", "try --phase val" },
    { { "x.txt" }, "single", "train", "no picture below" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *root = make_tree (cases[i].names);
    g_autoptr (GError) error = NULL;
    g_assert_null (open_tree (root, cases[i].mode, cases[i].phase, 0, FALSE, &error));
    assert_helpful (error, i == 0 ? P2P_ERROR_USAGE : P2P_ERROR_NO_INPUT, cases[i].word);
    remove_tree (root);
  }
}

static void
test_open_usage (void)
{
  static const char *const modes[] = { "aligned", "single", "colorization" };
  g_autoptr (GError) error = NULL;
  g_assert_null (open_tree ("", "unaligned", "train", 0, FALSE, &error));
  assert_helpful (error, P2P_ERROR_USAGE, "dataroot");
  for (guint i = 0; i < G_N_ELEMENTS (modes); i++) {
    const P2pDatasetSpec spec = { .dataroot = "x", .dataroot_b = "y", .mode = modes[i] };
    g_autoptr (GError) e = NULL;
    g_assert_null (p2p_dataset_open (&spec, &e));
    assert_helpful (e, P2P_ERROR_USAGE, "dataroot_B");
  }
}

static void
test_order (void)
{
  enum
  {
    N = 400
  };
  g_autofree guint32 *a = p2p_epoch_order (1, 1, N, FALSE), *b = p2p_epoch_order (1, 1, N, FALSE);
  g_autofree guint32 *next = p2p_epoch_order (1, 2, N, FALSE);
  g_autofree guint32 *other = p2p_epoch_order (2, 1, N, FALSE);
  g_autofree guint32 *serial = p2p_epoch_order (1, 1, N, TRUE);
  g_autofree guint32 *none = p2p_epoch_order (1, 1, 0, FALSE);
  gboolean seen[N] = { FALSE };
  int first[3] = { 0 };
  for (int i = 0; i < N; i++) {
    g_assert_cmpuint (a[i], <, N);
    g_assert_false (seen[a[i]]);
    seen[a[i]] = TRUE;
    g_assert_cmpuint (serial[i], ==, (guint) i);
  }
  g_assert_cmpmem (a, sizeof (guint32) * N, b, sizeof (guint32) * N);
  g_assert_cmpint (memcmp (a, next, sizeof (guint32) * N), !=, 0);
  g_assert_cmpint (memcmp (a, other, sizeof (guint32) * N), !=, 0);
  /* Each of three comes first about as often. */
  for (guint64 epoch = 0; epoch < 3000; epoch++) {
    g_autofree guint32 *three = p2p_epoch_order (7, epoch, 3, FALSE);
    first[three[0]]++;
  }
  for (int i = 0; i < 3; i++)
    g_assert_cmpint (ABS (first[i] - 1000), <, 130);
}

static void
test_parse (void)
{
  g_autoptr (GError) error = NULL;
  P2pTransform t;
  g_assert_true (p2p_transform_parse ("resize_and_crop", 286, 256, FALSE, &t, &error));
  g_assert_true (t.resize && t.crop && t.flip && !t.scale_width);
  g_assert_true (p2p_transform_parse ("scale_width", 100, 256, TRUE, &t, &error));
  g_assert_true (!t.resize && !t.crop && !t.flip && t.scale_width);
  g_assert_false (p2p_transform_parse ("resize", 286, 256, FALSE, &t, &error));
  assert_helpful (error, P2P_ERROR_USAGE, "resize_and_crop, crop, scale_width, ");
  g_clear_error (&error);
  g_assert_false (p2p_transform_parse ("resize_and_crop", 200, 256, FALSE, &t, &error));
  assert_helpful (error, P2P_ERROR_USAGE, "200");
  g_assert_nonnull (strstr (error->message, "256"));
  g_clear_error (&error);
  g_assert_false (p2p_transform_parse ("crop", 200, 0, FALSE, &t, &error));
  assert_helpful (error, P2P_ERROR_USAGE, "at least 1");
}

static P2pCut
cut_of (const char *preprocess, int load, int crop, guint64 sample, int width, int height)
{
  P2pTransform t;
  P2pCut cut;
  g_autoptr (GError) error = NULL;
  g_assert_true (p2p_transform_parse (preprocess, load, crop, FALSE, &t, &error));
  g_assert_true (p2p_transform_cut (&t, 0, 3, 1, sample, width, height, &cut, &error));
  g_assert_no_error (error);
  return cut;
}

static void
assert_cut (P2pCut cut, int width, int height, int crop_width, int crop_height)
{
  g_assert_cmpint (cut.width, ==, width);
  g_assert_cmpint (cut.height, ==, height);
  g_assert_cmpint (cut.crop_width, ==, crop_width);
  g_assert_cmpint (cut.crop_height, ==, crop_height);
}

static void
test_sizes (void)
{
  static const int fours[][2] = { { 6, 8 }, { 10, 8 }, { 14, 16 }, { 18, 16 }, { 4, 4 }, { 5, 4 },
    { 7, 8 }, { 256, 256 } };
  assert_cut (cut_of ("resize_and_crop", 286, 256, 0, 600, 400), 286, 286, 256, 256);
  assert_cut (cut_of ("resize_and_crop", 256, 256, 0, 600, 400), 256, 256, 256, 256);
  assert_cut (cut_of ("crop", 286, 256, 0, 600, 400), 600, 400, 256, 256);
  assert_cut (cut_of ("crop", 286, 256, 0, 600, 100), 600, 100, 256, 256); /* black below */
  assert_cut (cut_of ("crop", 286, 256, 0, 200, 100), 200, 100, 200, 100); /* left alone */
  assert_cut (cut_of ("scale_width", 300, 256, 0, 600, 400), 300, 256, 300, 256);
  assert_cut (cut_of ("scale_width", 300, 100, 0, 601, 401), 300, 200, 300, 200);
  assert_cut (cut_of ("scale_width", 300, 256, 0, 300, 299), 300, 299, 300, 299);
  assert_cut (cut_of ("scale_width", 300, 256, 0, 300, 200), 300, 256, 300, 256);
  assert_cut (cut_of ("scale_width_and_crop", 300, 256, 0, 600, 800), 300, 400, 256, 256);
  for (guint i = 0; i < G_N_ELEMENTS (fours); i++)
    assert_cut (cut_of ("none", 286, 256, 0, fours[i][0], 100), fours[i][1], 100, fours[i][1], 100);
}

/* 286 to 256 leaves 31 positions, both ends included; half of all are mirrored. */
static void
test_draws (void)
{
  guint xs[31] = { 0 }, ys[31] = { 0 }, flips = 0;
  for (guint64 sample = 0; sample < 4000; sample++) {
    const P2pCut a = cut_of ("resize_and_crop", 286, 256, sample, 300, 300);
    const P2pCut b = cut_of ("resize_and_crop", 286, 256, sample, 300, 300);
    g_assert_cmpmem (&a, sizeof a, &b, sizeof b);
    g_assert_true (a.x >= 0 && a.x <= 30 && a.y >= 0 && a.y <= 30);
    xs[a.x]++;
    ys[a.y]++;
    flips += a.flip ? 1 : 0;
  }
  for (int i = 0; i < 31; i++) {
    g_assert_cmpuint (xs[i], >, 80);
    g_assert_cmpuint (ys[i], >, 80);
  }
  g_assert_cmpint (ABS ((int) flips - 2000), <, 150);
}

/* The numbers themselves: three draws, always, from the stream of the sample. */
static void
test_stream (void)
{
  P2pTransform t;
  P2pCut cut;
  P2pRng rng;
  for (guint64 epoch = 1; epoch < 20; epoch++) {
    p2p_rng_init (&rng, 11, P2P_RNG_CROP, epoch << 40 | 5);
    g_assert_true (p2p_transform_parse ("crop", 286, 256, FALSE, &t, NULL));
    g_assert_true (p2p_transform_cut (&t, 0, 11, epoch, 5, 300, 100, &cut, NULL));
    g_assert_cmpint (cut.x, ==, (int) p2p_rng_below (&rng, 45));
    g_assert_cmpint (cut.y, ==, (int) p2p_rng_below (&rng, 1));
    g_assert_cmpint (cut.flip, ==, p2p_rng_double (&rng) > 0.5);
    t.flip = FALSE;
    g_assert_true (p2p_transform_cut (&t, 0, 11, epoch, 5, 300, 100, &cut, NULL));
    g_assert_false (cut.flip);
  }
}

static void
test_impossible (void)
{
  P2pTransform t;
  P2pCut cut;
  g_autoptr (GError) error = NULL;
  g_assert_true (p2p_transform_parse ("none", 286, 256, FALSE, &t, NULL));
  g_assert_false (p2p_transform_cut (&t, 0, 1, 1, 1, 2, 100, &cut, &error));
  assert_helpful (error, P2P_ERROR_DATA, "2 x 100");
  g_clear_error (&error);
  g_assert_true (p2p_transform_parse ("scale_width", 286, 256, FALSE, &t, NULL));
  g_assert_false (p2p_transform_cut (&t, 0, 1, 1, 1, 1, P2P_LIMIT_PICTURE_SIDE, &cut, &error));
  assert_helpful (error, P2P_ERROR_DATA, "1 x 65500");
  g_clear_error (&error);
  g_assert_false (p2p_transform_cut (&t, 0, 1, 1, 1, 0, -3, &cut, &error));
  assert_helpful (error, P2P_ERROR_DATA, "sides must be");
}

/* Pictures that stand alone are never padded; each side draws for itself. */
static void
test_sides (void)
{
  P2pTransform t;
  P2pCut a, b;
  guint same = 0;
  g_autoptr (GError) error = NULL;
  g_assert_true (p2p_transform_parse ("crop", 286, 256, FALSE, &t, NULL));
  g_assert_true (p2p_transform_cut (&t, 0, 1, 1, 1, 300, 100, &a, NULL));
  g_assert_true (p2p_transform_cut (&t, 1, 1, 1, 1, 300, 256, &a, NULL));
  g_assert_false (p2p_transform_cut (&t, 1, 1, 1, 1, 300, 255, &a, &error));
  assert_helpful (error, P2P_ERROR_DATA, "300 x 255 is smaller than the crop of 256 x 256");
  g_assert_false (p2p_transform_cut (&t, 2, 1, 1, 1, 200, 200, &a, NULL));
  t.crop = FALSE;
  g_assert_true (p2p_transform_cut (&t, 2, 1, 1, 1, 200, 200, &a, NULL));
  t.crop = TRUE;
  for (guint64 i = 0; i < 1000; i++) {
    g_assert_true (p2p_transform_cut (&t, 1, 1, 1, i, 286, 286, &a, NULL));
    g_assert_true (p2p_transform_cut (&t, 2, 1, 1, i, 286, 286, &b, NULL));
    same += a.x == b.x;
  }
  g_assert_cmpuint (same, <, 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dataset/list", test_list);
  g_test_add_func ("/dataset/list-errors", test_list_errors);
  g_test_add_func ("/dataset/folder", test_folder);
  g_test_add_func ("/dataset/folder-itself", test_folder_itself);
  g_test_add_func ("/dataset/one-file", test_one_file);
  g_test_add_func ("/dataset/unaligned", test_unaligned);
  g_test_add_func ("/dataset/unaligned-serial", test_unaligned_serial);
  g_test_add_func ("/dataset/paired", test_paired);
  g_test_add_func ("/dataset/open-errors", test_open_errors);
  g_test_add_func ("/dataset/open-usage", test_open_usage);
  g_test_add_func ("/dataset/order", test_order);
  g_test_add_func ("/dataset/parse", test_parse);
  g_test_add_func ("/dataset/sizes", test_sizes);
  g_test_add_func ("/dataset/draws", test_draws);
  g_test_add_func ("/dataset/stream", test_stream);
  g_test_add_func ("/dataset/impossible", test_impossible);
  g_test_add_func ("/dataset/sides", test_sides);
  return g_test_run ();
}
