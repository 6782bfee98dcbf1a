/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claim: a training process may be killed at any moment, in the middle of saving
 * too, without losing what was saved: 200 times, the newest checkpoint opens, is
 * whole, and is not older than the last one that a process reported. And 25
 * times per model, a run that is killed in any step and goes on ends with the same
 * bits as one that was left alone. */

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#include "run-folder.h"

/* Trains for ever, saving after every step, and tells each saved step. */
static void
child (const char *dir, int out)
{
  g_auto (P2pOptions) o;
  g_autoptr (GError) error = NULL;
  small_options (&o, dir, "ref");
  o.save_latest_freq = 1;
  P2pTrainer *t = p2p_trainer_new (&o, &error);
  while (t && train_until (t, p2p_trainer_state (t)->progress.step + 1, &error)) {
    const guint64 step = p2p_trainer_state (t)->progress.step;
    if (write (out, &step, sizeof step) != sizeof step)
      break;
  }
  _exit (1);
}

/* Is a file being written in the folder of states? */
static gboolean
is_writing (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "run", "state", NULL);
  g_autoptr (GDir) states = g_dir_open (path, 0, NULL);
  const char *name;
  while (states && (name = g_dir_read_name (states)))
    if (strstr (name, ".tmp."))
      return TRUE;
  return FALSE;
}

/* Runs a child for DELAY after its first saved step, then until it is in the midst of WRITING, if
 * that is wanted; returns the last step told. */
static guint64
run_and_kill (const char *dir, gulong delay, gboolean writing)
{
  int pipe_fds[2], status;
  guint64 step = 0, told;
  g_assert_cmpint (pipe (pipe_fds), ==, 0);
  const pid_t pid = fork ();
  if (pid == 0) {
    close (pipe_fds[0]);
    child (dir, pipe_fds[1]);
  }
  close (pipe_fds[1]);
  if (read (pipe_fds[0], &told, sizeof told) == sizeof told)
    step = told;
  g_usleep (delay);
  while (writing && !is_writing (dir) && waitpid (pid, &status, WNOHANG) == 0)
    g_usleep (50);
  kill (pid, SIGKILL);
  waitpid (pid, &status, 0);
  g_assert_true (WIFSIGNALED (status)); /* it did not end by itself */
  while (read (pipe_fds[0], &told, sizeof told) == sizeof told)
    step = told;
  close (pipe_fds[0]);
  return step;
}

static guint64
newest_step (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "run", "state", NULL);
  g_autoptr (GDir) states = g_dir_open (path, 0, NULL);
  const char *name;
  guint64 step, newest = 0;
  while ((name = g_dir_read_name (states)))
    if (sscanf (name, "step-%lu.safetensors", &step) == 1)
      newest = MAX (newest, step);
  return newest;
}

static void
test_kill (void)
{
  g_autofree char *dir = g_dir_make_tmp ("p2p-XXXXXX", NULL);
  const int times = g_test_quick () ? 200 : 1000;
  guint in_the_middle = 0;
  for (int i = 0; i < times; i++) {
    /* How long a step takes depends on the machine: every fourth is killed where it writes. */
    const guint64 told = run_and_kill (dir, (gulong) g_test_rand_int_range (0, 30000), i % 4 == 0);
    const guint64 newest = newest_step (dir);
    g_autofree char *sum = state_sum (dir, newest);
    g_assert_cmpuint (told, >, 0);
    g_assert_cmpuint (newest, >=, told);
    g_autofree char *find = g_strdup_printf ("find '%s' -name '.*.tmp.*' | grep -q .", dir);
    in_the_middle += system (find) == 0;
  }
  g_test_message ("%u of %d kills fell into the writing of a file", in_the_middle, times);
  g_assert_cmpuint (in_the_middle, >, 0);
  remove_folder (dir);
}

/* --- killed in any step --- */

#define END 9

/* Trains to the end, saving now and then, and tells each step. */
static void
train_to_end (const char *dir, const char *model, int out)
{
  g_auto (P2pOptions) o;
  g_autoptr (GError) error = NULL;
  small_model_options (&o, dir, "ref", model);
  o.save_latest_freq = 2;
  P2pTrainer *t = p2p_trainer_new (&o, &error);
  g_assert_no_error (error);
  while (p2p_trainer_state (t)->progress.step < END) {
    const guint64 step = p2p_trainer_state (t)->progress.step + 1;
    g_assert_true (train_until (t, step, &error));
    if (out >= 0 && write (out, &step, sizeof step) != sizeof step)
      break;
  }
  p2p_trainer_save (t, &error);
  g_assert_no_error (error);
  p2p_trainer_free (t);
}

/* In a process of its own: one that has computed with threads cannot fork again. */
static void
finish (const char *dir, const char *model)
{
  int status;
  const pid_t pid = fork ();
  if (pid == 0) {
    train_to_end (dir, model, -1);
    _exit (0);
  }
  waitpid (pid, &status, 0);
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
}

/* Kills a run DELAY after STEP. */
static void
kill_in_step (const char *dir, const char *model, guint64 step, gulong delay)
{
  int pipe_fds[2], status;
  guint64 told = 0;
  g_assert_cmpint (pipe (pipe_fds), ==, 0);
  const pid_t pid = fork ();
  if (pid == 0) {
    close (pipe_fds[0]);
    train_to_end (dir, model, pipe_fds[1]);
    _exit (0);
  }
  close (pipe_fds[1]);
  while (told < step && read (pipe_fds[0], &told, sizeof told) == sizeof told)
    ;
  g_assert_cmpuint (told, ==, step);
  g_usleep (delay);
  kill (pid, SIGKILL);
  waitpid (pid, &status, 0);
  close (pipe_fds[0]);
}

static void
test_equal_ends (gconstpointer model)
{
  g_autofree char *whole = g_dir_make_tmp ("p2p-XXXXXX", NULL);
  finish (whole, model);
  g_autofree char *expected = state_sum (whole, END);
  for (int i = 0; i < 25; i++) {
    g_autofree char *dir = g_dir_make_tmp ("p2p-XXXXXX", NULL);
    const guint64 step = (guint64) g_test_rand_int_range (1, END);
    kill_in_step (dir, model, step, (gulong) g_test_rand_int_range (0, 20000));
    finish (dir, model);
    g_autofree char *sum = state_sum (dir, END);
    g_assert_cmpstr (sum, ==, expected);
    remove_folder (dir);
  }
  remove_folder (whole);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kill/while-saving", test_kill);
  g_test_add_data_func ("/kill/equal-ends/pix2pix", "pix2pix", test_equal_ends);
  g_test_add_data_func ("/kill/equal-ends/cycle_gan", "cycle_gan", test_equal_ends);
  return g_test_run ();
}
