/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claim: the launch lines that a user types work as typed, on a screen (xvfb):
 * exit status 0, nothing critical on stderr, and pictures reach autovideosink. Every launch file
 * runs with its defaults, trains what it says and writes all pictures that it names. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../elements/dataset-fixtures.h"
#include "../elements/infer-fixtures.h"

#define INFER "p2pinfer model=facades.safetensors ! autovideosink"

static const struct
{
  const char *name, *pipeline;
  int least; /* pictures shown, on a busy machine too */
  int all;   /* in the source */
} cases[] = {
  { "mp4", "filesrc location=clip.mp4 ! " INFER, 5, 30 },
  { "webm", "filesrc location=clip.webm ! " INFER, 5, 30 },
  { "jpg", "filesrc location=picture.jpg ! " INFER, 1, 1 },
  { "png", "filesrc location=picture.png ! " INFER, 1, 1 },
  { "live", "videotestsrc is-live=true num-buffers=30 ! video/x-raw,width=64,height=64 ! " INFER, 5,
      30 },
  { "live-mjpeg",
      "videotestsrc is-live=true num-buffers=30 ! video/x-raw,width=64,height=64 ! "
      "jpegenc ! " INFER,
      5, 30 },
};

static char *folder;

/* GStreamer's sinks say at their end what they have shown. */
static int
shown_in (const char *log)
{
  const char *line = log, *last = NULL;
  while ((line = strstr (line, "rendered: ")))
    last = line++;
  int shown = -1;
  return last && sscanf (last, "rendered: %d", &shown) == 1 ? shown : -1;
}

/* Skips the test at hand if one of them is missing. */
static gboolean
has_programs (const char *const *names)
{
  for (; *names; names++) {
    g_autofree char *path = g_find_program_in_path (*names);
    g_autofree char *reason = g_strdup_printf ("%s is not installed here", *names);
    if (!path) {
      g_test_skip (reason);
      return FALSE;
    }
  }
  return TRUE;
}

static void
test_line (gconstpointer data)
{
  static const char *const programs[] = { "xvfb-run", "gst-launch-1.0", NULL };
  const guint i = GPOINTER_TO_UINT (data);
  if (!has_programs (programs))
    return;
  /* autovideosink opens the display, closes it and opens it again; without -noreset the
   * server starts anew in between and may not be back in time. */
  g_autofree char *line =
      g_strconcat ("timeout 60 xvfb-run -a -s '-screen 0 1280x1024x24 -noreset' gst-launch-1.0 ",
          cases[i].pipeline, NULL);
  g_autofree char *log_path = g_build_filename (folder, "log", NULL);
  g_autofree char *out = NULL, *err = NULL, *log = NULL;
  g_auto (GStrv) argv = NULL;
  g_autoptr (GError) error = NULL;
  int status;
  g_assert_true (g_shell_parse_argv (line, NULL, &argv, &error));
  g_auto (GStrv) env = g_environ_setenv (g_get_environ (), "GST_DEBUG", "basesink:6", TRUE);
  env = g_environ_setenv (env, "GST_DEBUG_FILE", log_path, TRUE);
  env = g_environ_setenv (env, "G_DEBUG", "fatal-criticals", TRUE);
  g_spawn_sync (folder, argv, env, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, &err, &status, &error);
  g_assert_no_error (error);
  g_test_message ("%s%s", out, err);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  g_assert_null (strstr (err, "CRITICAL"));
  g_assert_true (g_file_get_contents (log_path, &log, NULL, NULL));
  const int shown = shown_in (log);
  g_test_message ("%s: %d of %d pictures shown", cases[i].name, shown, cases[i].all);
  g_assert_cmpint (shown, >=, cases[i].least);
  g_assert_cmpint (shown, <=, cases[i].all + 1); /* the last may be drawn again */
}

/* A wrong path: one sentence, and a status that says so. */
static void
test_wrong_model (void)
{
  static const char *const programs[] = { "gst-launch-1.0", NULL };
  g_autofree char *out = NULL, *err = NULL;
  int status;
  if (!has_programs (programs))
    return;
  g_auto (GStrv) argv = g_strsplit ("gst-launch-1.0 filesrc location=clip.webm ! p2pinfer "
                                    "model=nowhere.safetensors ! fakesink",
      " ", -1);
  g_assert_true (g_spawn_sync (folder, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, &err,
      &status, NULL));
  g_assert_false (g_spawn_check_wait_status (status, NULL));
  g_assert_nonnull (strstr (err, "nowhere.safetensors"));
}

