/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A wrong data root is the commonest mistake of all, so its messages look
 * around and name what would work. */

#include "data/folders.h"

#include "data/dataset.h"
#include "error.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

int
p2p_compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char *
p2p_pair_name (const char *dir, const char *path)
{
  gsize length = strlen (dir);
  while (length > 0 && dir[length - 1] == '/') /* "x//" lists as "x/1.png" */
    length--;
  const char *below = path + (strncmp (path, dir, length) == 0 ? length : 0);
  while (*below == '/')
    below++;
  const char *slash = strrchr (below, '/'), *dot = strrchr (below, '.');
  return dot && dot > (slash ? slash + 1 : below) ? g_strndup (below, (gsize) (dot - below))
                                                  : g_strdup (below);
}

/* What stands directly in a folder. */
typedef struct
{
  GPtrArray *folders; /* names, sorted */
  guint pictures, others;
} Survey;

static void
survey_clear (Survey *survey)
{
  g_clear_pointer (&survey->folders, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Survey, survey_clear)

static void
survey_init (Survey *survey, const char *dir)
{
  g_autoptr (GDir) handle = g_dir_open (dir, 0, NULL);
  const char *name;
  *survey = (Survey){ .folders = g_ptr_array_new_with_free_func (g_free) };
  while (handle && (name = g_dir_read_name (handle))) {
    g_autofree char *path = g_build_filename (dir, name, NULL);
    if (p2p_is_folder (path))
      g_ptr_array_add (survey->folders, g_strdup (name));
    else if (p2p_is_picture_name (name))
      survey->pictures++;
    else
      survey->others++;
  }
  g_ptr_array_sort (survey->folders, p2p_compare_names);
}

static gboolean
has_folder (const char *dir, const char *name, const char *suffix)
{
  g_autofree char *leaf = g_strconcat (name, suffix, NULL);
  g_autofree char *path = g_build_filename (dir, leaf, NULL);
  return p2p_is_folder (path);
}

static char *
join_names (const Survey *survey)
{
  GString *text = g_string_new (NULL);
  const guint shown = MIN (survey->folders->len, 8);
  for (guint i = 0; i < shown; i++)
    g_string_append_printf (text, "%s%s", i ? ", " : "", (const char *) survey->folders->pdata[i]);
  if (survey->folders->len > shown)
    g_string_append_printf (text, " and %u more", survey->folders->len - shown);
  return g_string_free (text, FALSE);
}

/* The nearest folder above PATH that exists. */
static char *
nearest_parent (const char *path)
{
  char *parent = g_path_get_dirname (path);
  while (!p2p_is_folder (parent) && strcmp (parent, ".") != 0 && strcmp (parent, "/") != 0) {
    char *above = g_path_get_dirname (parent);
    g_free (parent);
    parent = above;
  }
  return parent;
}

void
p2p_set_no_folder (const char *dir, GError **error)
{
  g_autofree char *parent = nearest_parent (dir), *names = NULL;
  g_auto (Survey) around = { 0 };
  if (g_file_test (dir, G_FILE_TEST_EXISTS)) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_NO_INPUT,
        "%s is a file, not a folder; use the folder that holds the pictures", dir);
    return;
  }
  survey_init (&around, parent);
  names = join_names (&around);
  g_set_error (error, P2P_ERROR, P2P_ERROR_NO_INPUT,
      "there is no folder %s; %s has %s%s: check the spelling", dir, parent,
      names[0] ? "the folders " : "no folders", names);
}

/* Sets in two folders: how they are named below the data root, * being the phase. */
static const struct
{
  const char *mode, *a, *b;
} layouts[] = {
  { "unaligned", "*A", "*B" },
  { "paired", "*/A", "*/B" },
  { "paired", "A/*", "B/*" },
  { "paired", "A", "B" },
};

static char *
fill_in (const char *pattern, const char *phase)
{
  g_auto (GStrv) parts = g_strsplit (pattern, "*", 2);
  return g_strjoinv (phase, parts);
}

static char *
place_in (const char *dataroot, const char *pattern, const char *phase)
{
  g_autofree char *inner = fill_in (pattern, phase);
  return g_build_filename (dataroot, inner, NULL);
}

