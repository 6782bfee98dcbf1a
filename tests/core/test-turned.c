/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claims: EXIF orientation is obeyed as Pillow's exif_transpose() does it, in RGB and in planes; what
 * is read as stored is not turned; the header says the size that decoding gives; EXIF that makes no
 * sense changes nothing. */

#include "built.h"
#include "data/metadata.h"
#include "data/picture.h"

#include <stdlib.h>
#include <string.h>

static guint8 *
load (const char *name, gsize *size)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "pixels", name, NULL);
  char *bytes;
  g_assert_true (g_file_get_contents (path, &bytes, size, NULL));
  return (guint8 *) bytes;
}

/* rgb-444.jpg with an orientation, big or little end first. */
static GByteArray *
jpeg_with_exif (int orientation, gboolean little)
{
  GByteArray *file = g_byte_array_new ();
  guint8 big_end[] = "\xff\xe1\0\x22"
                     "Exif\0\0MM\0*\0\0\0\10\0\1\1\x12\0\3\0\0\0\1\0\0\0\0\0\0\0\0";
  guint8 little_end[] = "\xff\xe1\0\x22"
                        "Exif\0\0II*\0\10\0\0\0\1\0\x12\1\3\0\1\0\0\0\0\0\0\0\0\0\0\0";
  gsize size;
  g_autofree guint8 *plain = load ("rgb-444.jpg", &size);
  big_end[29] = little_end[28] = (guint8) orientation;
  g_byte_array_append (file, plain, 2);
  g_byte_array_append (file, little ? little_end : big_end, 36);
  return g_byte_array_append (file, plain + 2, (guint) size - 2);
}

static void
assert_turned (const guint8 *bytes, gsize size, const P2pReading *how, int width, int height,
    const char *digest)
{
  g_autoptr (GError) error = NULL;
  g_auto (P2pPicture) rgb = { 0 }, planes = { 0 };
  const P2pReading deep = { P2P_FORMAT_PLANES, how->as_stored };
  P2pHeader header;
  p2p_picture_decode (bytes, size, "x", how, &rgb, &error);
  g_assert_no_error (error);
  g_assert_cmpint (rgb.width, ==, width);
  g_assert_cmpint (rgb.height, ==, height);
  g_autofree char *found = g_compute_checksum_for_data (G_CHECKSUM_SHA256, rgb.data,
      (gsize) rgb.stride * (gsize) rgb.height);
  g_assert_cmpstr (found, ==, digest);
  g_assert_true (p2p_picture_probe (bytes, size, "x", how, &header, NULL));
  g_assert_true (header.width == width && header.height == height);
  g_assert_true (p2p_picture_decode (bytes, size, "x", &deep, &planes, NULL));
  g_assert_true (planes.width == width && planes.height == height && planes.depth == 8);
  for (int c = 0; c < 3; c++)
    for (int i = 0; i < width * height; i++)
      g_assert_cmpfloat (planes.planes[c * width * height + i], ==,
          (float) rgb.data[3 * i + c] / 255.0f);
}

static void
test_as_pillow (void)
{
  gsize size;
  g_autofree char *text = (char *) load ("turned.txt", &size);
  g_auto (GStrv) lines = g_strsplit (g_strchomp (text), "\n", 0);
  g_assert_cmpuint (g_strv_length (lines), ==, 10);
  for (int i = 0; lines[i]; i++) {
    g_auto (GStrv) words = g_strsplit (lines[i], " ", 4);
    const int orientation = atoi (words[0]), width = atoi (words[1]), height = atoi (words[2]);
    if (!orientation && built_for (words[0])) {
      g_autofree guint8 *bytes = load (words[0], &size);
      assert_turned (bytes, size, &p2p_read_rgb, width, height, words[3]);
    }
    for (int little = 0; little < 2 && orientation; little++) {
      g_autoptr (GByteArray) file = jpeg_with_exif (orientation, little);
      g_test_message ("%s %d", lines[i], little);
      assert_turned (file->data, file->len, &p2p_read_rgb, width, height, words[3]);
    }
  }
}

static void
test_as_stored (void)
{
  const P2pReading stored = { P2P_FORMAT_RGB, .as_stored = TRUE };
  g_auto (P2pPicture) plain = { 0 };
  gsize size;
  g_autofree guint8 *bytes = load ("rgb-444.jpg", &size);
  g_assert_true (p2p_picture_decode (bytes, size, "x", &p2p_read_rgb, &plain, NULL));
  g_autofree char *digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, plain.data,
      (gsize) plain.stride * (gsize) plain.height);
  for (int k = 0; k <= 9; k++) {
    g_autoptr (GByteArray) file = jpeg_with_exif (k, FALSE);
    assert_turned (file->data, file->len, &stored, plain.width, plain.height, digest);
    if (k < 2 || k > 8) /* no orientation at all */
      assert_turned (file->data, file->len, &p2p_read_rgb, plain.width, plain.height, digest);
  }
}

/* Cut off anywhere and with any byte changed: never read past its end, never out of range. */
static void
test_bad_exif (void)
{
  const guint8 good[] = "MM\0*\0\0\0\10\0\1\1\x12\0\3\0\0\0\1\0\6\0\0";
  const gsize size = sizeof good - 1;
  g_assert_cmpint (p2p_exif_orientation (good, size), ==, 6);
  for (gsize cut = 0; cut < size; cut++) {
    g_autofree guint8 *part = g_memdup2 (good, cut);
    g_assert_cmpint (p2p_exif_orientation (part, cut), ==, 1);
  }
  for (gsize at = 0; at < size; at++)
    for (int value = 0; value < 256; value++) {
      g_autofree guint8 *copy = g_memdup2 (good, size);
      copy[at] = (guint8) value;
      const int found = p2p_exif_orientation (copy, size);
      g_assert_true (found >= 1 && found <= 8);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/turned/as-pillow", test_as_pillow);
  g_test_add_func ("/turned/as-stored", test_as_stored);
  g_test_add_func ("/turned/bad-exif", test_bad_exif);
  return g_test_run ();
}
