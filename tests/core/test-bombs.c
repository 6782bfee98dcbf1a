/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claims: a small file cannot make much work: it is judged in half a second and 64 MiB, on both
 * roads (8 bit RGB and planes), most from the header; what decodes too slowly is given up; and
 * the limits of pictures stand exactly where io/limits.h says. */

#include "bombs.h"
#include "data/codecs.h"
#include "data/dataset.h"
#include "error.h"
#include "io/limits.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MOST_SECONDS 0.5
#define MOST_KIB (64 * 1024)

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define MEASURES FALSE /* their own memory and time would be measured */
#else
#define MEASURES TRUE
#endif

static gboolean
decode (const GByteArray *file, gboolean planes, GError **error)
{
  const P2pReading *how = planes ? &p2p_read_planes : &p2p_read_rgb;
  g_auto (P2pPicture) picture = { 0 };
  return p2p_picture_decode (file->data, file->len, "bomb", how, &picture, error);
}

/* Memory that a process needed beyond what it began with. */
static long
peak (void)
{
  struct rusage usage;
  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

/* In a process of its own; WORD: what the message says, or NULL if the file is fine. */
static void
judge (const char *title, GByteArray *file, const char *word)
{
  for (int planes = 0; planes <= 1; planes++) {
    int status;
    const pid_t child = fork ();
    if (child == 0) {
      g_autoptr (GError) error = NULL;
      const long before = peak ();
      const clock_t start = clock ();
      const gboolean ok = decode (file, planes, &error);
      const double seconds = (double) (clock () - start) / CLOCKS_PER_SEC;
      const long used = peak () - before;
      fprintf (stderr, "# %s: %.3f s, %ld KiB, %s\n", title, seconds, used,
          ok ? "read" : error->message);
      /* Planes take four bytes a sample, so their limit may come first. */
      if (ok != (word == NULL)
          || (word && !strstr (error->message, word)
              && !(planes && strstr (error->message, "million samples"))))
        _exit (1);
      _exit (MEASURES && (seconds > MOST_SECONDS || used > MOST_KIB) ? 2 : 0);
    }
    g_assert_cmpint (waitpid (child, &status, 0), ==, child);
    g_assert_true (WIFEXITED (status));
    g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  }
  g_byte_array_unref (file);
}

static void
test_png (void)
{
  g_autoptr (GByteArray) text = bomb_deflated ("Comment\0\0", 9, 70 << 20);
  g_autoptr (GByteArray) profile = bomb_deflated ("icc\0\0", 5, 70 << 20);
  GByteArray *png = bomb_png (20000, 20000, 8, 2, FALSE);
  bomb_png_finish (png, 1 << 20);
  judge ("PNG 20000", png, "20000 x 20000");
  png = bomb_png (30000, 30000, 8, 6, TRUE);
  bomb_png_finish (png, 1 << 20);
  judge ("PNG 30000 interlaced", png, "30000 x 30000");
  png = bomb_png (G_MAXINT32, G_MAXINT32, 16, 6, TRUE);
  bomb_png_finish (png, 100);
  judge ("PNG 2147483647", png, "sides must be");
  png = bomb_png (8192, 8192, 16, 6, TRUE);
  bomb_png_finish (png, 100);
  judge ("PNG that ends early", png, "damaged PNG");
  png = bomb_png (4, 4, 8, 0, FALSE);
  bomb_png_chunk (png, "zTXt", text->data, text->len);
  bomb_png_chunk (png, "iCCP", profile->data, profile->len);
  bomb_png_finish (png, 4 * 5);
  judge ("PNG with 140 MiB of text and profile", png, NULL);
  png = bomb_png (4, 4, 8, 0, FALSE);
  for (int i = 0; i < 20000; i++)
    bomb_png_chunk (png, "tEXt", "Comment\0very much to say about so little", 40);
  bomb_png_finish (png, 4 * 5);
  judge ("PNG with 20000 comments", png, NULL);
  for (int over = -1; over <= 1; over++) { /* longer than libpng may hold, but skipped */
    const gsize length = (gsize) (P2P_LIMIT_PNG_CHUNK + over);
    g_autofree char *words = g_strnfill (length, 't');
    memcpy (words, "Comment", 8);
    png = bomb_png (4, 4, 8, 0, FALSE);
    bomb_png_chunk (png, "tEXt", words, length);
    bomb_png_finish (png, 4 * 5);
    judge ("PNG with 8 MiB of text", png, NULL);
  }
  png = bomb_png (4, 4, 8, 0, FALSE);
  bomb_png_finish (png, 100 << 20);
  judge ("PNG with 100 MiB for 16 pixels", png, "damaged PNG");
}

static GByteArray *
fixture (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "pixels", name, NULL);
  char *bytes;
  gsize size;
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  return g_byte_array_new_take ((guint8 *) bytes, size);
}

