/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claim: a full disk ends no training. Saving pauses with one word and goes on with one when there
 * is room again, and the run then equals one that never lacked any; the state comes before model
 * files; the log has whole lines only, and one word too. The disk is the table of file operations:
 * `room` bytes are left on it. */

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include "error.h"
#include "io/atomic.h"
#include "run-folder.h"

static guint64 room = G_MAXUINT64;

static int
disk_fallocate (int fd, off_t size)
{
  if ((guint64) size > room)
    return ENOSPC;
  room -= room == G_MAXUINT64 ? 0 : (guint64) size;
  return p2p_file_ops_system.fallocate (fd, size);
}

/* What was reserved is there; a log grows as far as there is room. */
static ssize_t
disk_pwrite (int fd, const void *bytes, size_t size, off_t offset)
{
  struct stat st;
  g_assert_cmpint (fstat (fd, &st), ==, 0);
  if (offset + (off_t) size <= st.st_size)
    return pwrite (fd, bytes, size, offset);
  if (room == 0) {
    errno = ENOSPC;
    return -1;
  }
  const size_t fits = (size_t) MIN (room, size);
  room -= room == G_MAXUINT64 ? 0 : fits;
  return pwrite (fd, bytes, fits, offset);
}

static int
disk_unlink (const char *path)
{
  struct stat st;
  if (room != G_MAXUINT64 && stat (path, &st) == 0)
    room += (guint64) st.st_size;
  return unlink (path);
}

static int
disk_statvfs (const char *path, struct statvfs *st)
{
  *st = (struct statvfs){ .f_bavail = (fsblkcnt_t) MIN (room, 1u << 30), .f_frsize = 1 };
  return 0;
}

static void
use_disk (void)
{
  static P2pFileOps ops;
  ops = p2p_file_ops_system;
  ops.fallocate = disk_fallocate;
  ops.pwrite = disk_pwrite;
  ops.unlink = disk_unlink;
  ops.statvfs = disk_statvfs;
  p2p_file_ops = &ops;
  room = G_MAXUINT64;
}

/* --- a run on it --- */

static char *dir;
static P2pTrainer *trainer;

static void
begin (gint64 save_latest_freq, int keep)
{
  g_auto (P2pOptions) o;
  g_autoptr (GError) error = NULL;
  small_options (&o, dir, "ref");
  o.save_latest_freq = save_latest_freq;
  o.save_epoch_freq = 1;
  o.keep = keep;
  o.no_html = TRUE;
  trainer = p2p_trainer_new (&o, &error);
  g_assert_no_error (error);
}

static void
set_up (void)
{
  use_disk ();
  dir = g_dir_make_tmp ("p2p-XXXXXX", NULL);
}

static void
tear_down (void)
{
  g_clear_pointer (&trainer, p2p_trainer_free);
  p2p_file_ops = &p2p_file_ops_system;
  remove_folder (dir);
  g_clear_pointer (&dir, g_free);
}

static void
train (guint64 steps)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (train_until (trainer, steps, &error));
  g_assert_no_error (error);
}

/* The next sentence holds WORDS; NULL: there is none. */
static void
expect_news (gboolean is_warning, const char *words)
{
  gboolean warning = FALSE;
  g_autofree char *text = p2p_trainer_take_news (trainer, &warning);
  g_test_message ("%s", text ? text : "(no news)");
  if (!words) {
    g_assert_null (text);
    return;
  }
  g_assert_nonnull (text);
  g_assert_nonnull (strstr (text, words));
  g_assert_cmpint (warning, ==, is_warning);
}

static guint64
newest_step (void)
{
  g_autofree char *path = g_build_filename (dir, "run", "state", NULL);
  g_autoptr (GDir) states = g_dir_open (path, 0, NULL);
  const char *name;
  unsigned long step, newest = 0;
  while ((name = g_dir_read_name (states)))
    if (sscanf (name, "step-%lu.safetensors", &step) == 1)
      newest = MAX (newest, step);
  return newest;
}

static char *
model_step (const char *file)
{
  g_autofree char *path = g_build_filename (dir, "run", file, NULL);
  g_autoptr (P2pSafetensors) model = p2p_safetensors_open (path, NULL);
  return model ? g_strdup (p2p_safetensors_metadata (model, "step")) : NULL;
}

static char *
sum_of_whole_run (guint64 steps)
{
  g_autofree char *other = g_dir_make_tmp ("p2p-XXXXXX", NULL);
  g_auto (P2pOptions) o;
  g_autoptr (GError) error = NULL;
  small_options (&o, other, "ref");
  {
    g_autoptr (P2pTrainer) t = p2p_trainer_new (&o, &error);
    g_assert_true (train_until (t, steps, &error) && p2p_trainer_save (t, &error));
  }
  char *sum = state_sum (other, steps);
  remove_folder (other);
  return sum;
}

