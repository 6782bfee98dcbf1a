/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claim: whichever bit of a checkpoint has changed, in its header too, it is not used: the one
 * before it is, and the reason is told. Where none can be used nothing begins. A run that begins
 * anew under a name that has networks overwrites none of them. */

#include "error.h"
#include "run-folder.h"
#include "train/checkpoint.h"

static void
narrow_options (P2pOptions *o, const char *dir)
{
  small_options (o, dir, "ref");
  o->ngf = o->ndf = 1;
}

/* Steps 1 .. STEPS, each saved. */
static void
make_run (const char *dir, guint64 steps)
{
  g_auto (P2pOptions) o;
  g_autoptr (GError) error = NULL;
  narrow_options (&o, dir);
  g_autoptr (P2pTrainer) t = p2p_trainer_new (&o, &error);
  g_assert_no_error (error);
  for (guint64 step = 1; step <= steps; step++)
    g_assert_true (train_until (t, step, &error) && p2p_trainer_save (t, &error));
}

/* --- a job to load into --- */

typedef struct
{
  P2pOptions options;
  P2pJob *job;
  char *dir, *state, *newest;
  char *good; /* bytes of the newest checkpoint */
  gsize size;
} Bench;

static void
bench_open (Bench *b)
{
  g_autoptr (GError) error = NULL;
  b->dir = g_dir_make_tmp ("p2p-XXXXXX", NULL);
  b->state = g_build_filename (b->dir, "run", "state", NULL);
  b->newest = state_path (b->dir, 2);
  make_run (b->dir, 2);
  narrow_options (&b->options, b->dir);
  g_assert_true (p2p_options_resolve (&b->options, &error));
  b->job = p2p_job_new (&b->options, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (b->newest, &b->good, &b->size, &error));
}

static void
bench_close (Bench *b)
{
  p2p_job_free (b->job);
  p2p_options_clear (&b->options);
  remove_folder (b->dir);
  g_free (b->dir);
  g_free (b->state);
  g_free (b->newest);
  g_free (b->good);
}

static P2pJob *
the_job (gpointer user, const P2pRecord *record, GError **error)
{
  return user;
}

/* The newest checkpoint becomes these bytes; the step that is gone on from. */
static guint64
load_with (Bench *b, const char *bytes, gsize size, GPtrArray *notes, GError **error)
{
  P2pProgress progress = { 0 };
  FILE *f = fopen (b->newest, "w"); /* thousands of times: without fsync() */
  g_assert_cmpuint (fwrite (bytes, 1, size, f), ==, size);
  g_assert_cmpint (fclose (f), ==, 0);
  return p2p_checkpoint_load (b->state, the_job, b->job, &progress, notes, error) ? progress.step
                                                                                  : G_MAXUINT64;
}

static void
expect_older (Bench *b, const char *bytes, gsize size, gsize where)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  const guint64 step = load_with (b, bytes, size, notes, &error);
  if (step != 1 || notes->len != 1 || !strstr (notes->pdata[0], b->newest))
    g_error ("changed at byte %zu: went on from step %" G_GUINT64_FORMAT " (%s)", where, step,
        error ? error->message : "no error");
}

static gsize
header_size (const char *bytes)
{
  guint64 length;
  memcpy (&length, bytes, sizeof length);
  return 8 + (gsize) length;
}

/* Each bit of the header before the tensors' lines, and some of these (test-safetensors has every
 * bit of a whole file); and bytes that are quite others. */
static void
test_header (void)
{
  Bench b;
  bench_open (&b);
  g_autofree char *bytes = g_memdup2 (b.good, b.size);
  const gsize all = header_size (b.good);
  const gsize words = (gsize) (strstr (b.good + 8, "\"dtype\"") - b.good);
  g_assert_cmpuint (words, >, 800);
  for (gsize i = 0; i < all; i++)
    for (guint bit = 0; bit < 8; bit++) {
      if (i >= words && (i % 16 != 0 || bit != i / 16 % 8))
        continue;
      bytes[i] ^= (char) (1 << bit);
      expect_older (&b, bytes, b.size, i);
      bytes[i] = b.good[i];
    }
  for (gsize i = 0; i < words; i++) {
    bytes[i] = b.good[i] == '0' ? '7' : '0';
    expect_older (&b, bytes, b.size, i);
    bytes[i] = b.good[i];
  }
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_assert_cmpuint (load_with (&b, bytes, b.size, notes, NULL), ==, 2);
  bench_close (&b);
}

/* Several places at once, as a bad sector has them; cut; longer. */
static void
test_many (void)
{
  Bench b;
  P2pRng rng;
  bench_open (&b);
  g_autofree char *bytes = g_malloc (b.size + 8);
  const gsize all = header_size (b.good);
  p2p_rng_init (&rng, 3, P2P_RNG_TEST, 1);
  for (guint i = 0; i < 500; i++) {
    memcpy (bytes, b.good, b.size);
    for (guint k = 0; k < 2 + i % 7; k++)
      bytes[p2p_rng_below (&rng, (guint32) (i % 2 ? all : b.size))] ^=
          (char) (1 + p2p_rng_below (&rng, 255));
    if (memcmp (bytes, b.good, b.size) != 0)
      expect_older (&b, bytes, b.size, i);
  }
  memcpy (bytes, b.good, b.size);
  memset (bytes + b.size, 0, 8);
  for (gsize cut = 0; cut < b.size; cut += 1 + b.size / 97)
    expect_older (&b, bytes, cut, cut);
  expect_older (&b, bytes, b.size + 8, b.size);
  bench_close (&b);
}