static gboolean
has_layout (const char *dataroot, guint i, const char *phase)
{
  g_autofree char *a = place_in (dataroot, layouts[i].a, phase);
  g_autofree char *b = place_in (dataroot, layouts[i].b, phase);
  return p2p_is_folder (a) && p2p_is_folder (b);
}

/* "found trainA and trainB: ... try OPTIONS", of row I. */
static char *
name_layout (guint i, const char *phase, const char *what, const char *options)
{
  g_autofree char *a = fill_in (layouts[i].a, phase), *b = fill_in (layouts[i].b, phase);
  return g_strdup_printf ("found %s and %s: %stry %s", a, b, what, options);
}

/* Two folders that MODE would not use, of the phase wanted or of another. */
static char *
advice_for_two (const char *dataroot, const char *phase, const char *mode)
{
  const char *const phases[] = { phase, "train", "test", "val" };
  for (guint k = 0; k < G_N_ELEMENTS (phases); k++)
    for (guint i = 0; i < G_N_ELEMENTS (layouts); i++) {
      const gboolean same_mode = strcmp (layouts[i].mode, mode) == 0;
      const gboolean same_phase = strcmp (phases[k], phase) == 0 || !strchr (layouts[i].a, '*');
      if (!has_layout (dataroot, i, phases[k]))
        continue;
      g_autofree char *options = g_strdup_printf ("%s%s%s%s%s", same_mode ? "" : "--dataset_mode ",
          same_mode ? "" : layouts[i].mode, same_mode || same_phase ? "" : " ",
          same_phase ? "" : "--phase ", same_phase ? "" : phases[k]);
      return name_layout (i, phases[k],
          same_mode                                    ? ""
          : strcmp (layouts[i].mode, "unaligned") == 0 ? "that is an unpaired set (cycle_gan); "
                                                       : "files of equal names there are pairs; ",
          options);
    }
  return NULL;
}

/* Where somebody stopped one level too high. */
static char *
find_deeper (const char *dataroot, const Survey *survey, const char *phase, const char *mode)
{
  for (guint i = 0; i < survey->folders->len; i++) {
    g_autofree char *inner = g_build_filename (dataroot, survey->folders->pdata[i], NULL);
    if (has_folder (inner, phase, ""))
      return g_steal_pointer (&inner);
    for (guint k = 0; k < G_N_ELEMENTS (layouts); k++)
      if (strcmp (layouts[k].mode, mode) == 0 && has_layout (inner, k, phase))
        return g_steal_pointer (&inner);
  }
  return NULL;
}

static char *
advice_for_pictures (const char *dataroot, const char *phase, const Survey *survey, gboolean two)
{
  g_autofree char *base = g_path_get_basename (dataroot), *parent = g_path_get_dirname (dataroot);
  if (two)
    return g_strdup_printf ("there are %u pictures directly in %s: if these are A, add "
                            "--dataroot_B "
                            "with the folder of B",
        survey->pictures, dataroot);
  if (strcmp (base, phase) == 0)
    return g_strdup_printf ("the pictures are in %s itself: try --dataroot %s", dataroot, parent);
  return g_strdup_printf ("there are %u pictures directly in %s: add a folder \"%s\" and move "
                          "them into it",
      survey->pictures, dataroot, phase);
}

/* Layouts that are known, the most certain first; NULL when none fits. */
static char *
advice_for_layout (const char *dataroot, const char *phase, const char *mode, gboolean two,
    const Survey *survey)
{
  g_autofree char *advice = advice_for_two (dataroot, phase, mode), *deeper = NULL;
  if (advice)
    return g_steal_pointer (&advice);
  if (two && has_folder (dataroot, phase, ""))
    return g_strdup_printf ("found %s: if its pictures hold A and B side by side, try "
                            "--dataset_mode aligned",
        phase);
  if (survey->pictures > 0)
    return advice_for_pictures (dataroot, phase, survey, two);
  deeper = find_deeper (dataroot, survey, phase, mode);
  return deeper ? g_strdup_printf ("try --dataroot %s", deeper) : NULL;
}

