/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claims: what is written is read back the same, bit for bit, and is checked by
 * its SHA-256; a header that lies in any way is refused with a reason, within a
 * second and 64 MiB and without reading past the bytes: at least eighty of them. */

#include "error.h"
#include "io/limits.h"
#include "io/safetensors.h"
#include "measure.h"
#include "rng.h"

#include <glib/gstdio.h>
#include <string.h>

static char *path; /* a file of our own */
static guint n_refused;

/* Length, HEADER, then DATA zero bytes. */
static GByteArray *
build (const char *header, gsize header_size, gsize data)
{
  GByteArray *bytes = g_byte_array_new ();
  g_autofree guint8 *zeros = g_malloc0 (data + 1);
  const guint64 length = GUINT64_TO_LE ((guint64) header_size);
  g_byte_array_append (bytes, (const guint8 *) &length, 8);
  g_byte_array_append (bytes, (const guint8 *) header, (guint) header_size);
  g_byte_array_append (bytes, zeros, (guint) data);
  return bytes;
}

/* In memory of exactly that size, so that reading past it is seen. */
static void
refuse (const void *bytes, gsize size, const char *word)
{
  g_autofree void *exact = g_memdup2 (bytes, size);
  g_autoptr (GError) error = NULL;
  const Measure before = measure_begin ();
  g_autoptr (P2pSafetensors) file = p2p_safetensors_parse (exact, size, "x.safetensors", &error);
  measure_end (&before);
  g_assert_null (file);
  n_refused++;
  g_assert_error (error, P2P_ERROR, P2P_ERROR_DATA);
  g_test_message ("%.300s", error->message);
  g_assert_nonnull (strstr (error->message, "x.safetensors"));
  g_assert_nonnull (strstr (error->message, word));
}

