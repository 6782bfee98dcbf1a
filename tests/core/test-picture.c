/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claims: pictures of every kind decode to the bytes Pillow gives; whatever is
 * damaged, truncated, oversized or no picture at all is refused with a message
 * that says what to do, and never crashes, hangs or leaves memory behind. */

#include "built.h"
#include "data/contents.h"
#include "data/picture.h"
#include "error.h"
#include "io/limits.h"
#include "rng.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct
{
  char *name;
  int width, height;
  char *digest;
  guint8 *bytes;
  gsize size;
} Fixture;

static GArray *fixtures;
static const P2pReading as_pillow = { .format = P2P_FORMAT_RGB, .as_stored = TRUE };
static char *scratch; /* a folder of our own */

static char *
fixture_path (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "data", "pixels", name, NULL);
}

static void
load_fixtures (void)
{
  g_autofree char *path = fixture_path ("decode.txt"), *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (g_strchomp (text), "\n", 0);
  fixtures = g_array_new (FALSE, FALSE, sizeof (Fixture));
  for (int i = 0; lines[i]; i++) {
    g_auto (GStrv) words = g_strsplit (lines[i], " ", 4);
    if (!built_for (words[0]))
      continue;
    g_autofree char *file = fixture_path (words[0]);
    Fixture f = { .name = g_strdup (words[0]),
      .width = atoi (words[1]),
      .height = atoi (words[2]),
      .digest = g_strdup (words[3]) };
    g_assert_true (g_file_get_contents (file, (char **) &f.bytes, &f.size, NULL));
    g_array_append_val (fixtures, f);
  }
  g_assert_cmpuint (fixtures->len, >=, 30);
}

static void
free_fixtures (void)
{
  for (guint i = 0; i < fixtures->len; i++) {
    Fixture *f = &g_array_index (fixtures, Fixture, i);
    g_free (f->name);
    g_free (f->digest);
    g_free (f->bytes);
  }
  g_array_unref (fixtures);
}

static void
assert_refused (gboolean ok, const P2pPicture *picture, GError **error, int code, const char *word)
{
  g_assert_false (ok);
  g_assert_null (picture->data);
  g_assert_error (*error, P2P_ERROR, code);
  if (word)
    g_assert_nonnull (strstr ((*error)->message, word));
  g_clear_error (error);
}

static void
test_same_as_pillow (void)
{
  for (guint i = 0; i < fixtures->len; i++) {
    const Fixture *f = &g_array_index (fixtures, Fixture, i);
    g_autoptr (GError) error = NULL;
    g_autofree char *digest = NULL;
    g_auto (P2pPicture) picture = { 0 };
    P2pHeader header;
    g_test_message ("%s", f->name);
    g_assert_true (p2p_picture_decode (f->bytes, f->size, f->name, &as_pillow, &picture, &error));
    g_assert_no_error (error);
    g_assert_cmpint (picture.width, ==, f->width);
    g_assert_cmpint (picture.height, ==, f->height);
    g_assert_cmpint (picture.stride, ==, f->width * 3);
    digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, picture.data,
        (gsize) picture.stride * picture.height);
    g_assert_cmpstr (digest, ==, f->digest);
    g_assert_true (p2p_picture_probe (f->bytes, f->size, f->name, &as_pillow, &header, &error));
    g_assert_cmpint (header.width, ==, f->width);
    g_assert_cmpint (header.height, ==, f->height);
  }
}

static void
test_grey (void)
{
  g_auto (P2pPicture) a = { 0 };
  g_autofree guint8 *before = NULL;
  P2pRng rng;
  p2p_rng_init (&rng, 4, P2P_RNG_TEST, 0);
  g_assert_true (p2p_picture_alloc (&a, P2P_FORMAT_RGB, 301, 77, 3, NULL));
  for (int i = 0; i < a.stride * a.height; i++)
    a.data[i] = (guint8) p2p_rng_below (&rng, 256);
  memset (a.data, 255, 3);
  before = g_memdup2 (a.data, (gsize) a.stride * a.height);
  p2p_picture_to_grey (&a, &a);
  for (int i = 0; i < a.width * a.height; i++) {
    const guint8 *rgb = before + 3 * i;
    const guint32 grey = (19595u * rgb[0] + 38470u * rgb[1] + 7471u * rgb[2] + 32768u) >> 16;
    for (int c = 0; c < 3; c++)
      g_assert_cmpuint (a.data[3 * i + c], ==, grey);
  }
  g_assert_cmpint (a.data[0], ==, 255);
}