static char *
advice_for_phase (const char *phase, gboolean two, const Survey *survey)
{
  static const char *const usual[] = { "val", "test", "train" };
  g_autofree char *names = join_names (survey);
  const char *best = NULL;
  for (guint i = 0; i < survey->folders->len; i++)
    for (guint k = 0; k < G_N_ELEMENTS (usual); k++)
      if (strcmp (survey->folders->pdata[i], usual[k]) == 0 && (!best || strcmp (best, "val") != 0))
        best = usual[k];
  if (survey->folders->len == 0)
    return g_strdup_printf ("it holds no folders and no pictures: check --dataroot%s%s%s",
        two ? "" : ", it needs a folder \"", two ? "" : phase, two ? "" : "\"");
  if (two)
    return g_strdup_printf ("found %s: check --dataroot and --phase, or use --dataroot and "
                            "--dataroot_B for the two folders themselves",
        names);
  return g_strdup_printf ("found %s: try --phase %s", names,
      best ? best : (const char *) survey->folders->pdata[0]);
}

/* LOOKED_FOR is not in DATAROOT. */
static void
set_no_layout (const char *dataroot, const char *phase, const char *mode, const char *looked_for,
    gboolean two, GError **error)
{
  g_autofree char *advice = NULL;
  g_auto (Survey) survey = { 0 };
  if (!p2p_is_folder (dataroot)) {
    p2p_set_no_folder (dataroot, error);
    g_prefix_error (error, "data root: ");
    return;
  }
  if (access (dataroot, R_OK | X_OK) < 0) {
    p2p_error_from_errno (error, errno, "listing folder", dataroot);
    return;
  }
  survey_init (&survey, dataroot);
  advice = advice_for_layout (dataroot, phase, mode, two, &survey);
  if (advice == NULL)
    advice = advice_for_phase (phase, two, &survey);
  g_set_error (error, P2P_ERROR, P2P_ERROR_NO_INPUT, "no %s in %s; %s", looked_for, dataroot,
      advice);
}

char *
p2p_phase_folder (const char *dataroot, const char *phase, const char *mode, GError **error)
{
  g_autofree char *folder = g_build_filename (dataroot, phase, NULL);
  if (p2p_is_folder (folder))
    return g_steal_pointer (&folder);
  g_autofree char *looked_for = g_strdup_printf ("folder \"%s\"", phase);
  set_no_layout (dataroot, phase, mode, looked_for, FALSE, error);
  return NULL;
}

/* One of two folders is there: the other is what the user has to see to. */
static gboolean
set_half (const char *dataroot, const char *phase, const char *mode, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (layouts); i++) {
    g_autofree char *a = fill_in (layouts[i].a, phase), *b = fill_in (layouts[i].b, phase);
    const gboolean has_a = has_folder (dataroot, a, ""), has_b = has_folder (dataroot, b, "");
    if (strcmp (layouts[i].mode, mode) != 0 || has_a == has_b)
      continue;
    g_set_error (error, P2P_ERROR, P2P_ERROR_NO_INPUT,
        "%s has the folder \"%s\" but no \"%s\"; add it, or use --dataroot and --dataroot_B for "
        "the two folders themselves",
        dataroot, has_a ? a : b, has_a ? b : a);
    return TRUE;
  }
  return FALSE;
}

gboolean
p2p_two_folders (const char *dataroot, const char *phase, const char *mode, char *folders[2],
    GError **error)
{
  g_autoptr (GString) looked_for = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (layouts); i++) {
    if (strcmp (layouts[i].mode, mode) != 0)
      continue;
    if (has_layout (dataroot, i, phase)) {
      folders[0] = place_in (dataroot, layouts[i].a, phase);
      folders[1] = place_in (dataroot, layouts[i].b, phase);
      return TRUE;
    }
    g_autofree char *a = fill_in (layouts[i].a, phase), *b = fill_in (layouts[i].b, phase);
    g_string_append_printf (looked_for, "%s \"%s\" and \"%s\"",
        looked_for->len ? ", nor" : "folders", a, b);
  }
  if (!set_half (dataroot, phase, mode, error))
    set_no_layout (dataroot, phase, mode, looked_for->str, TRUE, error);
  return FALSE;
}