/* --- */

static void
test_pause (void)
{
  set_up ();
  begin (1, 1);
  train (2);
  expect_news (FALSE, NULL);
  room = 0;
  train (5);
  expect_news (TRUE, "loss_log.txt");
  expect_news (TRUE, "saving pauses at step 3");
  expect_news (FALSE, NULL); /* not at each step */
  g_assert_cmpuint (newest_step (), ==, 2);
  g_autofree char *whole = state_sum (dir, 2), *before = model_step ("latest_net_G.safetensors");
  g_assert_cmpstr (before, ==, "2");
  room = G_MAXUINT64;
  train (6);
  expect_news (FALSE, "the report losslog is written again (from step 6");
  expect_news (FALSE, "saving goes on: step 6 is saved");
  expect_news (FALSE, NULL);
  g_autofree char *after = model_step ("latest_net_G.safetensors");
  g_assert_cmpstr (after, ==, "6");
  g_autofree char *sum = state_sum (dir, 6), *expected = sum_of_whole_run (6);
  g_assert_cmpstr (sum, ==, expected);
  tear_down ();
}

/* No step is due for long: it is tried again all the same. Files of an epoch cannot be made up
 * for. */
static void
test_again (void)
{
  set_up ();
  begin (5000, 1);
  train (6);
  room = 0;
  train (8);
  expect_news (TRUE, "loss_log.txt");
  expect_news (TRUE, "saving pauses at step 7");
  room = G_MAXUINT64;
  g_usleep (1100000);
  train (9);
  expect_news (FALSE, "losslog");
  expect_news (FALSE, "saving goes on: step 9 is saved; not there: 1_net_*");
  g_assert_cmpuint (newest_step (), ==, 9);
  tear_down ();
}

/* Whoever reads the log finds lines as they are written, none torn. */
static void
test_log (void)
{
  g_autofree char *log = NULL;
  set_up ();
  begin (5000, 1);
  train (2);
  for (guint64 step = 3; step < 60; step++) {
    room = (step - 3) * 2; /* of a line of about 100 bytes */
    train (step);
  }
  room = G_MAXUINT64;
  train (60);
  g_autofree char *path = g_build_filename (dir, "run", "loss_log.txt", NULL);
  g_assert_true (g_file_get_contents (path, &log, NULL, NULL));
  g_assert_true (g_str_has_suffix (log, " \n"));
  g_auto (GStrv) lines = g_strsplit (log, "\n", -1);
  guint n = 0, last = 0;
  for (guint i = 1; lines[i] && *lines[i]; i++, n++) {
    unsigned epoch, iters;
    g_assert_cmpint (sscanf (lines[i], "(epoch: %u, iters: %u, time", &epoch, &iters), ==, 2);
    g_assert_nonnull (strstr (lines[i], " D_fake: "));
    last = (epoch - 1) * 7 + iters;
  }
  g_assert_cmpuint (n, >=, 3);
  g_assert_cmpuint (n, <, 60);
  g_assert_cmpuint (last, ==, 60);
  tear_down ();
}

/* Options that found no room at the first step are written when there is some: once. */
static void
test_options (void)
{
  g_autofree char *text = NULL;
  set_up ();
  begin (5000, 1);
  g_autofree char *path = g_build_filename (dir, "run", "train_opt.txt", NULL);
  room = 0;
  train (3);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  room = G_MAXUINT64;
  train (4);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "netG: "));
  g_assert_cmpint (g_remove (path), ==, 0);
  train (5);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  tear_down ();
}

/* A torn line of another program is ended, not joined. */
static void
test_torn (void)
{
  g_autofree char *log = NULL;
  set_up ();
  begin (5000, 1);
  train (1);
  g_autofree char *path = g_build_filename (dir, "run", "loss_log.txt", NULL);
  FILE *f = fopen (path, "a");
  fputs ("(epoch: 1, it", f);
  fclose (f);
  train (2);
  g_assert_true (g_file_get_contents (path, &log, NULL, NULL));
  g_assert_nonnull (strstr (log, "(epoch: 1, it\n(epoch: 1, iters: 2, "));
  tear_down ();
}

/* At the end it must be said with an error, and what was saved is there. */
static void
test_at_the_end (void)
{
  g_autoptr (GError) error = NULL;
  set_up ();
  begin (2, 1);
  train (3);
  room = 0;
  g_assert_false (p2p_trainer_save (trainer, &error));
  g_assert_error (error, P2P_ERROR, P2P_ERROR_IO);
  g_test_message ("%s", error->message);
  g_assert_nonnull (
      strstr (error->message, "step 3 is not saved, the newest checkpoint is of step 2"));
  g_autofree char *whole = state_sum (dir, 2);
  g_clear_pointer (&trainer, p2p_trainer_free);
  room = G_MAXUINT64;
  begin (2, 1);
  g_assert_cmpuint (p2p_trainer_state (trainer)->progress.step, ==, 2);
  tear_down ();
}