static gboolean
fill_one (const GMatchInfo *match, GString *out, gpointer values)
{
  g_autofree char *key = g_match_info_fetch (match, 1), *fallback = g_match_info_fetch (match, 3);
  const char *value = g_hash_table_lookup (values, key);
  g_string_append (out, value ? value : fallback);
  return FALSE;
}

/* The launch file NAME, filled in as p2p and a shell do it. VALUES: key, value, ..., NULL; the
 * folder of this test is put in for DIR. */
static char *
fill (const char *name, const char *const *values)
{
  g_autofree char *leaf = g_strconcat (name, ".launch", NULL);
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "..", "pipelines", "launch", leaf, NULL);
  g_autoptr (GRegex) comment = g_regex_new ("^#.*$", G_REGEX_MULTILINE, 0, NULL);
  g_autoptr (GRegex) place = g_regex_new ("\\$\\{(\\w+)(:-([^}]*))?\\}", 0, 0, NULL);
  g_autoptr (GHashTable) table = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autofree char *text = NULL, *code = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  for (; *values; values += 2) {
    g_auto (GStrv) parts = g_strsplit (values[1], "DIR", -1);
    g_hash_table_insert (table, (gpointer) values[0], g_strjoinv (folder, parts));
  }
  code = g_regex_replace_literal (comment, text, -1, 0, "", 0, NULL);
  return g_regex_replace_eval (place, code, -1, 0, 0, fill_one, table, NULL);
}

static void
run_file (const char *name, const char *const *values, Outcome *outcome)
{
  g_autofree char *line = fill (name, values);
  fixture_run (line, 0, outcome);
  g_assert_cmpstr (outcome->error, ==, NULL);
  g_assert_true (outcome->eos);
}

/* N pictures in FOLDER/data/NAME. */
static void
make_pictures (const char *name, int n, int width)
{
  g_autofree char *dir = g_build_filename (folder, "data", name, NULL);
  g_assert_cmpint (g_mkdir_with_parents (dir, 0700), ==, 0);
  for (int i = 0; i < n; i++) {
    g_autofree char *path = g_strdup_printf ("%s/%03d.png", dir, i);
    fixture_save_picture (path, i, width, 64);
  }
}

static const struct
{
  const char *name;               /* of train-NAME.launch and test-NAME.launch, "" without */
  const char *source, *transform; /* properties: what makes the set smaller, and so on */
  const char *trainer;
  const char *models[2]; /* files of the run */
  guint64 n;             /* samples of an epoch */
  const char *labels[6];
} models[] = {
  { "", "", "load-size=72 crop-size=64", "net-g=unet_64 ngf=4 ndf=4", { "latest_net_G" }, 3,
      { "real_A", "fake_B", "real_B" } },
  { "paired", "", "load-size=72 crop-size=64 grey-a=true", "net-g=unet_64 ngf=4 ndf=4 input-nc=1",
      { "latest_net_G" }, 3, { "real_A", "fake_B", "real_B" } },
  { "unaligned", "", "load-size=72 crop-size=64", "net-g=unet_64 ngf=4 ndf=4",
      { "latest_net_G_A", "latest_net_G_B" }, 3,
      { "real_A", "fake_B", "rec_A", "real_B", "fake_A", "rec_B" } },
  { "colorization", "", "load-size=72 crop-size=64", "net-g=unet_64 ngf=4 ndf=4",
      { "latest_net_G" }, 3, { "real_A", "real_B_rgb", "fake_B_rgb" } },
  { "single", "", "", NULL, { "facades" }, 3, { "real", "fake" } },
};