static guint
find (const GByteArray *file, const char *mark, guint from)
{
  while (memcmp (file->data + from, mark, 2) != 0)
    from++;
  return from;
}

/* Start of frame: height at 5, width at 7. */
static void
set_jpeg_size (GByteArray *jpeg, const char *frame, int width, int height)
{
  guint8 *p = jpeg->data + find (jpeg, frame, 0);
  p[5] = (guint8) (height >> 8);
  p[6] = (guint8) height;
  p[7] = (guint8) (width >> 8);
  p[8] = (guint8) width;
}

/* The first SCANS scans of the fixture with 120; COPIES of the last one. */
static GByteArray *
jpeg_of_scans (int scans, int copies)
{
  GByteArray *jpeg = fixture ("scans-120.jpg");
  guint at = 0, end;
  for (int i = 0; i < scans; i++)
    at = find (jpeg, "\xff\xda", at + 1);
  end = at + 2;
  while (jpeg->data[end] != 0xff || jpeg->data[end + 1] == 0)
    end++;
  g_autofree guint8 *scan = g_memdup2 (jpeg->data + at, end - at);
  g_byte_array_set_size (jpeg, end);
  for (int i = 1; i < copies; i++)
    g_byte_array_append (jpeg, scan, end - at);
  g_byte_array_append (jpeg, (const guint8 *) "\xff\xd9", 2);
  return jpeg;
}

/* Bytes that say nothing, behind the first marker. */
static void
fatten (GByteArray *jpeg, guint bytes)
{
  g_autoptr (GByteArray) comment = g_byte_array_new ();
  for (; bytes > 0; bytes -= MIN (bytes, 65000)) {
    const guint old = comment->len;
    g_byte_array_set_size (comment, old + 65002);
    memset (comment->data + old, 0, 65002);
    memcpy (comment->data + old, "\xff\xfe\xfd\xe8", 4);
  }
  g_byte_array_set_size (jpeg, jpeg->len + comment->len);
  memmove (jpeg->data + 2 + comment->len, jpeg->data + 2, jpeg->len - 2 - comment->len);
  memcpy (jpeg->data + 2, comment->data, comment->len);
}

static void
test_jpeg (void)
{
  GByteArray *jpeg = fixture ("rgb-444.jpg");
  set_jpeg_size (jpeg, "\xff\xc0", 65500, 65500);
  judge ("JPEG 65500", jpeg, "65500 x 65500");
  judge ("JPEG with 2000 scans", jpeg_of_scans (1, 2000), "too many scans");
  jpeg = jpeg_of_scans (100, 1900);
  set_jpeg_size (jpeg, "\xff\xc2", 8192, 8192);
  judge ("JPEG with 2000 scans of 64 million pixels", jpeg, "too many scans");
  jpeg = jpeg_of_scans (33, 1);
  set_jpeg_size (jpeg, "\xff\xc2", 8192, 8192);
  fatten (jpeg, 1 << 18);
  judge ("JPEG with 33 scans of 64 million pixels", jpeg, "too many scans");
  jpeg = fixture ("progressive.jpg");
  set_jpeg_size (jpeg, "\xff\xc2", 8192, 8192);
  judge ("JPEG of a few bytes and 64 million pixels", jpeg, "truncated");
}

