/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claims: whichever operation fails, once or for good, and whenever the process
 * is killed, the file is the old one or the new one, whole, and no temporary
 * file stays (after a sweep, if the process could not clean up itself). The
 * operations come in the order that survives a power failure. */

#include "error.h"
#include "io/atomic.h"
#include "io/safetensors.h"
#include "rng.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char *folder, *path;

#define OLD "the old content, which is longer than the new one"
#define NEW "the new content"

static void
put_old (void)
{
  g_assert_true (p2p_atomic_write_all (path, OLD, strlen (OLD), NULL));
}

static gboolean
holds (const char *content)
{
  g_autofree char *text = NULL;
  gsize size;
  g_assert_true (g_file_get_contents (path, &text, &size, NULL));
  return size == strlen (content) && memcmp (text, content, size) == 0;
}

static guint
count_files (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;
  while (g_dir_read_name (dir))
    n++;
  return n;
}

/* ---- operations that fail on demand, and write down what was asked */

static int call, fail_at, fail_error;
static gboolean fail_on;
static GString *record;

static gboolean
fails (const char *word)
{
  g_string_append_printf (record, "%s ", word);
  call++;
  if (fail_at == 0 || call < fail_at || (!fail_on && call > fail_at))
    return FALSE;
  errno = fail_error;
  return TRUE;
}

static int
test_open (const char *name, int flags, mode_t mode)
{
  return fails (flags & O_DIRECTORY ? "open-folder" : "open")
             ? -1
             : p2p_file_ops_system.open (name, flags, mode);
}

/* Never more than seven bytes at once, as the system may do. */
static ssize_t
test_pwrite (int fd, const void *bytes, size_t size, off_t offset)
{
  return fails ("write") ? -1 : pwrite (fd, bytes, MIN (size, 7), offset);
}

static int
test_fallocate (int fd, off_t size)
{
  return fails ("reserve") ? fail_error : p2p_file_ops_system.fallocate (fd, size);
}

static int
test_fsync (int fd)
{
  return fails ("sync") ? -1 : fsync (fd);
}

static int
test_close (int fd)
{
  const int result = close (fd); /* a failing close() closes all the same */
  return fails ("close") ? -1 : result;
}

static int
test_rename (const char *from, const char *to)
{
  return fails ("rename") ? -1 : rename (from, to);
}

static int
test_unlink (const char *name)
{
  return fails ("unlink") ? -1 : unlink (name);
}

static const P2pFileOps failing_ops = { test_open, test_pwrite, test_fallocate, test_fsync,
  test_close, test_rename, test_unlink, pread, statvfs };

/* Saves NEW with the K-th operation failing; K = 0: none. */
static gboolean
save_failing (int k, gboolean on, int err, GError **error)
{
  gboolean ok;
  call = 0;
  fail_at = k;
  fail_on = on;
  fail_error = err;
  g_string_truncate (record, 0);
  p2p_file_ops = &failing_ops;
  ok = p2p_atomic_write_all (path, NEW, strlen (NEW), error);
  p2p_file_ops = &p2p_file_ops_system;
  return ok;
}

static void
test_order (void)
{
  put_old ();
  g_assert_true (save_failing (0, FALSE, 0, NULL));
  g_assert_true (holds (NEW));
  g_assert_cmpstr (record->str, ==,
      "open reserve write write write sync close rename open-folder sync close ");
}

static void
test_once (void)
{
  int k, last;
  put_old ();
  g_assert_true (save_failing (0, FALSE, 0, NULL));
  last = call;
  for (k = 1; k <= last; k++) {
    g_autoptr (GError) error = NULL;
    put_old ();
    g_assert_false (save_failing (k, FALSE, EIO, &error));
    g_test_message ("%d: %s", k, error->message);
    g_assert_true (error->domain == P2P_ERROR);
    g_assert_nonnull (strstr (error->message, path));
    g_assert_true (holds (OLD) || holds (NEW));
    g_assert_true (holds (OLD) == (k <= 8)); /* up to the rename */
    g_assert_cmpuint (count_files (), ==, 1);
  }
}

