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

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

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
  g_ptr_array_sort (survey->folders, compare_names);
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

/* DATAROOT/X/PHASE, where somebody stopped one level too high. */
static char *
find_deeper (const char *dataroot, const Survey *survey, const char *phase)
{
  for (guint i = 0; i < survey->folders->len; i++) {
    g_autofree char *inner = g_build_filename (dataroot, survey->folders->pdata[i], NULL);
    if (has_folder (inner, phase, ""))
      return g_steal_pointer (&inner);
  }
  return NULL;
}

/* Layouts that are known, the most certain first; NULL when none fits. */
static char *
advice_for_layout (const char *dataroot, const char *phase, const Survey *survey)
{
  g_autofree char *base = g_path_get_basename (dataroot), *parent = g_path_get_dirname (dataroot);
  g_autofree char *deeper = NULL;
  if (has_folder (dataroot, phase, "A") || has_folder (dataroot, phase, "B"))
    return g_strdup_printf ("found %sA or %sB: that is an unpaired set (cycle_gan); for pix2pix "
                            "use a set of side-by-side pictures",
        phase, phase);
  if (has_folder (dataroot, "trainA", "") || has_folder (dataroot, "testA", ""))
    return g_strdup ("found trainA or testA: that is an unpaired set (cycle_gan); for pix2pix use "
                     "a set of side-by-side pictures");
  if (survey->pictures > 0 && strcmp (base, phase) == 0)
    return g_strdup_printf ("the pictures are in %s itself: try --dataroot %s", dataroot, parent);
  if (survey->pictures > 0)
    return g_strdup_printf ("there are %u pictures directly in %s: add a folder \"%s\" and move "
                            "them into it",
        survey->pictures, dataroot, phase);
  if (has_folder (dataroot, "A", "") && has_folder (dataroot, "B", ""))
    return g_strdup ("found A and B apart: join each pair side by side first, then use the folder "
                     "of joined pictures");
  deeper = find_deeper (dataroot, survey, phase);
  return deeper ? g_strdup_printf ("try --dataroot %s", deeper) : NULL;
}

static char *
advice_for_phase (const char *phase, const Survey *survey)
{
  static const char *const usual[] = { "val", "test", "train" };
  g_autofree char *names = join_names (survey);
  const char *best = NULL;
  for (guint i = 0; i < survey->folders->len; i++)
    for (guint k = 0; k < G_N_ELEMENTS (usual); k++)
      if (strcmp (survey->folders->pdata[i], usual[k]) == 0 && (!best || strcmp (best, "val") != 0))
        best = usual[k];
  if (survey->folders->len == 0)
    return g_strdup_printf ("it holds no folders and no pictures: check --dataroot, it needs a "
                            "folder \"%s\"",
        phase);
  return g_strdup_printf ("found %s: try --phase %s", names,
      best ? best : (const char *) survey->folders->pdata[0]);
}

char *
p2p_aligned_folder (const char *dataroot, const char *phase, GError **error)
{
  g_autofree char *folder = g_build_filename (dataroot, phase, NULL), *advice = NULL;
  g_auto (Survey) survey = { 0 };
  if (p2p_is_folder (folder))
    return g_steal_pointer (&folder);
  if (!p2p_is_folder (dataroot)) {
    p2p_set_no_folder (dataroot, error);
    g_prefix_error (error, "data root: ");
    return NULL;
  }
  if (access (dataroot, R_OK | X_OK) < 0) {
    p2p_error_from_errno (error, errno, "listing folder", dataroot);
    return NULL;
  }
  survey_init (&survey, dataroot);
  advice = advice_for_layout (dataroot, phase, &survey);
  if (advice == NULL)
    advice = advice_for_phase (phase, &survey);
  g_set_error (error, P2P_ERROR, P2P_ERROR_NO_INPUT, "no folder \"%s\" in %s; %s", phase, dataroot,
      advice);
  return NULL;
}