static void
train_model (guint i)
{
  const char *name = models[i].name;
  g_autofree char *file = *name ? g_strconcat ("train-", name, NULL) : g_strdup ("train");
  g_autofree char *trainer = g_strdup_printf ("%s threads=1 print-freq=1 n-epochs=1 "
                                              "n-epochs-decay=0 checkpoints-dir=%s/runs "
                                              "run-name=m%s",
      models[i].trainer, folder, name);
  const char *const values[] = { "dataroot", "DIR/data", "trainer", trainer, "transform",
    models[i].transform, "source", models[i].source, NULL };
  g_auto (Outcome) o;
  run_file (file, values, &o);
  g_assert_cmpuint (o.steps, ==, models[i].n);
  g_assert_cmpuint (o.warnings, ==, 0);
}

/* Exactly N pictures of 64 x 64 with that label, of which the first is returned. */
static void
check_label (const char *label, guint64 n, P2pPicture *first)
{
  for (guint64 k = 0; k <= n; k++) {
    g_autofree char *path = g_strdup_printf ("%s/%s_%05" G_GUINT64_FORMAT ".png", folder, label, k);
    g_auto (P2pPicture) picture = { 0 };
    g_assert_cmpint (p2p_picture_load (path, &p2p_read_rgb, &picture, NULL), ==, k < n);
    if (k == n)
      break;
    g_assert_cmpint (picture.width, ==, 64);
    g_assert_cmpint (picture.height, ==, 64);
    g_unlink (path);
    if (k == 0) {
      *first = picture;
      picture = (P2pPicture){ 0 };
    }
  }
}

static gboolean
is_grey (const P2pPicture *picture)
{
  for (int i = 0; i < 64 * 64; i++)
    if (picture->data[3 * i] != picture->data[3 * i + 1]
        || picture->data[3 * i] != picture->data[3 * i + 2])
      return FALSE;
  return TRUE;
}

static void
test_model (guint i)
{
  const char *name = models[i].name;
  const gboolean single = g_str_equal (name, "single"), paired = g_str_equal (name, "paired");
  g_autofree char *file = *name ? g_strconcat ("test-", name, NULL) : g_strdup ("test");
  g_autofree char *runs =
      single ? g_strdup (folder) : g_strdup_printf ("%s/runs/m%s", folder, name);
  g_autofree char *model = g_strdup_printf ("%s/%s.safetensors", runs, models[i].models[0]);
  g_autofree char *model_b = g_strdup_printf ("%s/%s.safetensors", runs, models[i].models[1]);
  const char *const values[] = { "dataroot", single ? "DIR/data/testA" : "DIR/data", "model", model,
    "model_b", model_b, "load_size", "64", "crop_size", "64", "threads", "1", "grey_a",
    paired ? "true" : "false", NULL };
  g_auto (Outcome) o;
  run_file (file, values, &o);
  g_assert_cmpuint (o.warnings, ==, 0);
  P2pPicture firsts[G_N_ELEMENTS (models[i].labels)] = { { 0 } };
  for (guint k = 0; k < G_N_ELEMENTS (firsts) && models[i].labels[k]; k++) {
    check_label (models[i].labels[k], models[i].n, &firsts[k]);
    if (k == 0)
      g_assert_cmpint (is_grey (&firsts[0]), ==, paired || g_str_equal (name, "colorization"));
    else /* each is another picture */
      g_assert_cmpint (memcmp (firsts[k].data, firsts[k - 1].data, 3 * 64 * 64), !=, 0);
    if (g_str_has_prefix (models[i].labels[k], "real_B"))
      g_assert_false (is_grey (&firsts[k]));
  }
  for (guint k = 0; k < G_N_ELEMENTS (firsts); k++)
    p2p_picture_clear (&firsts[k]);
}

static void
test_file (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  if (models[i].trainer)
    train_model (i);
  test_model (i);
}

#define RAW_FILE(name) "video/x-raw,format=RGB ! filesink location=DIR/" name

/* The pictures of WIDTH x HEIGHT that RAW_FILE (NAME) has written; N of them. Free with g_free(). */
static guint8 *
raw_pictures (const char *name, gsize width, gsize height, gsize n)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *bytes = NULL;
  gsize size;
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_assert_cmpuint (size, ==, n * width * height * 3);
  return (guint8 *) bytes;
}