static void
test_endings (void)
{
  static const char *const yes[] = { "a.jpg", "a.JPG", "a.jpeg", "a.JPEG", "a.png", "a.PNG",
    "a.ppm", "a.PPM", "a.bmp", "a.BMP", "a.tif", "a.TIF", "a.tiff", "a.TIFF", "a.gif", "a.GIF",
    "a.webp", "a.WEBP" };
  static const char *const no[] = { "a.Jpg", "a.Tiff", "a.pgm", "a.Gif", "awebp", "atiff",
    "a.jpg~" };
  for (guint i = 0; i < G_N_ELEMENTS (yes); i++)
    g_assert_true (p2p_is_picture_name (yes[i]));
  for (guint i = 0; i < G_N_ELEMENTS (no); i++)
    g_assert_false (p2p_is_picture_name (no[i]));
}

static void
test_save (void)
{
  g_autofree char *path = g_build_filename (scratch, "saved.png", NULL);
  g_autofree char *nowhere = g_build_filename (scratch, "no", "such.png", NULL);
  g_auto (P2pPicture) a = { 0 }, b = { 0 };
  g_autoptr (GError) error = NULL;
  P2pRng rng;
  p2p_rng_init (&rng, 1, P2P_RNG_TEST, 0);
  g_assert_true (p2p_picture_alloc (&a, P2P_FORMAT_RGB, 37, 29, 3, &error));
  for (int i = 0; i < a.stride * a.height; i++)
    a.data[i] = (guint8) p2p_rng_below (&rng, 256);
  g_assert_true (p2p_picture_save (&a, path, &error));
  g_assert_true (p2p_picture_load (path, &p2p_read_rgb, &b, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (a.data, (gsize) a.stride * a.height, b.data, (gsize) b.stride * b.height);
  g_assert_false (p2p_picture_save (&a, nowhere, &error));
  g_assert_error (error, P2P_ERROR, P2P_ERROR_CREATE);
  g_unlink (path);
}

/* In a process of its own, which may have little more than it has: a large picture is refused with
 * what it needs and what there is, before anything is tried. */
static void
test_memory (void)
{
  int status;
  const pid_t child = fork ();
  if (child == 0) {
    g_autoptr (GError) error = NULL;
    g_autofree char *statm = NULL;
    P2pPicture p;
    g_file_get_contents ("/proc/self/statm", &statm, NULL, NULL);
    const rlim_t used = g_ascii_strtoull (statm, NULL, 10) * (rlim_t) sysconf (_SC_PAGESIZE);
    const struct rlimit limit = { used + (128u << 20), RLIM_INFINITY };
    setrlimit (RLIMIT_AS, &limit);
    const gboolean large = p2p_picture_alloc (&p, P2P_FORMAT_RGB, 10000, 10000, 3, &error);
    const gboolean small = p2p_picture_alloc (&p, P2P_FORMAT_RGB, 1000, 1000, 3, NULL);
    _exit (large || !small || !g_error_matches (error, P2P_ERROR, P2P_ERROR_MEMORY)
                   || !strstr (error->message, "needs 0.3 GiB of memory and 0.1 GiB are free")
               ? 1
               : 0);
  }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
}

static void
test_limits (void)
{
  P2pPicture p;
  g_autoptr (GError) error = NULL;
  static const int wrong[][2] = { { P2P_LIMIT_PICTURE_SIDE + 1, 1 },
    { 1, P2P_LIMIT_PICTURE_SIDE + 1 }, { 32768, 32769 }, { 0, 5 }, { 5, 0 }, { -1, 5 },
    { G_MAXINT, G_MAXINT } };
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    const gboolean ok = p2p_picture_alloc (&p, P2P_FORMAT_RGB, wrong[i][0], wrong[i][1], 3, &error);
    assert_refused (ok, &p, &error, P2P_ERROR_DATA, NULL);
  }
  g_assert_true (p2p_picture_alloc (&p, P2P_FORMAT_RGB, P2P_LIMIT_PICTURE_SIDE, 1, 3, &error));
  p2p_picture_clear (&p);
  g_assert_true (p2p_picture_alloc (&p, P2P_FORMAT_RGB, 8192, 8192, 3, &error));
  p2p_picture_clear (&p);
}

static void
refuse_bytes (const char *bytes, gsize size, const char *word)
{
  g_autoptr (GError) error = NULL;
  P2pPicture p = { 0 };
  P2pHeader header;
  const gboolean ok =
      p2p_picture_decode ((const guint8 *) bytes, size, "x.png", &p2p_read_rgb, &p, &error);
  assert_refused (ok, &p, &error, P2P_ERROR_DATA, word);
  g_assert_false (
      p2p_picture_probe ((const guint8 *) bytes, size, "x.png", &p2p_read_rgb, &header, NULL));
}

static void
test_strangers (void)
{
  refuse_bytes ("", 0, "empty");
  refuse_bytes ("just text", 9, "no picture of a known kind");
  refuse_bytes ("version https://git-lfs.github.com/spec/v1\n", 43, "git lfs pull");
  refuse_bytes ("<!DOCTYPE html>", 15, "web page");
  refuse_bytes ("GIF89a", 6, built_for ("a.gif") ? "truncated GIF" : "libgif-dev");
  refuse_bytes ("RIFF\0\0\0\0WAVE", 12, built_for ("a.webp") ? "WebP" : "libwebp-dev");
  refuse_bytes ("\0\0\0\x18"
                "ftypheic",
      12, "HEIC");
  refuse_bytes ("\xff\xd8\xff", 3, "JPEG");
  refuse_bytes ("\x89PNG\r\n\x1a\n", 8, "truncated");
}

static void
refuse_file (const char *name, int code, const char *word)
{
  g_autofree char *path = g_build_filename (scratch, name, NULL);
  g_autoptr (GError) error = NULL;
  P2pPicture p;
  const gboolean ok = p2p_picture_load (path, &p2p_read_rgb, &p, &error);
  g_assert_nonnull (strstr (error->message, path));
  assert_refused (ok, &p, &error, code, word);
}

static void
test_odd_files (void)
{
  const char *const names[] = { "folder.jpg", "pipe.png", "link.png", "empty.png", "huge.png" };
  char *paths[5];
  for (int i = 0; i < 5; i++)
    paths[i] = g_build_filename (scratch, names[i], NULL);
  g_assert_cmpint (g_mkdir (paths[0], 0700), ==, 0);
  g_assert_cmpint (mkfifo (paths[1], 0600), ==, 0);
  g_assert_cmpint (symlink ("nothing", paths[2]), ==, 0);
  g_assert_true (g_file_set_contents (paths[3], "", 0, NULL));
  g_assert_true (g_file_set_contents (paths[4], "", 0, NULL));
  g_assert_cmpint (truncate (paths[4], (off_t) P2P_LIMIT_PICTURE_FILE + 1), ==, 0);
  refuse_file ("folder.jpg", P2P_ERROR_DATA, "folder");
  refuse_file ("pipe.png", P2P_ERROR_DATA, "pipe");
  refuse_file ("link.png", P2P_ERROR_NO_INPUT, NULL);
  refuse_file ("missing.png", P2P_ERROR_NO_INPUT, NULL);
  refuse_file ("empty.png", P2P_ERROR_DATA, "empty");
  refuse_file ("huge.png", P2P_ERROR_DATA, "640 MiB");
  for (int i = 0; i < 5; i++) {
    g_remove (paths[i]);
    g_free (paths[i]);
  }
}

static void
test_bombs (void)
{
  g_autofree char *bomb = fixture_path ("bomb.png"), *scans = fixture_path ("scans-120.jpg");
  g_autofree char *plain = fixture_path ("rgb-444.jpg"), *bytes = NULL;
  g_autoptr (GError) error = NULL;
  const gint64 start = g_get_monotonic_time ();
  P2pPicture p;
  gsize size, at = 0;
  gboolean ok = p2p_picture_load (bomb, &p2p_read_rgb, &p, &error);
  assert_refused (ok, &p, &error, P2P_ERROR_DATA, "30000 x 30000");
  ok = p2p_picture_load (scans, &p2p_read_rgb, &p, &error);
  assert_refused (ok, &p, &error, P2P_ERROR_DATA, "too many scans");
  g_assert_true (g_file_get_contents (plain, &bytes, &size, NULL));
  while (memcmp (bytes + at, "\xff\xc0", 2) != 0) /* start of frame: height, width at 5 */
    at++;
  memcpy (bytes + at + 5, "\xff\xdc\xff\xdc", 4);
  ok = p2p_picture_decode ((guint8 *) bytes, size, "x", &p2p_read_rgb, &p, &error);
  assert_refused (ok, &p, &error, P2P_ERROR_DATA, "65500 x 65500");
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
}

/* Some formats can lose their last bytes and no pixel with them. */
static gboolean
lost_nothing (const Fixture *f, const P2pPicture *p, gsize cut)
{
  g_autofree char *digest =
      g_compute_checksum_for_data (G_CHECKSUM_SHA256, p->data, (gsize) p->stride * p->height);
  g_assert_cmpstr (digest, ==, f->digest);
  return f->size - cut <= 8 && !strstr (f->name, ".jpg") && !strstr (f->name, ".png");
}

static void
refuse_cut (const Fixture *f, gsize cut)
{
  /* In memory of exactly that size, so that reading past it is seen. */
  g_autofree guint8 *part = g_memdup2 (f->bytes, cut);
  g_autoptr (GError) error = NULL;
  g_auto (P2pPicture) p = { 0 };
  g_auto (P2pPicture) planes = { 0 };
  const gboolean ok = p2p_picture_decode (part, cut, f->name, &as_pillow, &p, &error);
  g_assert_cmpint (p2p_picture_decode (part, cut, f->name, &p2p_read_planes, &planes, NULL), ==,
      ok);
  if (ok)
    g_test_message ("%s read without its last %u bytes", f->name, (guint) (f->size - cut));
  if (ok && lost_nothing (f, &p, cut))
    return;
  assert_refused (ok, &p, &error, P2P_ERROR_DATA, cut > 8 ? "truncated" : NULL);
}

static void
test_truncated (void)
{
  for (guint i = 0; i < fixtures->len; i++) {
    const Fixture *f = &g_array_index (fixtures, Fixture, i);
    const gsize step = 1 + f->size / 50;
    for (gsize cut = 0; cut < f->size; cut += step)
      refuse_cut (f, cut);
    refuse_cut (f, f->size - 1); /* the very last byte counts too */
  }
}

/* Formats with checksums or structure refuse most of them, plain bytes cannot. */
static void
test_flipped (void)
{
  guint refused = 0, total = 0;
  P2pRng rng;
  p2p_rng_init (&rng, 5, P2P_RNG_TEST, 1);
  for (guint i = 0; i < fixtures->len; i++) {
    const Fixture *f = &g_array_index (fixtures, Fixture, i);
    const gboolean guarded = strstr (f->name, ".png") || strstr (f->name, ".jpg");
    g_autofree guint8 *bytes = g_memdup2 (f->bytes, f->size);
    for (int round = 0; round < 20; round++, total += guarded) {
      const guint32 at = p2p_rng_below (&rng, (guint32) f->size);
      g_autoptr (GError) error = NULL;
      g_auto (P2pPicture) p = { 0 };
      bytes[at] ^= (guint8) (1 + p2p_rng_below (&rng, 255));
      if (!p2p_picture_decode (bytes, f->size, f->name, &p2p_read_rgb, &p, &error)) {
        g_assert_error (error, P2P_ERROR, P2P_ERROR_DATA);
        g_assert_null (p.data);
        refused += guarded;
      }
      bytes[at] = f->bytes[at];
    }
  }
  g_test_message ("%u of %u refused", refused, total);
  g_assert_cmpuint (refused, >, total / 2);
}

int
main (int argc, char **argv)
{
  int result;
  g_test_init (&argc, &argv, NULL);
  scratch = g_dir_make_tmp ("p2p-picture-XXXXXX", NULL);
  load_fixtures ();
  g_test_add_func ("/picture/same-as-pillow", test_same_as_pillow);
  g_test_add_func ("/picture/grey", test_grey);
  g_test_add_func ("/picture/endings", test_endings);
  g_test_add_func ("/picture/save", test_save);
  g_test_add_func ("/picture/limits", test_limits);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) /* they take all addresses */
  g_test_add_func ("/picture/memory", test_memory);
#endif
  g_test_add_func ("/picture/strangers", test_strangers);
  g_test_add_func ("/picture/odd-files", test_odd_files);
  g_test_add_func ("/picture/bombs", test_bombs);
  g_test_add_func ("/picture/truncated", test_truncated);
  g_test_add_func ("/picture/flipped", test_flipped);
  result = g_test_run ();
  free_fixtures ();
  g_rmdir (scratch);
  g_free (scratch);
  return result;
}
