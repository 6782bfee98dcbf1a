/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claim: what io/limits.h allows a .pth file is read, one more is refused. */

#include "hostile.h"

/* As many as allowed, and one more. */
static void
test_many_entries (void)
{
  for (guint over = 0; over <= 1; over++) {
    const guint n = P2P_LIMIT_PTH_ENTRIES + over;
    g_autofree ZipItem *items = g_new0 (ZipItem, n);
    g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
    for (guint i = 2; i < n; i++) {
      g_ptr_array_add (names, g_strdup_printf ("x/data/%u", i));
      items[i].name = g_ptr_array_index (names, i - 2);
    }
    items[0] = (ZipItem) PKL;
    items[1] = (ZipItem) ZERO;
    g_autoptr (GByteArray) file = maker_zip (items, n, n);
    if (over)
      refuse ("65,537 entries", file->data, file->len, "more than 65536");
    else
      accept (file->data, file->len);
  }
}

/* An OrderedDict with a good state dict, and under another key what MAKE appends for N. */
static void
try_limit (const char *what, void (*make) (GString *, guint), guint limit, const char *word)
{
  static const char lead[] =
      PROTO ODICT ")R" TEXT ("\12", "state_dict") ODICT ")R" NAME_A GOOD_TENSOR "ss" NAME_A;
  for (guint n = limit - 1; n <= limit + 1; n++) {
    GString *pickle = g_string_new_len (lead, sizeof lead - 1);
    make (pickle, n);
    g_string_append (pickle, "s.");
    if (n > limit) {
      refuse_pickle (what, pickle->str, pickle->len, word);
    } else {
      g_autoptr (GByteArray) file = maker_pth (pickle->str, pickle->len);
      accept (file->data, file->len);
    }
    g_string_free (pickle, TRUE);
  }
}

static void
append_nested (GString *pickle, guint n)
{
  g_string_append (pickle, ")");
  for (guint i = 1; i < n; i++)
    g_string_append (pickle, "\205");
}

static void
append_text (GString *pickle, guint n)
{
  const guint32 length = GUINT32_TO_LE (n);
  g_string_append_c (pickle, 'X');
  g_string_append_len (pickle, (const char *) &length, 4);
  for (guint i = 0; i < n; i++)
    g_string_append_c (pickle, 't');
}

/* N values remembered, the last under the number N - 1. */
static void
append_memo (GString *pickle, guint n)
{
  const guint32 index = GUINT32_TO_LE (n - 1);
  g_string_append (pickle, "Nr");
  g_string_append_len (pickle, (const char *) &index, 4);
}

/* A tuple that is made when N values are on the stack: three are there already. */
static void
append_stack (GString *pickle, guint n)
{
  g_string_append (pickle, "(");
  for (guint i = 3; i < n; i++)
    g_string_append_c (pickle, 'N');
  g_string_append (pickle, "t");
}

/* Operations of a dictionary with one good tensor, without PROTO: OrderedDict () 3, name 1,
 * storage 8, the rest of the tensor 15, SETITEM, STOP. */
#define COUNT_GOOD 29

static void
test_limits (void)
{
  try_limit ("nesting", append_nested, P2P_LIMIT_PICKLE_NESTING, "nested more than");
  try_limit ("text", append_text, P2P_LIMIT_PICKLE_TEXT, "65536 are allowed");
  try_limit ("memo", append_memo, P2P_LIMIT_PICKLE_MEMO, "remembers value");
  try_limit ("stack", append_stack, P2P_LIMIT_PICKLE_STACK, "stack grows");
  for (guint over = 0; over <= 1; over++) {
    static const char lead[] = PROTO ODICT ")R" NAME_A GOOD_TENSOR "s";
    GString *pickle = g_string_new_len (lead, sizeof lead - 1);
    for (guint ops = COUNT_GOOD; ops < P2P_LIMIT_PICKLE_OPS + over; ops++)
      g_string_append_len (pickle, "q\0", 2);
    g_string_append (pickle, ".");
    g_autoptr (GByteArray) file = maker_pth (pickle->str, pickle->len);
    if (over)
      refuse ("2^20 + 1 operations", file->data, file->len, "operations");
    else
      accept (file->data, file->len);
    g_string_free (pickle, TRUE);
  }
  for (guint over = 0; over <= 1; over++) {
    GString *pickle = g_string_new (PROTO ODICT ")R");
    append_text (pickle, P2P_LIMIT_TENSOR_NAME + over);
    g_string_append_len (pickle, GOOD_TENSOR "s.", sizeof (GOOD_TENSOR "s.") - 1);
    g_autoptr (GByteArray) file = maker_pth (pickle->str, pickle->len);
    if (over)
      refuse ("a name of 513 bytes", file->data, file->len, "cannot be the name");
    else
      accept (file->data, file->len);
    g_string_free (pickle, TRUE);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pth-limits/entries", test_many_entries);
  g_test_add_func ("/pth-limits/pickles", test_limits);
  return g_test_run ();
}
