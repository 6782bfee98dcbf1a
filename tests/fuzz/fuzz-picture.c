/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Any bytes at all are either a picture or an error, on both roads, and nothing else
 * happens. For libFuzzer: build with -DP2P_LIBFUZZER -fsanitize=fuzzer. Alone: spoils
 * the small pictures of tests/data/pixels, P2P_MUTATIONS times (2000), always in the
 * same way; most interesting with -Db_sanitize=address,undefined. */

#include "data/codecs.h"
#include "error.h"
#include "io/limits.h"
#include "rng.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *bytes, size_t size);

static void
check_verdict (gboolean ok, const void *data, const GError *error)
{
  g_assert_true (ok == (data != NULL));
  g_assert_true (ok == (error == NULL));
  if (ok)
    return;
  g_assert_true (error->domain == P2P_ERROR);
  g_assert_true (error->code == P2P_ERROR_DATA || error->code == P2P_ERROR_MEMORY);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

static void
touch (const P2pPicture *picture)
{
  guint8 small[8 * 8 * 3];
  g_autoptr (GError) error = NULL;
  P2pPicture to = p2p_picture_of_rgb (small, 24, 8, 8);
  if (!p2p_picture_resize (picture, &to, &error))
    g_assert_error (error, P2P_ERROR, P2P_ERROR_MEMORY);
}

/* Bit 0: a picture; bit 1: planes. */
static int
run (const guint8 *bytes, size_t size)
{
  g_auto (P2pPicture) picture = { 0 }, planes = { 0 };
  g_autoptr (GError) first = NULL, second = NULL;
  P2pHeader header;
  const gboolean probed = p2p_picture_probe (bytes, size, "fuzz", &p2p_read_planes, &header, NULL);
  const gboolean a = p2p_picture_decode (bytes, size, "fuzz", &p2p_read_rgb, &picture, &first);
  const gboolean b = p2p_picture_decode (bytes, size, "fuzz", &p2p_read_planes, &planes, &second);
  check_verdict (a, picture.data, first);
  check_verdict (b, planes.data, second);
  if (a) {
    g_assert_true (probed && picture.width == header.width && picture.height == header.height);
    touch (&picture);
  }
  if (b)
    g_assert_true (probed && planes.width == header.width && planes.height == header.height
                   && planes.channels == header.channels);
  return a + 2 * b;
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, size_t size)
{
  p2p_decode_limit = G_USEC_PER_SEC;
  run (bytes, size);
  return 0;
}

#ifndef P2P_LIBFUZZER

#include <zlib.h>

static GPtrArray *seeds; /* GBytes */
static P2pRng rng;

static guint32
below (gsize n)
{
  return p2p_rng_below (&rng, (guint32) MAX (n, 1));
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
load_seeds (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "data", "pixels", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;
  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)))
    if (!g_str_has_suffix (name, ".txt"))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  seeds = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);
    char *bytes;
    gsize size;
    g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
    g_ptr_array_add (seeds, g_bytes_new_take (bytes, size));
  }
  g_assert_cmpuint (seeds->len, >=, 100);
}

static void
overwrite (GByteArray *file)
{
  static const guint32 odd[] = { 0, 1, 2, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000,
    0x7fffffff, 0x80000000, 0xffffffff };
  const int bytes = 1 << below (3);
  const guint32 at = below (file->len), value = odd[below (G_N_ELEMENTS (odd))];
  const gboolean little = below (2) != 0;
  for (int i = 0; i < bytes && at + (guint) i < file->len; i++)
    file->data[at + (guint) i] = (guint8) (value >> 8 * (little ? i : bytes - 1 - i));
}

/* A stretch of another seed over or into this one. */
static void
splice (GByteArray *file)
{
  gsize size;
  const guint8 *other = g_bytes_get_data (seeds->pdata[below (seeds->len)], &size);
  const guint32 from = below (size), at = below (file->len);
  const guint32 n = 1 + below (MIN (size - from, 64));
  if (below (2) == 0 && at + n <= file->len) {
    memcpy (file->data + at, other + from, MIN (n, size - from));
    return;
  }
  g_byte_array_set_size (file, file->len + n);
  memmove (file->data + at + n, file->data + at, file->len - n - at);
  memcpy (file->data + at, other + from, MIN (n, size - from));
}