static void
accept (const char *header, gsize data, guint n)
{
  g_autoptr (GByteArray) bytes = build (header, strlen (header), data);
  g_autoptr (GError) error = NULL;
  g_autoptr (P2pSafetensors) file =
      p2p_safetensors_parse (bytes->data, bytes->len, "x.safetensors", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (p2p_safetensors_n (file), ==, n);
}

#define T(shape, begin, end)                                                                       \
  "{\"dtype\":\"F32\",\"shape\":" shape ",\"data_offsets\":[" begin "," end "]}"

static void
test_accepted (void)
{
  accept ("{}", 0, 0);
  accept ("{}     \n ", 0, 0);
  accept ("{\"__metadata__\":{\"a\":\"b\"}}", 0, 0);
  accept ("{\"a\":" T ("[]", "0", "4") "}", 4, 1);
  accept ("{\"a\":" T ("[2]", "4", "12") ",\"b\":" T ("[1]", "0", "4") "}", 12, 2);
  accept ("{\"a\":" T ("[0,5]", "4", "4") ",\"b\":" T ("[1]", "0", "4") "}", 4, 2);
  accept ("{\"a\":" T ("[3]", "0", "12") ",\"z\":" T ("[0]", "0", "0") "}", 12, 2);
  accept ("{\"\xc3\xa9\":" T ("[1,1,1,1,1,1,1,1]", "0", "4") "}", 4, 1);
}

static const struct
{
  const char *header;
  gsize data;
  const char *word;
} hostile[] = {
  { "", 0, "does not begin" },
  { "[]", 0, "does not begin" },
  { " {}", 0, "does not begin" },
  { "{", 0, "broken" },
  { "{} x", 0, "broken" },
  { "{}{}", 0, "broken" },
  { "{'a':1}", 0, "broken" },
  { "{/* */}", 0, "broken" },
  { "{\"a\":\"\xff\"}", 0, "UTF-8" },
  { "{}", 1, "belong to no tensor" },
  { "{\"a\":1}", 0, "not described" },
  { "{\"a\":{}}", 0, "not described" },
  { "{\"__metadata__\":[]}", 0, "__metadata__" },
  { "{\"__metadata__\":{\"a\":1}}", 0, "__metadata__" },
  { "{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", 0, "duplicate" },
  { "{\"a\":" T ("[1]", "0", "4") ",\"a\":" T ("[1]", "0", "4") "}", 4, "duplicate" },
  { "{\"w\":" T ("[1]", "0", "4") ",\"\\u0077\":" T ("[1]", "0", "4") "}", 4, "duplicate" },
  { "{\"a\\u0000b\":" T ("[1]", "0", "4") "}", 4, "broken" },
  { "{\"a\\nb\":" T ("[1]", "0", "4") "}", 4, "cannot be the name" },
  { "{\"\":" T ("[1]", "0", "4") "}", 4, "cannot be the name" },
  { "{\"a\":" T ("[1]", "0", "8") "}", 8, "shape and type" },
  { "{\"a\":" T ("[2]", "0", "4") "}", 4, "shape and type" },
  { "{\"a\":" T ("[1]", "0", "4") "}", 3, "truncated" },
  { "{\"a\":" T ("[1]", "0", "4") "}", 5, "belong to no tensor" },
  { "{\"a\":" T ("[1]", "4", "8") "}", 8, "gap" },
  { "{\"a\":" T ("[1]", "0", "4") ",\"b\":" T ("[1]", "8", "12") "}", 12, "gap" },
  { "{\"a\":" T ("[2]", "0", "8") ",\"b\":" T ("[2]", "4", "12") "}", 12, "overlaps" },
  { "{\"a\":" T ("[1]", "0", "4") ",\"b\":" T ("[1]", "0", "4") "}", 4, "overlaps" },
  { "{\"a\":" T ("[1]", "4", "0") "}", 4, "offsets" },
  { "{\"a\":" T ("[1]", "-4", "0") "}", 4, "offsets" },
  { "{\"a\":" T ("[1]", "0", "4.0") "}", 4, "offsets" },
  { "{\"a\":" T ("[1]", "0", "\"4\"") "}", 4, "offsets" },
  { "{\"a\":" T ("[1]", "0", "9223372036854775807") "}", 4, "truncated" },
  { "{\"a\":" T ("[1]", "0", "9223372036854775808") "}", 4, "broken" },
  { "{\"a\":" T ("[1]", "0", "99999999999999999999") "}", 4, "broken" },
  { "{\"a\":" T ("[1.0]", "0", "4") "}", 4, "side" },
  { "{\"a\":" T ("[1e0]", "0", "4") "}", 4, "side" },
  { "{\"a\":" T ("[true]", "0", "4") "}", 4, "side" },
  { "{\"a\":" T ("[-1]", "0", "4") "}", 4, "side" },
  { "{\"a\":" T ("[4294967297]", "0", "4") "}", 4, "side" },
  { "{\"a\":" T ("[2147483647,2147483647,2147483647]", "0", "4") "}", 4, "side" },
  { "{\"a\":" T ("[2147483647,2147483647,2,2]", "0", "4") "}", 4, "shape and type" },
  { "{\"a\":" T ("[1,1,1,1,1,1,1,1,1]", "0", "4") "}", 4, "list of up to 8" },
  { "{\"a\":" T ("1", "0", "4") "}", 4, "list of up to 8" },
  { "{\"a\":" T ("[1]", "0", "4,8") "}", 8, "offsets" },
  { "{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[4],\"data_offsets\":[0,4]}}", 4, "F8_E4M3" },
  { "{\"a\":{\"dtype\":\"F8_E5M2\",\"shape\":[4],\"data_offsets\":[0,4]}}", 4, "F8_E5M2" },
  { "{\"a\":{\"dtype\":null,\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "not known" },
  { "{\"a\":{\"dtype\":\"\\u001b[2J\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "not known" },
  { "{\"a\":{\"dtype\":\"F32\",\"shape\":null,\"data_offsets\":[0,4]}}", 4, "list of up to 8" },
  { "{\"a\":{\"dtype\":\"F32\",\"shape\":[[1]],\"data_offsets\":[0,4]}}", 4, "side" },
  { "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":{\"0\":4}}}", 4, "offsets" },
  { "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[[0],[4]]}}", 4, "offsets" },
  { "{\"a\":" T ("[1]", "1", "5") "}", 5, "gap" },
  { "{\"a\":" T ("[1]", "0", "NaN") "}", 4, "broken" },
  { "{\"a\":" T ("[1]", "0", "0x4") "}", 4, "broken" },
  { "{\"a\":" T ("[01]", "0", "4") "}", 4, "broken" },
  { "{\"a\":" T ("[1],", "0", "4") "}", 4, "broken" },
  { "{\"a\":" T ("[1]", "0", "4") ",}", 4, "broken" },
  { "{\"a\\ud800\":" T ("[1]", "0", "4") "}", 4, "broken" },
  { "{\"a\\x41\":" T ("[1]", "0", "4") "}", 4, "broken" },
  { "{\"a", 0, "broken" },
  { "\xef\xbb\xbf{}", 0, "does not begin" },
  { "{\"a\":{\"dtype\":4,\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "not known" },
  { "{\"a\":{\"dtype\":\"f32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "not known" },
  { "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"x\":1}}", 4,
      "not described" },
  { "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"shape\":[1],\"data_offsets\":[0,4]}}", 4,
      "duplicate" },
};

static void
test_hostile (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++) {
    g_autoptr (GByteArray) bytes =
        build (hostile[i].header, strlen (hostile[i].header), hostile[i].data);
    refuse (bytes->data, bytes->len, hostile[i].word);
  }
}

/* The first eight bytes are a number that nobody should believe. */
static void
test_lengths (void)
{
  const guint64 lengths[] = { 3, 100, P2P_LIMIT_SAFETENSORS_HEADER,
    P2P_LIMIT_SAFETENSORS_HEADER + 1u, G_MAXINT64, G_MAXUINT64 - 8, G_MAXUINT64 - 7, G_MAXUINT64 };
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++) {
    guint8 bytes[10] = "........{}";
    const guint64 length = GUINT64_TO_LE (lengths[i]);
    memcpy (bytes, &length, 8);
    refuse (bytes, sizeof bytes, "announced");
  }
  for (gsize size = 0; size < 8; size++)
    refuse ("{}{}{}{}", size, "only");
  refuse ("version https://git-lfs", 23, "git lfs pull");
}

static void
refuse_repeated (const char *lead, const char *piece, gsize times, const char *word)
{
  GString *header = g_string_new (lead);
  g_autoptr (GByteArray) bytes = NULL;
  for (gsize i = 0; i < times; i++)
    g_string_append (header, piece);
  bytes = build (header->str, header->len, 0);
  refuse (bytes->data, bytes->len, word);
  g_string_free (header, TRUE);
}

static void
test_bombs (void)
{
  refuse_repeated ("{\"a\":", "[", 1000000, "too many");
  refuse_repeated ("{\"a\":", "[", 100000, "broken");
  refuse_repeated ("{\"a\":[0", ",0", 3000000, "too many");
  refuse_repeated ("{\"a\":[[]", ",[]", 3000000, "too many");
  refuse_repeated ("{", " ", 10000000, "broken");
  refuse_repeated ("{\"__metadata__\":{\"a\":\"\"", ",\"b\":\"c\"", 1000000, "too many");
  refuse_repeated ("{\"a\":{\"a\":1", ",\"b\":1", 100000, "too many");
}

/* A name at the limit, and one past it; as many tensors as allowed, and one more. */
static void
test_limits (void)
{
  for (int over = 0; over <= 1; over++) {
    g_autofree char *name = g_strnfill (P2P_LIMIT_TENSOR_NAME + (gsize) over, 'n');
    g_autofree char *header = g_strdup_printf ("{\"%s\":" T ("[1]", "0", "4") "}", name);
    g_autoptr (GByteArray) bytes = build (header, strlen (header), 4);
    GString *many = g_string_new ("{");
    g_autoptr (GByteArray) many_bytes = NULL;
    for (int i = 0; i < P2P_LIMIT_TENSORS + over; i++)
      g_string_append_printf (many, "%s\"%d\":" T ("[0]", "0", "0"), i ? "," : "", i);
    g_string_append_c (many, '}');
    if (over) {
      many_bytes = build (many->str, many->len, 0);
      refuse (bytes->data, bytes->len, "cannot be the name");
      refuse (many_bytes->data, many_bytes->len, "more than 65536");
    } else {
      accept (header, 4, 1);
      accept (many->str, 0, P2P_LIMIT_TENSORS);
    }
    g_string_free (many, TRUE);
  }
}

/* As much metadata as allowed, beside as many tensors, and one entry more. */
static void
test_metadata_limit (void)
{
  for (int over = 0; over <= 1; over++) {
    GString *header = g_string_new ("{\"__metadata__\":{");
    for (int i = 0; i < P2P_LIMIT_METADATA + over; i++)
      g_string_append_printf (header, "%s\"key %d\":\"a: b, {c}, [\\\"d\\\"]\"", i ? "," : "", i);
    g_string_append_c (header, '}');
    for (int i = 0; i < P2P_LIMIT_TENSORS; i++)
      g_string_append_printf (header, ",\"%d\":" T ("[1,1,1,1,1,1,1,0]", "0", "0"), i);
    g_string_append_c (header, '}');
    g_autoptr (GByteArray) bytes = build (header->str, header->len, 0);
    if (over)
      refuse (bytes->data, bytes->len, "4097 entries, 4096 are allowed");
    else
      accept (header->str, 0, P2P_LIMIT_TENSORS);
    g_string_free (header, TRUE);
  }
}

static void
test_count (void)
{
  g_test_message ("%u hostile files refused", n_refused);
  g_assert_cmpuint (n_refused, >=, 80);
}

static void
fill_ramp (void *user, guint index, void *bytes)
{
  float *out = bytes;
  for (int i = 0; i < 6; i++)
    out[i] = (float) index + (float) i / *(const float *) user;
}

static void
save_example_as (gboolean sealed, float *divisor)
{
  g_autoptr (P2pSafetensorsWriter) w =
      sealed ? p2p_safetensors_writer_new_sealed () : p2p_safetensors_writer_new ();
  g_autoptr (GError) error = NULL;
  const gint64 square[] = { 2, 3 }, none[] = { 0, 7 }, three[] = { 3 };
  static const guint8 bytes[] = { 1, 2, 3 };
  static const double scalar = 0.1;
  static const float values[] = { 1.5f, -0.0f, 3e38f, 1e-45f, 0.1f, -7.0f };
  p2p_safetensors_writer_metadata (w, "format", "pt");
  p2p_safetensors_writer_metadata (w, "note", "say \"sha256\":\"0\" or \xc3\xa9\n");
  p2p_safetensors_writer_add (w, "values", P2P_DTYPE_F32, 2, square, values);
  p2p_safetensors_writer_add (w, "bytes", P2P_DTYPE_U8, 1, three, bytes);
  p2p_safetensors_writer_add (w, "none", P2P_DTYPE_I64, 2, none, NULL);
  p2p_safetensors_writer_add_fill (w, "ramp", P2P_DTYPE_F32, 2, square, fill_ramp, divisor, 40);
  p2p_safetensors_writer_add (w, "scalar", P2P_DTYPE_F64, 0, NULL, &scalar);
  g_assert_true (p2p_safetensors_writer_save (w, path, &error));
  g_assert_no_error (error);
}

static void
save_example (float *divisor)
{
  save_example_as (FALSE, divisor);
}

static void
test_round_trip (void)
{
  float divisor = 4.0f, values[6], ramp[6];
  double scalar;
  g_autoptr (P2pSafetensors) file = NULL;
  g_autoptr (GError) error = NULL;
  const char *const order[] = { "values", "none", "bytes", "ramp", "scalar" };
  g_autofree char *raw = NULL;
  gsize size;
  guint64 header;
  save_example (&divisor);
  file = p2p_safetensors_open (path, &error);
  g_assert_no_error (error);
  g_assert_true (p2p_safetensors_verify (file, &error));
  g_assert_cmpuint (p2p_safetensors_n (file), ==, 5);
  g_assert_null (p2p_safetensors_at (file, 5));
  g_assert_cmpstr (p2p_safetensors_at (file, 0)->name, ==, order[0]);
  for (int i = 0; i < 5; i++)
    g_assert_nonnull (p2p_safetensors_find (file, order[i]));
  g_assert_cmpstr (p2p_safetensors_metadata (file, "format"), ==, "pt");
  g_assert_cmpstr (p2p_safetensors_metadata (file, "note"), ==,
      "say \"sha256\":\"0\" or \xc3\xa9\n");
  g_assert_null (p2p_safetensors_metadata (file, "absent"));
  g_assert_null (p2p_safetensors_find (file, "absent"));
  g_assert_null (p2p_safetensors_find (file, "__metadata__"));
  g_assert_true (p2p_safetensors_floats (file, "values", 6, values, &error));
  g_assert_true (memcmp (&values[1], &(float){ -0.0f }, 4) == 0);
  g_assert_cmpfloat (values[3], ==, 1e-45f);
  g_assert_true (p2p_safetensors_floats (file, "ramp", 6, ramp, &error));
  g_assert_cmpfloat (ramp[5], ==, 41.25f);
  memcpy (&scalar, p2p_safetensors_find (file, "scalar")->data, 8);
  g_assert_cmpfloat (scalar, ==, 0.1);
  g_assert_cmpint (p2p_safetensors_find (file, "none")->dims[1], ==, 7);
  g_assert_true (g_file_get_contents (path, &raw, &size, NULL));
  memcpy (&header, raw, 8);
  g_assert_cmpuint (header % 8, ==, 0);
  g_assert_cmpuint (size, ==, 8 + header + 24 + 3 + 24 + 8);
}

static void
test_floats_errors (void)
{
  float divisor = 1.0f, values[8];
  static const struct
  {
    const char *name;
    gsize count;
  } wrong[] = { { "absent", 6 }, { "values", 5 }, { "bytes", 3 }, { "none", 0 }, { "scalar", 1 } };
  g_autoptr (P2pSafetensors) file = NULL;
  save_example (&divisor);
  file = p2p_safetensors_open (path, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_false (p2p_safetensors_floats (file, wrong[i].name, wrong[i].count, values, &error));
    g_assert_error (error, P2P_ERROR, P2P_ERROR_DATA);
    g_assert_nonnull (strstr (error->message, wrong[i].name));
  }
}

/* Any changed bit of a sealed file is found, in whatever the header says too. */
static void
test_sealed (void)
{
  float divisor = 2.0f;
  g_autofree char *raw = NULL;
  gsize size;
  save_example_as (TRUE, &divisor);
  g_assert_true (g_file_get_contents (path, &raw, &size, NULL));
  for (gsize bit = 0; bit <= size * 8; bit++) {
    const gboolean changed = bit < size * 8;
    g_autoptr (P2pSafetensors) file = NULL;
    if (changed)
      raw[bit / 8] ^= (char) (1 << bit % 8);
    file = p2p_safetensors_parse (raw, size, "x", NULL);
    g_assert_true (changed || file);
    g_assert_true (!file || p2p_safetensors_verify_sealed (file, NULL) != changed);
    if (changed)
      raw[bit / 8] ^= (char) (1 << bit % 8);
    else
      g_assert_true (p2p_safetensors_is_sealed (file) && p2p_safetensors_verify (file, NULL));
  }
  save_example (&divisor);
  g_autoptr (P2pSafetensors) plain = p2p_safetensors_open (path, NULL);
  g_autoptr (GError) error = NULL;
  g_assert_false (p2p_safetensors_is_sealed (plain));
  g_assert_false (p2p_safetensors_verify_sealed (plain, &error));
  g_assert_error (error, P2P_ERROR, P2P_ERROR_DATA);
}

/* Any changed bit of the tensors is found by the checksum; one in the header may
 * only change a name or a text, which who looks for it will miss, or is refused. */
static void
test_bit_rot (void)
{
  float divisor = 2.0f;
  g_autofree char *raw = NULL;
  gsize size, data;
  save_example (&divisor);
  g_assert_true (g_file_get_contents (path, &raw, &size, NULL));
  data = size - 59;
  for (gsize bit = 0; bit < size * 8; bit++) {
    g_autoptr (P2pSafetensors) file = NULL;
    raw[bit / 8] ^= (char) (1 << bit % 8);
    file = p2p_safetensors_parse (raw, size, "x", NULL);
    if (bit / 8 >= data) {
      g_assert_nonnull (file);
      g_assert_false (p2p_safetensors_verify (file, NULL));
    }
    raw[bit / 8] ^= (char) (1 << bit % 8);
  }
  for (gsize cut = 0; cut < size; cut++)
    refuse (raw, cut, "x");
}

static void
test_open_errors (void)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (p2p_safetensors_open ("/nonexistent/x", &error));
  g_assert_error (error, P2P_ERROR, P2P_ERROR_NO_INPUT);
  g_clear_error (&error);
  g_assert_null (p2p_safetensors_open ("/", &error));
  g_assert_error (error, P2P_ERROR, P2P_ERROR_DATA);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  g_assert_null (p2p_safetensors_open (path, &error));
  g_assert_error (error, P2P_ERROR, P2P_ERROR_DATA);
}

static void
test_writer_errors (void)
{
  const gint64 dims[] = { 1, 1, 1, 1, 1, 1, 1, 1, 1 }, negative[] = { -1 };
  const float one = 1.0f;
  for (int mistake = 0; mistake < 6; mistake++) {
    g_autoptr (P2pSafetensorsWriter) w = p2p_safetensors_writer_new ();
    g_autoptr (GError) error = NULL;
    p2p_safetensors_writer_add (w, "a", P2P_DTYPE_F32, 1, dims, &one);
    if (mistake == 0)
      p2p_safetensors_writer_add (w, "a", P2P_DTYPE_F32, 1, dims, &one);
    else if (mistake == 1)
      p2p_safetensors_writer_add (w, "b", P2P_DTYPE_F32, 9, dims, &one);
    else if (mistake == 2)
      p2p_safetensors_writer_add (w, "b", P2P_DTYPE_F32, 1, negative, &one);
    else if (mistake == 3)
      p2p_safetensors_writer_add (w, "__metadata__", P2P_DTYPE_F32, 1, dims, &one);
    else if (mistake == 4)
      p2p_safetensors_writer_add (w, "\xff", P2P_DTYPE_F32, 1, dims, &one);
    else
      p2p_safetensors_writer_metadata (w, "sha256", "mine");
    g_assert_false (p2p_safetensors_writer_save (w, path, &error));
    g_assert_error (error, P2P_ERROR, P2P_ERROR_INTERNAL);
  }
}

/* A folder's name is bytes. */
static void
test_bytes_in_metadata (void)
{
  g_autoptr (P2pSafetensorsWriter) w = p2p_safetensors_writer_new ();
  g_autoptr (GError) error = NULL;
  p2p_safetensors_writer_metadata (w, "text", "/w\xe9rk");
  g_assert_true (p2p_safetensors_writer_save (w, path, &error));
  g_autoptr (P2pSafetensors) file = p2p_safetensors_open (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (p2p_safetensors_metadata (file, "text"), ==, "/w\\xe9rk");
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("p2p-safetensors-XXXXXX", NULL);
  int result;
  g_test_init (&argc, &argv, NULL);
  path = g_build_filename (folder, "x.safetensors", NULL);
  g_test_add_func ("/safetensors/accepted", test_accepted);
  g_test_add_func ("/safetensors/hostile", test_hostile);
  g_test_add_func ("/safetensors/lengths", test_lengths);
  g_test_add_func ("/safetensors/bombs", test_bombs);
  g_test_add_func ("/safetensors/limits", test_limits);
  g_test_add_func ("/safetensors/metadata-limit", test_metadata_limit);
  g_test_add_func ("/safetensors/count", test_count);
  g_test_add_func ("/safetensors/round-trip", test_round_trip);
  g_test_add_func ("/safetensors/floats-errors", test_floats_errors);
  g_test_add_func ("/safetensors/bit-rot", test_bit_rot);
  g_test_add_func ("/safetensors/sealed", test_sealed);
  g_test_add_func ("/safetensors/open-errors", test_open_errors);
  g_test_add_func ("/safetensors/writer-errors", test_writer_errors);
  g_test_add_func ("/safetensors/bytes-in-metadata", test_bytes_in_metadata);
  result = g_test_run ();
  g_unlink (path);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (path);
  return result;
}