static void
test_for_good (void)
{
  int k, last;
  put_old ();
  g_assert_true (save_failing (0, FALSE, 0, NULL));
  last = call;
  for (k = 1; k <= last; k++) {
    g_autoptr (GError) error = NULL;
    put_old ();
    g_assert_false (save_failing (k, TRUE, EIO, &error));
    g_assert_nonnull (error);
    g_assert_true (holds (OLD) || holds (NEW));
    p2p_atomic_sweep (folder); /* what could not be removed then */
    g_assert_cmpuint (count_files (), ==, 1);
    g_assert_true (save_failing (0, FALSE, 0, NULL));
    g_assert_true (holds (NEW));
  }
}

static void
test_messages (void)
{
  static const struct
  {
    int k, err, code;
    const char *word;
  } cases[] = {
    { 1, EACCES, P2P_ERROR_PERMISSION, "check the folder" },
    { 1, ENOENT, P2P_ERROR_CREATE, "add the folder" },
    { 1, ENAMETOOLONG, P2P_ERROR_CREATE, "check the folder" },
    { 2, ENOSPC, P2P_ERROR_IO, "it needs 15 bytes" },
    { 3, ENOSPC, P2P_ERROR_IO, "are free" },
    { 6, ENOSPC, P2P_ERROR_IO, "are free" },
    { 6, EIO, P2P_ERROR_IO, "syncing" },
  };
  put_old ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_false (save_failing (cases[i].k, FALSE, cases[i].err, &error));
    g_test_message ("%s", error->message);
    g_assert_error (error, P2P_ERROR, cases[i].code);
    g_assert_nonnull (strstr (error->message, cases[i].word));
    g_assert_true (holds (OLD));
  }
  /* A file system that cannot reserve, calls that are interrupted, folders that
   * cannot be synced: no failures. */
  g_assert_true (save_failing (2, FALSE, EOPNOTSUPP, NULL));
  g_assert_true (save_failing (2, FALSE, EINVAL, NULL));
  g_assert_true (save_failing (2, FALSE, EINTR, NULL));
  g_assert_true (save_failing (4, FALSE, EINTR, NULL));
  g_assert_true (save_failing (10, FALSE, EINVAL, NULL));
  g_assert_true (holds (NEW));
}

/* ---- the handle */

static void
test_handle (void)
{
  g_autoptr (GError) error = NULL;
  P2pAtomicFile *file, *second;
  put_old ();
  p2p_atomic_abort (NULL);
  file = p2p_atomic_open (path, 6, NULL);
  g_assert_true (p2p_atomic_write (file, "abc", 3, NULL));
  second = p2p_atomic_open (path, 6, &error); /* the same file, at the same time */
  g_assert_null (second);
  g_assert_error (error, P2P_ERROR, P2P_ERROR_INTERNAL);
  g_clear_error (&error);
  p2p_atomic_sweep (folder); /* leaves a file at work alone */
  g_assert_cmpuint (count_files (), ==, 2);
  g_assert_true (p2p_atomic_write (file, "def", 3, NULL));
  g_assert_true (p2p_atomic_patch (file, 1, "XY", 2, NULL));
  g_assert_true (p2p_atomic_commit (file, NULL));
  g_assert_true (holds ("aXYdef"));
  file = p2p_atomic_open (path, 6, NULL);
  g_assert_true (p2p_atomic_write (file, "abc", 3, NULL));
  g_assert_false (p2p_atomic_commit (file, &error)); /* half of it is missing */
  g_assert_error (error, P2P_ERROR, P2P_ERROR_INTERNAL);
  g_clear_error (&error);
  file = p2p_atomic_open (path, 3, NULL);
  g_assert_true (p2p_atomic_write (file, "abc", 3, NULL));
  g_assert_false (p2p_atomic_patch (file, 2, "XY", 2, &error));
  g_clear_error (&error);
  g_assert_false (p2p_atomic_commit (file, &error));
  p2p_atomic_abort (p2p_atomic_open (path, 100, NULL));
  g_assert_true (holds ("aXYdef"));
  g_assert_cmpuint (count_files (), ==, 1);
  g_assert_true (p2p_atomic_write_all (path, NULL, 0, NULL));
  g_assert_true (holds (""));
}