static void
test_tiff (void)
{
  enum
  {
    BITS = 258
  };
  const BombTag cyclic[] = { { 256, 4, 1, 4 }, { 257, 4, 1, 4 }, { BITS, 3, 1, 8 },
    { 262, 3, 1, 1 }, { 273, 4, 1, 8 + 2 + 7 * 12 + 4 }, { 278, 4, 1, 4 }, { 279, 4, 1, 16 } };
  const BombTag many_strips[] = { { 256, 4, 1, 32768 }, { 257, 4, 1, 2048 }, { BITS, 3, 1, 8 },
    { 262, 3, 1, 1 }, { 273, 4, 1u << 30, 8 }, { 278, 4, 1, 1 }, { 279, 4, 1u << 30, 8 } };
  const BombTag tiny_strips[] = { { 256, 4, 1, 1 }, { 257, 4, 1, 32768 }, { BITS, 3, 1, 8 },
    { 262, 3, 1, 1 }, { 273, 4, 1, 8 }, { 277, 3, 1, 512 }, { 278, 4, 1, 1 }, { 279, 4, 1, 8 },
    { 284, 3, 1, 2 } };
  const BombTag large_tile[] = { { 256, 4, 1, 16 }, { 257, 4, 1, 16 }, { BITS, 3, 1, 8 },
    { 262, 3, 1, 1 }, { 322, 4, 1, 32768 }, { 323, 4, 1, 32768 }, { 324, 4, 1, 8 },
    { 325, 4, 1, 100 } };
  const BombTag long_tiles[] = { { 256, 4, 1, 32768 }, { 257, 4, 1, 1 }, { BITS, 3, 1, 8 },
    { 262, 3, 1, 1 }, { 322, 4, 1, 16 }, { 323, 4, 1, 32768 }, { 324, 4, 2048, 200 },
    { 325, 4, 2048, 200 } };
  const BombTag old_jpeg[] = { { 256, 4, 1, 16 }, { 257, 4, 1, 16 }, { BITS, 3, 1, 8 },
    { 259, 3, 1, 6 }, { 262, 3, 1, 6 }, { 273, 4, 1, 8 }, { 279, 4, 1, 100 } };
  judge ("TIFF 4294967295", bomb_plain_tiff (G_MAXUINT32, G_MAXUINT32, 1, 0), "sides must be");
  judge ("TIFF of 65535 channels", bomb_plain_tiff (4, 4, 65535, 0), "channels");
  judge ("TIFF of 65000 tags", bomb_plain_tiff (4, 4, 1, 65000), "entries");
  judge ("TIFF 8192 without pixels", bomb_plain_tiff (8192, 8192, 1, 0), "damaged TIFF");
  judge ("TIFF whose directory follows itself", bomb_tiff (cyclic, 7, 16, 8), NULL);
  judge ("TIFF of 2^30 strips", bomb_tiff (many_strips, 7, 100, 0), "truncated TIFF");
  judge ("TIFF of 2^24 strips", bomb_tiff (tiny_strips, 9, 100, 0), "TIFF");
  judge ("TIFF with one tile of a gigapixel", bomb_tiff (large_tile, 8, 100, 0), "tiles");
  judge ("TIFF with tiles of nothing", bomb_tiff (long_tiles, 8, 9000, 0), "tiles");
  judge ("TIFF with old JPEG", bomb_tiff (old_jpeg, 7, 100, 0), "compression");
}

static void
test_tiff_deflate (void)
{
  g_autoptr (GByteArray) data = bomb_deflated ("", 0, 100 << 20);
  const BombTag tags[] = { { 256, 4, 1, 4 }, { 257, 4, 1, 4 }, { 258, 3, 1, 8 }, { 259, 3, 1, 8 },
    { 262, 3, 1, 1 }, { 273, 4, 1, 8 + 2 + 8 * 12 + 4 }, { 278, 4, 1, 4 },
    { 279, 4, 1, data->len } };
  GByteArray *file = bomb_tiff (tags, 8, data->len, 0);
  memcpy (file->data + file->len - data->len, data->data, data->len);
  judge ("TIFF with 100 MiB for 16 pixels", file, NULL);
}

static GByteArray *
text (const char *words)
{
  GByteArray *file = g_byte_array_new ();
  return g_byte_array_append (file, (const guint8 *) words, (guint) strlen (words));
}

