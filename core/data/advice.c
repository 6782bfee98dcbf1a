/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "data/advice.h"

#include "data/contents.h"
#include "data/places.h"
#include "error.h"
#include "named.h"

static const P2pAsked check = { "p2p check", "", "train", "", NULL };

/* Nobody says what was typed. */
static const P2pAsked *
usual (const P2pAsked *asked, const char *phase)
{
  static const P2pAsked train = { "p2p train", "", "train", "", NULL };
  return asked ? asked : g_str_equal (phase, "train") ? &train : &check;
}

/* The one beside DIR whose name is nearly the same; NULL: none. Free with g_free(). */
static char *
nearest_beside (const char *dir)
{
  g_autofree char *parent = g_path_get_dirname (dir), *base = g_path_get_basename (dir);
  g_auto (P2pContents) beside = { 0 };
  p2p_contents_init (&beside, parent);
  g_ptr_array_add (beside.folders, NULL);
  const char *best = p2p_nearest_word ((const char *const *) beside.folders->pdata, base);
  if (!best || g_file_test (dir, G_FILE_TEST_EXISTS))
    return NULL;
  return g_str_equal (parent, ".") ? g_strdup (best) : g_build_filename (parent, best, NULL);
}

void
p2p_error_no_dataroot (GError **error, const char *dataroot, const char *dataroot_b,
    const char *phase, const P2pAsked *asked)
{
  const gboolean first = !p2p_is_folder (dataroot);
  const char *wrong = first ? dataroot : dataroot_b;
  g_autofree char *best = nearest_beside (wrong);
  p2p_error_no_folder (error, wrong);
  if (!best || !error)
    return;
  g_autofree char *line = p2p_asked_again (asked ? asked : &check, first ? best : dataroot,
      first ? dataroot_b : best, phase);
  g_autofree char *text = g_strdup_printf ("%s, or run %s", (*error)->message, line);
  g_free ((*error)->message);
  (*error)->message = g_steal_pointer (&text);
}

static gboolean
is_phase_below (const char *dir, const char *phase)
{
  g_autofree char *whole = g_build_filename (dir, phase, NULL);
  P2pPlace place;
  gboolean found = p2p_is_folder (whole);
  for (guint i = 0; !found && p2p_place_at (i, &place); i++)
    found = p2p_place_has_phase (&place) && p2p_place_is_there (&place, dir, phase);
  return found;
}

/* Of two folders HAVE is there and LACKS is not. */
static char *
add_or_go_on (const char *dataroot, const char *have, const char *lacks, gboolean is_a,
    const P2pAsked *asked)
{
  g_autofree char *path = g_build_filename (dataroot, have, NULL);
  g_autofree char *line = NULL;
  if (asked->one_side) {
    line = p2p_asked_one_side (asked, path, is_a ? 'A' : 'B');
    return g_strdup_printf ("it has %s but no %s: add it, or, for the one kind alone, run %s", have,
        lacks, line);
  }
  line = p2p_asked_again (asked, is_a ? path : "FOLDER_A", is_a ? "FOLDER_B" : path, NULL);
  return g_strdup_printf ("it has %s but no %s: add it, or use the folder of its counterpart, as "
                          "in %s",
      have, lacks, line);
}

static char *
advice_for_half (const char *dataroot, const char *phase, const P2pAsked *asked)
{
  P2pPlace place;
  for (guint i = 0; p2p_place_at (i, &place); i++) {
    g_autofree char *a = p2p_place_fill_in (place.folders.a, phase);
    g_autofree char *b = p2p_place_fill_in (place.folders.b, phase);
    g_autofree char *in_a = g_build_filename (dataroot, a, NULL);
    g_autofree char *in_b = g_build_filename (dataroot, b, NULL);
    const gboolean has_a = p2p_is_folder (in_a), has_b = p2p_is_folder (in_b);
    if (has_a != has_b)
      return add_or_go_on (dataroot, has_a ? a : b, has_a ? b : a, has_a, asked);
  }
  return NULL;
}