/* The sums of today, of a header in which REPLACED became BY, or none at all. */
static void
rewrite (Bench *b, const char *replaced, const char *by)
{
  g_autoptr (GString) text = g_string_new_len (b->good + 8, (gssize) header_size (b->good) - 8);
  const gsize before = text->len;
  g_assert_cmpuint (g_string_replace (text, replaced, by, 1), ==, 1);
  while (text->len < before)
    g_string_append_c (text, ' ');
  g_assert_cmpuint (text->len, ==, before);
  g_autofree char *bytes = g_memdup2 (b->good, b->size);
  memcpy (bytes + 8, text->str, text->len);
  g_free (b->good);
  b->good = g_steal_pointer (&bytes);
}

/* A checkpoint of before there was a sum of the header goes on; one that has lost its sum does
 * not. */
static void
test_versions (void)
{
  Bench b;
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  bench_open (&b);
  g_autofree char *sum = g_strndup (strstr (b.good + 8, "\"sha256_file\""), 81);
  g_assert_true (g_str_has_suffix (sum, "\","));
  rewrite (&b, sum, "");
  expect_older (&b, b.good, b.size, 0);
  rewrite (&b, "\"format_version\":\"3\"", "\"format_version\":\"2\"");
  g_assert_cmpuint (load_with (&b, b.good, b.size, notes, NULL), ==, 2);
  rewrite (&b, "\"sha256\"", "\"sha257\"");
  expect_older (&b, b.good, b.size, 0);
  bench_close (&b);
}

/* --- whole runs --- */

static void
spoil (const char *path)
{
  g_autofree char *bytes = NULL;
  gsize size;
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  char *step = strstr (bytes + 8, "\"step\":\"") + 8;
  *step ^= 1; /* '1' becomes '0' */
  g_assert_true (g_file_set_contents (path, bytes, (gssize) size, NULL));
}

/* Not even a step of 0 makes it begin anew; all reasons are told. */
static void
test_none_left (void)
{
  g_autofree char *dir = g_dir_make_tmp ("p2p-XXXXXX", NULL);
  g_autofree char *first = state_path (dir, 1), *second = state_path (dir, 2);
  g_autofree char *net = g_build_filename (dir, "run", "latest_net_G.safetensors", NULL);
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (P2pOptions) o;
  gsize size, size_after;
  make_run (dir, 2);
  spoil (first);
  spoil (second);
  g_assert_true (g_file_get_contents (net, &before, &size, NULL));
  narrow_options (&o, dir);
  g_assert_null (p2p_trainer_new (&o, &error));
  g_assert_error (error, P2P_ERROR, P2P_ERROR_DATA);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "step-000000001.safetensors: "));
  g_assert_nonnull (strstr (error->message, "step-000000002.safetensors: "));
  g_assert_nonnull (strstr (error->message, "damaged"));
  g_assert_true (g_file_get_contents (net, &after, &size_after, NULL));
  g_assert_cmpmem (before, size, after, size_after);
  remove_folder (dir);
}

static char *
sum_of (const char *dir, const char *run, const char *name)
{
  g_autofree char *path = g_build_filename (dir, run, name, NULL), *bytes = NULL;
  gsize size;
  return g_file_get_contents (path, &bytes, &size, NULL)
             ? g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, size)
             : NULL;
}

/* Networks without checkpoints, as a folder of the reference has them, are set aside, with what
 * belongs to them; what the user has put there stays. Twice: two folders. */
static void
test_set_aside (void)
{
  static const char *const files[] = { "latest_net_G.safetensors", "latest_net_D.safetensors",
    "loss_log.txt", "train_opt.txt" };
  g_autofree char *dir = g_dir_make_tmp ("p2p-XXXXXX", NULL);
  g_autofree char *state = g_build_filename (dir, "run", "state", NULL);
  g_autofree char *own = g_build_filename (dir, "run", "thoughts.txt", NULL);
  for (guint round = 1; round <= 2; round++) {
    g_autofree char *aside = g_strdup_printf ("run.%u", round);
    char *sums[G_N_ELEMENTS (files)];
    make_run (dir, 2);
    g_assert_true (g_file_set_contents (own, "mine", -1, NULL));
    remove_folder (state);
    for (guint i = 0; i < G_N_ELEMENTS (files); i++)
      sums[i] = sum_of (dir, "run", files[i]);
    {
      g_auto (P2pOptions) o;
      g_autoptr (GError) error = NULL;
      narrow_options (&o, dir);
      g_autoptr (P2pTrainer) t = p2p_trainer_new (&o, &error);
      g_assert_no_error (error);
      g_test_message ("%s", p2p_trainer_notes (t)[0]);
      g_assert_nonnull (strstr (p2p_trainer_notes (t)[0], aside));
      g_assert_true (train_until (t, 1, &error) && p2p_trainer_save (t, &error));
    }
    for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
      g_autofree char *now = sum_of (dir, aside, files[i]);
      g_assert_nonnull (sums[i]);
      g_assert_cmpstr (now, ==, sums[i]);
      g_free (sums[i]);
    }
    g_assert_true (g_file_test (own, G_FILE_TEST_EXISTS));
  }
  remove_folder (dir);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/checkpoint/header", test_header);
  g_test_add_func ("/checkpoint/many", test_many);
  g_test_add_func ("/checkpoint/versions", test_versions);
  g_test_add_func ("/checkpoint/none-left", test_none_left);
  g_test_add_func ("/checkpoint/set-aside", test_set_aside);
  return g_test_run ();
}
