/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claims: of every kind of file it is known what is not kept of it, in RGB and with --keep_depth, and
 * of plain files that nothing is lost. */

#include "built.h"
#include "data/losses.h"

#include <string.h>
#include <zlib.h>

static GByteArray *
fixture (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "pixels", name, NULL);
  char *bytes;
  gsize size;
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  return g_byte_array_new_take ((guint8 *) bytes, size);
}

/* The names of what is lost, in the order of the table. */
static void
assert_losses (const GByteArray *file, const P2pReading *how, const char *wanted)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) found = g_string_new (NULL);
  guint n;
  const P2pLoss *all = p2p_losses (&n);
  P2pHeader header;
  p2p_picture_probe (file->data, file->len, "x", how, &header, &error);
  g_assert_no_error (error);
  const guint32 bits = p2p_losses_of (&header, how);
  for (guint i = 0; i < n; i++)
    if (bits >> i & 1)
      g_string_append_printf (found, "%s%s", found->len ? " " : "", all[i].name);
  g_assert_cmpstr (found->str, ==, wanted);
}

static void
test_files (void)
{
  static const struct
  {
    const char *name, *rgb, *planes;
  } cases[] = {
    { "rgb-444.jpg", "", "" },
    { "grey.jpg", "", "" },
    { "rgb-8.png", "", "" },
    { "grey-4.png", "", "" },
    { "p6-255.ppm", "", "" },
    { "rgb-24.bmp", "", "" },
    { "rgb-8.tif", "", "" },
    { "rgb-turned-6.tif", "", "" }, /* as the reference has it */
    { "plain.gif", "", "" },
    { "lossy.webp", "", "" },
    { "grey-16.png", "deep-grey", "" },
    { "grey-alpha-16.png", "deep-grey alpha", "" },
    { "rgb-16.png", "deep-colour", "" },
    { "rgb-alpha-8.png", "alpha", "" },
    { "palette-4-clear.png", "clear", "clear" },
    { "p6-1000.ppm", "deep-colour", "" },
    { "rgb-bgra.bmp", "alpha", "" },
    { "grey-f32.tif", "floats", "" },
    { "rgba-16-2.tif", "deep-colour alpha", "" },
    { "deep-5.tif", "floats channels", "" },
    { "cmyk.tif", "cmyk", "cmyk" },
    { "cmyk.jpg", "cmyk", "cmyk" },
    { "turned.jpg", "turned", "turned" },
    { "clear.gif", "clear", "clear" },
    { "frames.gif", "frames", "frames" },
    { "frames.webp", "frames", "frames" },
    { "lossy-alpha.webp", "alpha", "" },
    { "turned-8.webp", "turned", "turned" },
    { "turned-5.png", "turned", "turned" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GByteArray) file = fixture (cases[i].name);
    g_test_message ("%s", cases[i].name);
    if (!built_for (cases[i].name))
      continue;
    assert_losses (file, &p2p_read_rgb, cases[i].rgb);
    assert_losses (file, &p2p_read_planes, cases[i].planes);
  }
}

static void
test_stored (void)
{
  const P2pReading stored = { P2P_FORMAT_RGB, .as_stored = TRUE };
  g_autoptr (GByteArray) file = fixture ("turned.jpg"), plain = fixture ("rgb-444.jpg");
  assert_losses (file, &stored, "not-turned");
  assert_losses (plain, &stored, "");
}

static void
insert (GByteArray *file, guint at, const guint8 *bytes, guint n)
{
  g_byte_array_set_size (file, file->len + n);
  memmove (file->data + at + n, file->data + at, file->len - n - at);
  memcpy (file->data + at, bytes, n);
}

/* Behind the header of a PNG. */
static void
insert_chunk (GByteArray *png, const char *kind, const void *data, guint n)
{
  g_autofree guint8 *chunk = g_malloc0 (n + 12);
  chunk[3] = (guint8) n;
  memcpy (chunk + 4, kind, 4);
  memcpy (chunk + 8, data, n);
  const guint32 sum = GUINT32_TO_BE ((guint32) crc32 (0, chunk + 4, n + 4));
  memcpy (chunk + 8 + n, &sum, 4);
  insert (png, 33, chunk, n + 12);
}

static void
insert_profile (GByteArray *png, const char *name, const char *text)
{
  guint8 data[200] = { 0 };
  gsize at = g_strlcpy ((char *) data, name, 80) + 2; /* and the method */
  uLongf n = 100;
  g_assert_cmpint (compress (data + at, &n, (const guint8 *) text, strlen (text)), ==, Z_OK);
  insert_chunk (png, "iCCP", data, (guint) (at + n));
}

static void
test_profiles (void)
{
  static const char *const texts[] = { "desc Display P3", "desc sRGB IEC61966-2.1" };
  for (int srgb = 0; srgb < 2; srgb++) {
    g_autoptr (GByteArray) jpeg = fixture ("rgb-444.jpg"), png = fixture ("rgb-8.png"),
                           named = fixture ("rgb-8.png");
    guint8 segment[60] = "\xff\xe2\0\x3a"
                         "ICC_PROFILE\0\1\1";
    g_strlcpy ((char *) segment + 18, texts[srgb], 42);
    insert (jpeg, 2, segment, 60);
    insert_profile (png, "Photoshop ICC profile", texts[srgb]);
    insert_profile (named, srgb ? "sRGB" : "Adobe RGB", "whatever");
    assert_losses (jpeg, &p2p_read_rgb, srgb ? "" : "profile");
    assert_losses (png, &p2p_read_rgb, srgb ? "" : "profile");
    assert_losses (named, &p2p_read_rgb, srgb ? "" : "profile");
  }
}

/* A TIFF whose directory is followed by another, and a PNG that moves. */
static void
test_further_frames (void)
{
  g_autoptr (GByteArray) tiff = fixture ("rgb-8.tif"), png = fixture ("rgb-8.png");
  const guint at = tiff->data[4] | (guint) tiff->data[5] << 8; /* little end first */
  const guint n = tiff->data[at] | (guint) tiff->data[at + 1] << 8;
  memcpy (tiff->data + at + 2 + 12 * n, tiff->data + 4, 4);
  assert_losses (tiff, &p2p_read_rgb, "frames");
  insert_chunk (png, "acTL", "\0\0\0\3\0\0\0\0", 8);
  assert_losses (png, &p2p_read_rgb, "frames");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/losses/files", test_files);
  g_test_add_func ("/losses/stored", test_stored);
  g_test_add_func ("/losses/profiles", test_profiles);
  g_test_add_func ("/losses/further-frames", test_further_frames);
  return g_test_run ();
}