/* Older checkpoints make room for the newest one; the best that there is stays. */
static void
test_older_go (void)
{
  struct stat st;
  set_up ();
  begin (1, 3);
  train (3);
  g_autofree char *first = state_path (dir, 1), *second = state_path (dir, 2);
  g_autofree char *third = state_path (dir, 3);
  g_assert_cmpint (stat (third, &st), ==, 0);
  room = (guint64) st.st_size / 2;
  train (4);
  g_assert_cmpuint (newest_step (), ==, 4);
  g_assert_cmpint (access (third, F_OK), ==, 0);
  g_assert_cmpint (access (second, F_OK), !=, 0);
  g_assert_cmpint (access (first, F_OK), !=, 0);
  g_autofree char *whole = state_sum (dir, 4);
  tear_down ();
}

/* Room for the state alone: it is written, model files are not, and come when there is room: also
 * when another process goes on. */
static void
test_state_first (void)
{
  struct stat st;
  set_up ();
  begin (6, 3);
  train (6);
  g_autofree char *newest = state_path (dir, 6);
  g_assert_cmpint (stat (newest, &st), ==, 0);
  room = (guint64) st.st_size + 300; /* and a line of the log */
  train (7);                         /* which ends the epoch */
  g_assert_cmpuint (newest_step (), ==, 7);
  g_autofree char *epoch = model_step ("1_net_G.safetensors");
  g_autofree char *old = model_step ("latest_net_G.safetensors");
  g_assert_null (epoch);
  g_assert_cmpstr (old, ==, "6");
  g_clear_pointer (&trainer, p2p_trainer_free);
  room = G_MAXUINT64;
  begin (1, 1);
  g_autofree char *made = model_step ("1_net_G.safetensors");
  g_autofree char *current = model_step ("latest_net_G.safetensors");
  g_assert_cmpstr (made, ==, "7");
  g_assert_cmpstr (current, ==, "7");
  tear_down ();
}

static gboolean
notes_say (const char *words)
{
  for (const char *const *note = p2p_trainer_notes (trainer); *note; note++)
    if (strstr (*note, words))
      return TRUE;
  return FALSE;
}

static guint
count_model_files (void)
{
  g_autofree char *path = g_build_filename (dir, "run", NULL);
  g_autoptr (GDir) files = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;
  while ((name = g_dir_read_name (files)))
    n += g_str_has_suffix (name, "_net_G.safetensors");
  return n;
}

/* What is announced is what comes; where it will not do it is a warning. */
static void
test_announced (void)
{
  static const struct
  {
    int epochs, freq;
    gint64 steps;
    const char *words;
  } cases[] = { { 3, 1, 0, "(4 x " }, { 4, 3, 0, "(3 x " }, { 5, 2, 15, "(2 x " } };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (P2pOptions) o;
    g_autoptr (GError) error = NULL;
    const P2pDataSet data = { "", 7 };
    set_up ();
    small_options (&o, dir, "ref");
    o.n_epochs = cases[i].epochs;
    o.n_epochs_decay = 0;
    o.save_epoch_freq = cases[i].freq;
    o.steps = cases[i].steps;
    trainer = p2p_trainer_new_on (&o, &data, &error);
    g_assert_no_error (error);
    g_assert_true (notes_say ("will write about "));
    g_assert_true (notes_say (" are free"));
    g_assert_true (notes_say (cases[i].words));
    expect_news (FALSE, NULL);
    train (cases[i].steps ? (guint64) cases[i].steps : 7 * (guint64) cases[i].epochs);
    g_assert_cmpuint (count_model_files (), ==, g_ascii_strtoull (cases[i].words + 1, NULL, 10));
    tear_down ();
  }
  set_up ();
  room = 200000;
  begin (5000, 3);
  expect_news (TRUE, "that will not do");
  g_assert_false (notes_say ("will write about "));
  tear_down ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/full-disk/pause", test_pause);
  g_test_add_func ("/full-disk/again", test_again);
  g_test_add_func ("/full-disk/log", test_log);
  g_test_add_func ("/full-disk/options", test_options);
  g_test_add_func ("/full-disk/torn", test_torn);
  g_test_add_func ("/full-disk/at-the-end", test_at_the_end);
  g_test_add_func ("/full-disk/older-go", test_older_go);
  g_test_add_func ("/full-disk/state-first", test_state_first);
  g_test_add_func ("/full-disk/announced", test_announced);
  return g_test_run ();
}