static void
test_plain_formats (void)
{
  judge ("BMP 2147483647", bomb_bmp (G_MAXINT32, G_MAXINT32, 24, 0, 0, "", 0), "sides must be");
  judge ("BMP 8192 without pixels", bomb_bmp (8192, 8192, 24, 0, 0, "", 0), "truncated");
  judge ("BMP of 2^31 colours", bomb_bmp (4, 4, 8, 0, 1u << 31, "", 0), "palette");
  judge ("BMP of runs, 8192, ends at once", bomb_bmp (8192, 8192, 8, 1, 0, "\0\1", 2), "truncated");
  judge ("BMP of runs that jump out", bomb_bmp (4, 4, 8, 1, 0, "\0\2\377\377\0\1", 6), "damaged");
  judge ("PPM 999999999", text ("P6 999999999 999999999 255\n"), "sides must be");
  judge ("PPM 99999999999999999999", text ("P6 99999999999999999999 1 255\n"), "damaged PPM");
  judge ("PPM 8192 without pixels", text ("P6 8192 8192 65535\n"), "truncated");
  judge ("PPM of text without pixels", text ("P3 8192 8192 65535\n1 2 3"), "truncated");
}

static void
test_too_slow (void)
{
  static const char *const names[] = { "rgb-420.jpg", "progressive.jpg", "rgb-8.png", "p3-200.ppm",
    "rle-8.bmp", "packed-lzw.tif", "rgb-tiles.tif" };
  p2p_decode_limit = 0;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (int planes = 0; planes <= 1; planes++) {
      g_autoptr (GByteArray) file = fixture (names[i]);
      g_autoptr (GError) error = NULL;
      g_assert_false (decode (file, planes, &error));
      g_assert_error (error, P2P_ERROR, P2P_ERROR_DATA);
      g_assert_nonnull (strstr (error->message, "too slow"));
    }
  p2p_decode_limit = P2P_LIMIT_DECODE_SECONDS * G_USEC_PER_SEC;
}

/* Large pictures have more time, and the message says how much. */
static void
test_too_slow_large (void)
{
  const P2pRaster raster = { .width = 16384, .height = 8192 };
  g_autoptr (GError) error = NULL;
  g_assert_false (p2p_raster_in_time (&raster, "x", &error));
  g_assert_nonnull (strstr (error->message, "more than 20 s"));
}

/* ---- exactly at the limits; OVER is -1, 0 or 1 */

static void
expect_probe (GByteArray *file, gboolean ok)
{
  g_autoptr (GError) error = NULL;
  P2pHeader header;
  const gboolean done =
      p2p_picture_probe (file->data, file->len, "x", &p2p_read_planes, &header, &error);
  if (error)
    g_test_message ("%s", error->message);
  g_assert_cmpint (done, ==, ok);
  g_assert_true (ok || g_error_matches (error, P2P_ERROR, P2P_ERROR_DATA));
  g_byte_array_unref (file);
}

/* As 8 bit RGB, where only the pixels count. */
static void
expect_picture (GByteArray *file, gboolean ok)
{
  g_autoptr (GError) error = NULL;
  P2pHeader header;
  const gboolean done =
      p2p_picture_probe (file->data, file->len, "x", &p2p_read_rgb, &header, &error);
  if (error)
    g_test_message ("%s", error->message);
  g_assert_cmpint (done, ==, ok);
  g_assert_true (ok || g_error_matches (error, P2P_ERROR, P2P_ERROR_DATA));
  g_byte_array_unref (file);
}

static void
check_sizes (guint32 width, guint32 height, gboolean ok)
{
  g_autoptr (GByteArray) zeros = g_byte_array_new ();
  g_autofree char *head = g_strdup_printf ("P4 %u %u\n", width, height);
  GByteArray *jpeg = fixture ("rgb-444.jpg"), *png = bomb_png (width, height, 1, 0, FALSE);
  GByteArray *ppm = text (head);
  const guint size = (width + 31) / 32 * 4 * height;
  g_byte_array_set_size (zeros, size);
  g_byte_array_append (ppm, zeros->data, size);
  set_jpeg_size (jpeg, "\xff\xc0", (int) width, (int) height);
  fatten (jpeg, 1 << 19);
  bomb_png_finish (png, 1);
  expect_picture (jpeg, ok);
  expect_picture (png, ok);
  expect_picture (ppm, ok);
  expect_picture (bomb_bmp (width, height, 1, 0, 0, zeros->data, size), ok);
  expect_picture (bomb_plain_tiff (width, height, 1, 0), ok);
}