static void
test_sweep (void)
{
  g_autofree char *own = g_strdup_printf (".x.tmp.%ld", (long) getpid ());
  g_autofree char *parent = g_strdup_printf (".x.tmp.%ld", (long) getppid ());
  const char *const names[] = { own, ".a.safetensors.tmp.2147483646", parent, "x.tmp.2147483646",
    ".x.tmp.", ".x.tmp.0", ".x.tmp.-1", ".x.tmp.12x", ".tmp.2147483646", ".x.tmp.99999999999" };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *file = g_build_filename (folder, names[i], NULL);
    g_assert_true (g_file_set_contents (file, "x", 1, NULL));
  }
  p2p_atomic_sweep (folder);
  p2p_atomic_sweep ("/nonexistent");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *file = g_build_filename (folder, names[i], NULL);
    g_test_message ("%s", names[i]);
    g_assert_true (g_file_test (file, G_FILE_TEST_EXISTS) == (i >= 2));
    g_unlink (file);
  }
}

/* ---- kill -9 */

enum
{
  NUMBERS = 50000
};

static void
save_generation (gint64 generation)
{
  static float numbers[NUMBERS];
  const gint64 dims[] = { NUMBERS };
  g_autoptr (P2pSafetensorsWriter) w = p2p_safetensors_writer_new ();
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, generation);
  for (int i = 0; i < NUMBERS; i++)
    numbers[i] = (float) generation;
  p2p_safetensors_writer_metadata (w, "generation", text);
  p2p_safetensors_writer_add (w, "numbers", P2P_DTYPE_F32, 1, dims, numbers);
  if (!p2p_safetensors_writer_save (w, path, NULL))
    _exit (1);
}

/* Whole, and all of one generation, which is returned. */
static gint64
check_generation (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (P2pSafetensors) file = p2p_safetensors_open (path, &error);
  static float numbers[NUMBERS];
  gint64 generation;
  g_assert_no_error (error);
  g_assert_true (p2p_safetensors_verify (file, &error));
  g_assert_true (p2p_safetensors_floats (file, "numbers", NUMBERS, numbers, &error));
  generation = g_ascii_strtoll (p2p_safetensors_metadata (file, "generation"), NULL, 10);
  for (int i = 0; i < NUMBERS; i++)
    g_assert_cmpfloat (numbers[i], ==, (float) generation);
  return generation;
}

static void
test_killed (void)
{
  gint64 generation = 0;
  guint interrupted = 0;
  P2pRng rng;
  p2p_rng_init (&rng, 1, P2P_RNG_TEST, 2);
  save_generation (0);
  for (int round = 0; round < 200; round++) {
    gint64 now;
    int status;
    const pid_t child = fork ();
    if (child == 0)
      for (gint64 next = generation + 1;; next++)
        save_generation (next);
    g_usleep (p2p_rng_below (&rng, 12000));
    kill (child, SIGKILL);
    g_assert_cmpint (waitpid (child, &status, 0), ==, child);
    g_assert_true (WIFSIGNALED (status));
    now = check_generation ();
    g_assert_cmpint (now, >=, generation);
    generation = now;
    interrupted += count_files () - 1;
    p2p_atomic_sweep (folder);
    g_assert_cmpuint (count_files (), ==, 1);
  }
  g_assert_cmpuint (interrupted, >, 0);
  g_assert_cmpint (generation, >, 0);
  g_test_message ("%u of 200 kills hit a save; %" G_GINT64_FORMAT " saves in all", interrupted,
      generation);
}

int
main (int argc, char **argv)
{
  int result;
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("p2p-atomic-XXXXXX", NULL);
  path = g_build_filename (folder, "file", NULL);
  record = g_string_new (NULL);
  g_test_add_func ("/atomic/order", test_order);
  g_test_add_func ("/atomic/once", test_once);
  g_test_add_func ("/atomic/for-good", test_for_good);
  g_test_add_func ("/atomic/messages", test_messages);
  g_test_add_func ("/atomic/handle", test_handle);
  g_test_add_func ("/atomic/sweep", test_sweep);
  g_test_add_func ("/atomic/killed", test_killed);
  result = g_test_run ();
  g_unlink (path);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_string_free (record, TRUE);
  g_free (folder);
  g_free (path);
  return result;
}