static void
spoil (GByteArray *file)
{
  const guint32 at = below (file->len);
  switch (below (7)) {
    case 0:
      file->data[at] ^= (guint8) (1u << below (8));
      break;
    case 1:
      file->data[at] = (guint8) below (256);
      break;
    case 2: /* where headers are */
      file->data[below (MIN (file->len, 64))] = (guint8) below (256);
      break;
    case 3:
      overwrite (file);
      break;
    case 4:
      g_byte_array_remove_range (file, at, 1 + below (MIN (file->len - at, 16) - 1));
      break;
    case 5:
      splice (file);
      break;
    default:
      if (below (8) == 0)
        g_byte_array_set_size (file, at);
      else
        overwrite (file);
      break;
  }
}

/* A PNG with wrong check sums is refused before anything interesting happens. */
static void
mend_png (GByteArray *file)
{
  guint at = 8;
  while (file->len >= 12 && at <= file->len - 12) {
    guint8 *p = file->data + at;
    const guint32 length = (guint32) p[0] << 24 | (guint32) (p[1] << 16 | p[2] << 8 | p[3]);
    if (length > file->len - at - 12)
      return;
    const guint32 sum = (guint32) crc32 (0, p + 4, length + 4);
    for (int i = 0; i < 4; i++)
      p[8 + length + (guint) i] = (guint8) (sum >> 8 * (3 - i));
    at += 12 + length;
  }
}

static int
run_mutant (guint64 number)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autofree guint8 *exact = NULL;
  gsize size;
  const guint8 *bytes;
  p2p_rng_init (&rng, 11, P2P_RNG_TEST, number);
  bytes = g_bytes_get_data (seeds->pdata[below (seeds->len)], &size);
  g_byte_array_append (file, bytes, (guint) size);
  for (int n = 1 << below (4); n > 0 && file->len > 0; n--)
    spoil (file);
  if (below (4) != 0 && file->len > 8 && memcmp (file->data, "\x89PNG", 4) == 0)
    mend_png (file);
  /* In memory of exactly that size, so that reading past it is seen. */
  exact = g_memdup2 (file->data, file->len);
  return run (exact, file->len);
}

static void
test_mutants (void)
{
  const char *wish = g_getenv ("P2P_MUTATIONS");
  const guint64 n = wish ? g_ascii_strtoull (wish, NULL, 10) : 2000;
  guint64 read = 0, deep = 0;
  gint64 slowest = 0;
  for (guint64 i = 0; i < n; i++) {
    const gint64 start = g_get_monotonic_time ();
    const int verdict = run_mutant (i);
    slowest = MAX (slowest, g_get_monotonic_time () - start);
    read += verdict & 1;
    deep += verdict >> 1 & 1;
  }
  g_test_message ("%" G_GUINT64_FORMAT " mutants, %" G_GUINT64_FORMAT
                  " still pictures, %" G_GUINT64_FORMAT " planes, the slowest took %d ms",
      n, read, deep, (int) (slowest / 1000));
  g_assert_cmpuint (read, >, n / 10); /* else they are spoilt too much to be of use */
  g_assert_cmpuint (read, <, n - n / 10);
}

static void
test_seeds (void)
{
  for (guint i = 0; i < seeds->len; i++) {
    gsize size;
    const guint8 *bytes = g_bytes_get_data (seeds->pdata[i], &size);
    LLVMFuzzerTestOneInput (bytes, size);
  }
}

int
main (int argc, char **argv)
{
  int result;
  g_test_init (&argc, &argv, NULL);
  load_seeds ();
  g_test_add_func ("/fuzz-picture/seeds", test_seeds);
  g_test_add_func ("/fuzz-picture/mutants", test_mutants);
  result = g_test_run ();
  g_ptr_array_unref (seeds);
  return result;
}

#endif