static void
test_size_limits (void)
{
  for (int over = -1; over <= 1; over++) {
    const guint32 side = (guint32) (P2P_LIMIT_PICTURE_SIDE + over);
    check_sizes (side, 1, over <= 0);
    check_sizes (1, side, over <= 0);
    check_sizes (8192, (guint32) (P2P_LIMIT_PICTURE_PIXELS / 8192 + over), over <= 0);
  }
}

static void
test_format_limits (void)
{
  for (int over = -1; over <= 1; over++) {
    const gboolean ok = over <= 0;
    GByteArray *jpeg = jpeg_of_scans (32 + over, 1);
    expect_probe (jpeg_of_scans (P2P_LIMIT_JPEG_SCANS + over, 1), ok);
    set_jpeg_size (jpeg, "\xff\xc2", 8192, 8192); /* 32 x 8192 x 8192 are all that may be */
    fatten (jpeg, 1 << 18);
    expect_picture (jpeg, ok);
    expect_probe (bomb_plain_tiff (4, 4, (guint32) (P2P_LIMIT_PICTURE_CHANNELS + over), 0), ok);
    expect_probe (bomb_plain_tiff (4, 4, 1, (guint32) (P2P_LIMIT_TIFF_ENTRIES - 9 + over)), ok);
  }
}

static void
test_tile_limit (void)
{
  for (int over = -1; over <= 1; over++) {
    const guint32 height = (guint32) (4096 + 16 * over); /* 4096 x 4096 x 3 are 48 MiB */
    const BombTag tags[] = { { 256, 4, 1, 4096 }, { 257, 4, 1, 4096 }, { 258, 3, 1, 8 },
      { 262, 3, 1, 2 }, { 277, 3, 1, 3 }, { 322, 4, 1, 4096 }, { 323, 4, 1, height },
      { 324, 4, 1, 8 }, { 325, 4, 1, 100 } };
    g_assert_cmpuint (P2P_LIMIT_TIFF_BLOCK, ==, 4096 * 4096 * 3);
    expect_probe (bomb_tiff (tags, 9, 100, 0), over == 0 || over == -1);
  }
}

static void
test_file_limits (void)
{
  g_autofree char *dir = g_dir_make_tmp ("p2p-bombs-XXXXXX", NULL);
  for (int over = 0; over <= 1; over++) {
    g_autofree char *path = g_build_filename (dir, over ? "b.png" : "a.png", NULL);
    g_autoptr (GError) error = NULL;
    g_autofree guint8 *bytes = NULL;
    gsize size;
    g_assert_true (g_file_set_contents (path, "", 0, NULL));
    g_assert_cmpint (truncate (path, (off_t) P2P_LIMIT_PICTURE_FILE + over), ==, 0);
    bytes = p2p_picture_read (path, &size, &error);
    g_assert_cmpint (bytes != NULL, ==, !over);
  }
  for (guint limit = 1; limit <= 3; limit++) { /* pictures in a folder of two */
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) found = p2p_list_pictures_up_to (dir, 0, limit, &error);
    g_assert_cmpint (found != NULL, ==, limit >= 2);
    g_assert_true (found || g_error_matches (error, P2P_ERROR, P2P_ERROR_DATA));
  }
  for (int over = 0; over <= 1; over++) {
    g_autofree char *path = g_build_filename (dir, over ? "b.png" : "a.png", NULL);
    g_unlink (path);
  }
  g_assert_cmpint (g_rmdir (dir), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bombs/png", test_png);
  g_test_add_func ("/bombs/jpeg", test_jpeg);
  g_test_add_func ("/bombs/tiff", test_tiff);
  g_test_add_func ("/bombs/tiff-deflate", test_tiff_deflate);
  g_test_add_func ("/bombs/plain-formats", test_plain_formats);
  g_test_add_func ("/bombs/too-slow", test_too_slow);
  g_test_add_func ("/bombs/too-slow-large", test_too_slow_large);
  g_test_add_func ("/limits/sizes", test_size_limits);
  g_test_add_func ("/limits/formats", test_format_limits);
  g_test_add_func ("/limits/tiles", test_tile_limit);
  g_test_add_func ("/limits/files", test_file_limits);
  return g_test_run ();
}
