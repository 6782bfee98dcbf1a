/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "data/advice.h"

#include <string.h>
#include "data/contents.h"
#include "error.h"
#include "shell-word.h"

/* How many letters two names share at their beginnings. */
static gsize
common (const char *a, const char *b)
{
  gsize n = 0;
  while (a[n] && g_ascii_tolower (a[n]) == g_ascii_tolower (b[n]))
    n++;
  return n;
}

void
p2p_error_no_dataroot (GError **error, const char *dir)
{
  g_autofree char *parent = g_path_get_dirname (dir), *base = g_path_get_basename (dir);
  g_auto (P2pContents) beside = { 0 };
  const char *best = NULL;
  p2p_contents_init (&beside, parent);
  p2p_error_no_folder (error, dir);
  for (guint i = 0; i < beside.folders->len; i++)
    if (common (beside.folders->pdata[i], base) > (best ? common (best, base) : strlen (base) / 2))
      best = beside.folders->pdata[i];
  if (!best || !error || g_file_test (dir, G_FILE_TEST_EXISTS))
    return;
  g_autofree char *path =
      g_str_equal (parent, ".") ? g_strdup (best) : g_build_filename (parent, best, NULL);
  g_autofree char *word = p2p_shell_word (path);
  g_autofree char *text = g_strdup_printf ("%s, or run p2p check %s", (*error)->message, word);
  g_free ((*error)->message);
  (*error)->message = g_steal_pointer (&text);
}

/* The command for a folder, in the words of its phase. */
static char *
command (const char *phase, const char *dataroot)
{
  g_autofree char *word = p2p_shell_word (dataroot), *named = p2p_shell_word (phase);
  return g_str_equal (phase, "train") ? g_strdup_printf ("p2p train %s", word)
                                      : g_strdup_printf ("p2p check %s --phase %s", word, named);
}

static gboolean
is_phase_below (const char *dir, const char *phase)
{
  g_autofree char *whole = g_build_filename (dir, phase, NULL);
  g_autofree char *a = g_strconcat (whole, "A", NULL);
  g_autofree char *b = g_strconcat (whole, "B", NULL);
  return p2p_is_folder (whole) || (p2p_is_folder (a) && p2p_is_folder (b));
}

/* One of two folders is there, the other is not. */
static char *
advice_for_half (const char *dataroot, const char *phase)
{
  const char *const halves[][2] = { { phase, "A" }, { phase, "B" }, { "", "A" }, { "", "B" } };
  for (guint i = 0; i < G_N_ELEMENTS (halves); i++) {
    g_autofree char *have = g_strconcat (halves[i][0], halves[i][1], NULL);
    g_autofree char *path = g_build_filename (dataroot, have, NULL);
    g_autofree char *word = p2p_shell_word (path);
    const char *other = *halves[i][1] == 'A' ? "B" : "A";
    if (p2p_is_folder (path))
      return *other == 'B' ? g_strdup_printf ("it has %s but no %s%s: add it, or run p2p train %s "
                                              "FOLDER_B with the folder of its counterpart",
                 have, halves[i][0], other, word)
                           : g_strdup_printf ("it has %s but no %s%s: add it, or run p2p train "
                                              "FOLDER_A %s with the folder of its counterpart",
                               have, halves[i][0], other, word);
  }
  return NULL;
}

/* Another phase, or the same one written otherwise. */
static char *
advice_for_phase (const char *dataroot, const char *phase, const P2pContents *contents)
{
  /* What training has not seen is best for a test. */
  static const char *const usual[] = { "val", "valid", "test", "train" };
  g_autofree char *word = p2p_shell_word (dataroot);
  const char *found = NULL;
  for (guint i = 0; i < contents->folders->len; i++)
    if (g_ascii_strcasecmp (contents->folders->pdata[i], phase) == 0)
      found = contents->folders->pdata[i];
  for (guint i = 0; i < G_N_ELEMENTS (usual) && !found; i++)
    if (is_phase_below (dataroot, usual[i]))
      found = usual[i];
  if (!found)
    return NULL;
  g_autofree char *named = p2p_shell_word (found);
  if (g_str_equal (phase, "train"))
    return g_strdup_printf ("run p2p train %s --phase %s", word, named);
  return g_strdup_printf ("add --phase %s, or run p2p check %s --phase %s", named, word, named);
}

/* Somebody stopped one level too high. */
static char *
advice_for_deeper (const char *dataroot, const char *phase, const P2pContents *contents)
{
  for (guint i = 0; i < contents->folders->len; i++) {
    g_autofree char *inner = g_build_filename (dataroot, contents->folders->pdata[i], NULL);
    if (is_phase_below (inner, phase)) {
      g_autofree char *line = command (phase, inner);
      return g_strdup_printf ("run %s", line);
    }
  }
  return NULL;
}

void
p2p_error_no_layout (GError **error, const char *dataroot, const char *phase)
{
  g_auto (P2pContents) contents = { 0 };
  p2p_contents_init (&contents, dataroot);
  const guint n = contents.folders->len;
  g_autofree char *names = p2p_contents_names (&contents);
  g_autofree char *advice = advice_for_half (dataroot, phase);
  if (!advice)
    advice = advice_for_phase (dataroot, phase, &contents);
  if (!advice)
    advice = advice_for_deeper (dataroot, phase, &contents);
  if (!advice) {
    g_autofree char *line = command (phase, dataroot);
    advice = g_strdup_printf ("put pairs side by side into %s/%s, or two folders %sA and %sB "
                              "beside each other, and run %s",
        dataroot, phase, phase, phase, line);
  }
  g_set_error (error, P2P_ERROR, P2P_ERROR_NO_INPUT,
      "%s is no data set: it has %s%s and no pictures (looked for %s, %sA and %sB, A and B); %s",
      dataroot,
      n == 0   ? "no folders"
      : n == 1 ? "the folder "
               : "the folders ",
      names, phase, phase, phase, advice);
}