static void
test_live_file (void)
{
  static const char *const values[] = { "source", "filesrc location=DIR/clip.webm", "model",
    "DIR/facades.safetensors", "threads", "1", "output", "both", "sink", RAW_FILE ("live.raw"),
    NULL };
  g_auto (Outcome) o;
  run_file ("live", values, &o);
  g_assert_cmpuint (o.warnings, ==, 0);
  /* All of the clip, each with its translation beside it, which is another picture. */
  g_autofree guint8 *pictures = raw_pictures ("live.raw", 128, 48, 30);
  for (gsize row = 0; row < 30 * 48; row += 48)
    g_assert_cmpint (memcmp (pictures + 3 * 128 * row, pictures + 3 * (128 * row + 64), 3 * 64), !=,
        0);
  g_assert_cmpint (memcmp (pictures, pictures + 3 * 128 * 48 * 29, 3 * 128 * 48), !=, 0);
}

/* Of a picture of 192 x 64: how far columns X .. X + 63 are from the first 64, per number. */
static double
distance (const guint8 *picture, gsize x)
{
  double sum = 0;
  for (gsize y = 0; y < 64; y++)
    for (gsize k = 0; k < 3 * 64; k++)
      sum += ABS (picture[3 * 192 * y + k] - picture[3 * (192 * y + x) + k]);
  return sum / (3 * 64 * 64);
}

static gboolean
is_flat (const guint8 *picture, gsize x)
{
  for (gsize y = 0; y < 64; y++)
    for (gsize k = 3; k < 3 * 64; k++)
      if (picture[3 * (192 * y + x) + k] != picture[3 * x + k % 3])
        return FALSE;
  return TRUE;
}

/* Input, translation and truth of 60 pictures of a ball, the truth being the input here: up to
 * what is lost on the way through the mixer's colours. */
static void
test_film_file (void)
{
  static const char *const values[] = { "model", "DIR/facades.safetensors", "threads", "1", "width",
    "192", "height", "64", "sink", RAW_FILE ("film.raw"), NULL };
  g_auto (Outcome) o;
  run_file ("film", values, &o);
  g_assert_cmpuint (o.warnings, ==, 0);
  g_autofree guint8 *pictures = raw_pictures ("film.raw", 192, 64, 60);
  for (gsize i = 0; i < 60; i++) {
    const guint8 *picture = pictures + 3 * 192 * 64 * i;
    const double translated = distance (picture, 64), truth = distance (picture, 128);
    g_test_message ("%zu: %g and %g", i, translated, truth);
    g_assert_cmpfloat (truth, <, 0.5);
    g_assert_cmpfloat (translated, >, 10);
    g_assert_false (is_flat (picture, 64));
  }
}

static void
test_train_live_file (void)
{
  static const char *const values[] = { "camera",
    "videotestsrc num-buffers=20 is-live=true pattern=ball", "trainer",
    "net-g=unet_64 ngf=4 ndf=4 threads=1 run-name=live checkpoints-dir=DIR/runs", NULL };
  g_autofree char *model = g_build_filename (folder, "runs/live/latest_net_G.safetensors", NULL);
  g_auto (Outcome) o;
  run_file ("train-live", values, &o);
  g_assert_cmpuint (o.steps, >=, 1);
  g_assert_true (g_file_test (model, G_FILE_TEST_IS_REGULAR));
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  folder = fixtures_new ();
  g_assert_cmpint (g_chdir (folder), ==, 0); /* where the pictures go by default */
  static const char *const sets[] = { "train", "test", "trainA", "trainB", "testA", "testB",
    "A/train", "B/train", "A/test", "B/test" };
  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    make_pictures (sets[i],
        g_str_equal (sets[i] + 4, "B") || g_str_equal (sets[i], "trainB") ? 2 : 3,
        i < 2 ? 128 : 64);
  for (guint i = 0; i < G_N_ELEMENTS (models); i++) {
    g_autofree char *path =
        g_strdup_printf ("/launch/file/%s", *models[i].name ? models[i].name : "aligned");
    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_file);
  }
  g_test_add_func ("/launch/file/live", test_live_file);
  g_test_add_func ("/launch/file/film", test_film_file);
  g_test_add_func ("/launch/file/train-live", test_train_live_file);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/launch/", cases[i].name, NULL);
    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_line);
  }
  g_test_add_func ("/launch/wrong-model", test_wrong_model);
  const int status = g_test_run ();
  g_assert_cmpint (g_chdir ("/"), ==, 0);
  fixture_remove (folder);
  g_free (folder);
  return status;
}
