/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claim: whatever a text holds, what is shown of it is UTF-8 that no terminal obeys, and text that
 * is fine stays as it is. */

#include "printable.h"

#include <string.h>
#include "rng.h"

static const char *const texts[][2] = { { "facades", "facades" }, { "", "" },
  { "Häuser, 家, дом, \xf0\x9f\x8f\xa0", "Häuser, 家, дом, \xf0\x9f\x8f\xa0" },
  { "100% \\ \"'", "100% \\ \"'" }, { "\033[31mred", "\\x1b[31mred" }, { "a\rb", "a\\rb" },
  { "a\nb\tc", "a\\nb\\tc" }, { "\a\b\x7f", "\\x07\\x08\\x7f" },
  { "\xc2\x9b"
    "31m",
      "\\x9b31m" },
  { "\xe9t\xe9", "\\xe9t\\xe9" }, { "\xe2\x80", "\\xe2\\x80" }, { "\xc0\xaf", "\\xc0\\xaf" },
  { "gnp\xe2\x80\xae.exe", "gnp\\u202e.exe" }, { "a\xc2\xa0z", "a\xc2\xa0z" } };

static void
test_texts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *shown = p2p_printable (texts[i][0]);
    g_assert_cmpstr (shown, ==, texts[i][1]);
  }
  g_autofree char *lines = p2p_printable_lines ("a\n\tb\r\n\033c");
  g_assert_cmpstr (lines, ==, "a\n\tb\\r\n\\x1bc");
}

static gboolean
is_obeyed (gunichar c)
{
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || g_unichar_type (c) == G_UNICODE_LINE_SEPARATOR
         || g_unichar_type (c) == G_UNICODE_PARAGRAPH_SEPARATOR;
}

static void
test_random_bytes (void)
{
  P2pRng rng;
  p2p_rng_init (&rng, 7, P2P_RNG_TEST, 0);
  for (int i = 0; i < 20000; i++) {
    char bytes[12] = "";
    for (guint k = 0; k + 1 < sizeof bytes; k++)
      bytes[k] = (char) (p2p_rng_double (&rng) * 256);
    g_autofree char *shown = p2p_printable (bytes), *again = p2p_printable (shown);
    g_assert_true (g_utf8_validate (shown, -1, NULL));
    g_assert_cmpstr (shown, ==, again);
    for (const char *c = shown; *c; c = g_utf8_next_char (c))
      g_assert_false (is_obeyed (g_utf8_get_char (c)));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/printable/texts", test_texts);
  g_test_add_func ("/printable/random-bytes", test_random_bytes);
  return g_test_run ();
}