/* Another phase, or the same one written otherwise. */
static char *
advice_for_phase (const char *dataroot, const char *phase, const P2pContents *contents,
    const P2pAsked *asked)
{
  /* What training has not seen is best for a test. */
  static const char *const others[] = { "val", "valid", "test", "train" };
  const char *found = NULL;
  for (guint i = 0; i < contents->folders->len; i++)
    if (g_ascii_strcasecmp (contents->folders->pdata[i], phase) == 0)
      found = contents->folders->pdata[i];
  for (guint i = 0; i < G_N_ELEMENTS (others) && !found; i++)
    if (is_phase_below (dataroot, others[i]))
      found = others[i];
  if (!found)
    return NULL;
  g_autofree char *line = p2p_asked_again (asked, dataroot, NULL, found);
  return g_strdup_printf ("run %s", line);
}

/* Somebody stopped one level too high. */
static char *
advice_for_deeper (const char *dataroot, const char *phase, const P2pContents *contents,
    const P2pAsked *asked)
{
  for (guint i = 0; i < contents->folders->len; i++) {
    g_autofree char *inner = g_build_filename (dataroot, contents->folders->pdata[i], NULL);
    if (!is_phase_below (inner, phase))
      continue;
    g_autofree char *line = p2p_asked_again (asked, inner, NULL, phase);
    return g_strdup_printf ("run %s", line);
  }
  return NULL;
}

/* Folders of any names with pictures in them. */
static char *
advice_for_kinds (const char *dataroot, const P2pContents *contents, const P2pAsked *asked)
{
  g_autofree char *first = NULL, *second = NULL, *line = NULL;
  for (guint i = 0; i < contents->folders->len && !second; i++) {
    g_autofree char *inner = g_build_filename (dataroot, contents->folders->pdata[i], NULL);
    if (p2p_has_picture (inner))
      *(first ? &second : &first) = g_steal_pointer (&inner);
  }
  if (!first)
    return NULL;
  line = asked->one_side ? p2p_asked_one_side (asked, first, 'A')
                         : p2p_asked_again (asked, first, second, NULL);
  return g_strdup_printf ("run %s", line);
}

/* "train, trainA and trainB, A and B" */
static char *
looked_for (const char *phase)
{
  GString *s = g_string_new (phase);
  P2pPlace place;
  for (guint i = 0; p2p_place_at (i, &place); i++) {
    g_autofree char *a = p2p_place_fill_in (place.folders.a, phase);
    g_autofree char *b = p2p_place_fill_in (place.folders.b, phase);
    g_string_append_printf (s, ", %s and %s", a, b);
  }
  return g_string_free (s, FALSE);
}

void
p2p_error_no_layout (GError **error, const char *dataroot, const char *phase, const P2pAsked *given)
{
  const P2pAsked *asked = usual (given, phase);
  g_auto (P2pContents) contents = { 0 };
  p2p_contents_init (&contents, dataroot);
  const guint n = contents.folders->len;
  g_autofree char *names = p2p_contents_names (&contents), *places = looked_for (phase);
  g_autofree char *advice = advice_for_half (dataroot, phase, asked);
  if (!advice)
    advice = advice_for_phase (dataroot, phase, &contents, asked);
  if (!advice)
    advice = advice_for_deeper (dataroot, phase, &contents, asked);
  if (!advice)
    advice = advice_for_kinds (dataroot, &contents, asked);
  if (!advice)
    advice =
        g_strdup_printf ("put pairs side by side into %s/%s, or two folders %sA and %sB beside "
                         "each other, and type the same again",
            dataroot, phase, phase, phase);
  g_set_error (error, P2P_ERROR, P2P_ERROR_NO_INPUT,
      "%s is no data set: it has %s%s and no pictures (looked for %s); %s", dataroot,
      n == 0   ? "no folders"
      : n == 1 ? "the folder "
               : "the folders ",
      names, places, advice);
}
