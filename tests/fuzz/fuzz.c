/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Drives a fuzz target without libFuzzer: every seed as it is, then mutations. */

#include "fuzz.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>

#define LARGEST (1u << 20) /* bytes of an input */

static gint64 runs = 20000, first_seed = 1;
static char **files;
static const GOptionEntry entries[] = { { "runs", 0, 0, G_OPTION_ARG_INT64, &runs,
                                            "How many mutations to try", "N" },
  { "seed", 0, 0, G_OPTION_ARG_INT64, &first_seed, "Where the random numbers begin", "N" },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &files, NULL, "FILE..." }, { NULL } };

static void
add_seeds (GPtrArray *seeds)
{
  const char *text;
  size_t size;
  for (unsigned i = 0; (text = fuzz_seed (i, &size)); i++)
    g_ptr_array_add (seeds, g_bytes_new (text, size));
  for (guint i = 0; files && files[i]; i++) {
    g_autoptr (GError) error = NULL;
    char *contents;
    gsize length;
    if (!g_file_get_contents (files[i], &contents, &length, &error))
      g_error ("%s", error->message);
    g_ptr_array_add (seeds, g_bytes_new_take (contents, length));
  }
}

/* Bytes that parsers trip over. */
static void
set_interesting (GRand *rand, GByteArray *input, guint at)
{
  static const guint64 numbers[] = { 0, 1, 0x7f, 0xff, 0x100, 0xffff, 0x7fffffff, 0xffffffff,
    G_GUINT64_CONSTANT (0x7fffffffffffffff), G_GUINT64_CONSTANT (0xffffffffffffffff) };
  const guint64 number = numbers[(guint) g_rand_int_range (rand, 0, G_N_ELEMENTS (numbers))];
  const guint width = 1u << g_rand_int_range (rand, 0, 4);
  memcpy (input->data + at, &number, MIN (width, input->len - at));
}

/* Up to MOST and at least 1, but no more than there is ROOM for. */
static guint
draw_length (GRand *rand, gint32 most, gsize room)
{
  const guint n = (guint) g_rand_int_range (rand, 1, most);
  return (guint) MIN (n, room);
}

/* A piece of another seed, in place of nothing or of as many bytes. */
static void
splice (GRand *rand, GByteArray *input, guint at, GBytes *other)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (other, &size);
  if (size == 0)
    return;
  const guint from = (guint) g_rand_int_range (rand, 0, (gint32) size);
  const guint n = draw_length (rand, 64, size - from);
  if (g_rand_boolean (rand)) {
    memcpy (input->data + at, bytes + from, MIN (n, input->len - at));
    return;
  }
  g_byte_array_set_size (input, input->len + n);
  memmove (input->data + at + n, input->data + at, input->len - n - at);
  memcpy (input->data + at, bytes + from, n);
}

static void
mutate (GRand *rand, GByteArray *input, GBytes *other)
{
  if (input->len == 0 || input->len > LARGEST) {
    g_byte_array_set_size (input, 0);
    g_byte_array_append (input, (const guint8 *) "\200\2}.", 4);
  }
  const guint at = (guint) g_rand_int_range (rand, 0, (gint32) input->len);
  switch (g_rand_int_range (rand, 0, 6)) {
    case 0:
      input->data[at] ^= (guint8) (1 << g_rand_int_range (rand, 0, 8));
      break;
    case 1:
      input->data[at] = (guint8) g_rand_int_range (rand, 0, 256);
      break;
    case 2:
      set_interesting (rand, input, at);
      break;
    case 3:
      g_byte_array_remove_range (input, at, draw_length (rand, 32, input->len - at));
      break;
    case 4:
      splice (rand, input, at, other);
      break;
    default:
      if (g_rand_int_range (rand, 0, 8) == 0)
        g_byte_array_set_size (input, at);
      break;
  }
}

static GBytes *
pick (GRand *rand, const GPtrArray *seeds)
{
  return g_ptr_array_index (seeds, (guint) g_rand_int_range (rand, 0, (gint32) seeds->len));
}

/* In memory of exactly its size, so that a sanitizer sees a read past the end. */
static void
try_input (const guint8 *bytes, gsize size)
{
  g_autofree guint8 *exact = g_memdup2 (bytes, size);
  LLVMFuzzerTestOneInput (exact ? exact : (const guint8 *) "", size);
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) seeds = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    g_error ("%s", error->message);
  add_seeds (seeds);
  for (guint i = 0; i < seeds->len; i++) {
    gsize size;
    const guint8 *bytes = g_bytes_get_data (g_ptr_array_index (seeds, i), &size);
    try_input (bytes, size);
  }
  const unsigned whole = fuzz_whole;
  if (whole < (seeds->len + 1) / 2)
    g_error ("only %u of %u seeds are files to the reader; mend them", whole, seeds->len);
  for (gint64 run = 0; run < runs; run++) {
    GRand *rand = g_rand_new_with_seed ((guint32) (first_seed + run));
    g_autoptr (GByteArray) input = g_byte_array_new ();
    gsize size;
    const guint8 *bytes = g_bytes_get_data (pick (rand, seeds), &size);
    g_byte_array_append (input, bytes, (guint) size);
    for (int n = g_rand_int_range (rand, 1, 9); n > 0; n--)
      mutate (rand, input, pick (rand, seeds));
    try_input (input->data, input->len);
    g_rand_free (rand);
  }
  printf ("%u seeds, %u of them whole; %" G_GINT64_FORMAT " mutations, %u whole\n", seeds->len,
      whole, runs, fuzz_whole - whole);
  g_strfreev (files);
  return 0;
}
