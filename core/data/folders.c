/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A wrong data root is the commonest mistake of all, so its messages look
 * around and name what would work. */

#include "data/folders.h"

#include "data/contents.h"
#include "data/places.h"
#include "error.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static gboolean
has_folder (const char *dir, const char *name)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  return p2p_is_folder (path);
}

/* "found trainA and trainB: ... try --dataset_mode unaligned --phase train"; MODE: another than that,
 * or NULL; PHASE: likewise. */
static char *
name_place (const P2pPlace *place, const char *in, const P2pDatasetMode *mode, const char *phase)
{
  g_autofree char *a = p2p_place_fill_in (place->folders.a, in),
                  *b = p2p_place_fill_in (place->folders.b, in);
  g_autoptr (GString) s = g_string_new (NULL);
  g_string_append_printf (s, "found %s and %s: ", a, b);
  if (mode)
    g_string_append_printf (s, "%s; try --dataset_mode %s", mode->found, mode->name);
  if (phase)
    g_string_append_printf (s, "%s--phase %s", mode ? " " : "try ", phase);
  return g_string_free (g_steal_pointer (&s), FALSE);
}

/* Two folders that MODE would not use, of the phase wanted or of another. */
static char *
advice_for_two (const char *dataroot, const char *phase, const P2pDatasetMode *mode)
{
  const char *const phases[] = { phase, "train", "test", "val" };
  P2pPlace place;
  for (guint k = 0; k < G_N_ELEMENTS (phases); k++)
    for (guint i = 0; p2p_place_at (i, &place); i++) {
      const gboolean same_phase = g_str_equal (phases[k], phase) || !p2p_place_has_phase (&place);
      if (p2p_place_is_there (&place, dataroot, phases[k]))
        return name_place (&place, phases[k], place.mode == mode ? NULL : place.mode,
            same_phase ? NULL : phases[k]);
    }
  return NULL;
}

/* Where somebody stopped one level too high. */
static char *
find_deeper (const char *dataroot, const P2pContents *contents, const char *phase,
    const P2pDatasetMode *mode)
{
  P2pPlace place;
  for (guint i = 0; i < contents->folders->len; i++) {
    g_autofree char *inner = g_build_filename (dataroot, contents->folders->pdata[i], NULL);
    if (has_folder (inner, phase))
      return g_steal_pointer (&inner);
    for (guint k = 0; p2p_place_at (k, &place); k++)
      if (place.mode == mode && p2p_place_is_there (&place, inner, phase))
        return g_steal_pointer (&inner);
  }
  return NULL;
}

static char *
advice_for_pictures (const char *dataroot, const char *phase, const P2pDatasetMode *mode,
    const P2pContents *contents)
{
  g_autofree char *base = g_path_get_basename (dataroot), *parent = g_path_get_dirname (dataroot);
  if (mode->sides == P2P_SIDES_TWO)
    return g_strdup_printf ("there are %u pictures directly in %s: if these are A, add "
                            "--dataroot_B "
                            "with the folder of B",
        contents->pictures, dataroot);
  if (strcmp (base, phase) == 0)
    return g_strdup_printf ("the pictures are in %s itself: try --dataroot %s", dataroot, parent);
  return g_strdup_printf ("there are %u pictures directly in %s: add a folder \"%s\" and move "
                          "them into it",
      contents->pictures, dataroot, phase);
}

/* Layouts that are known, the most certain first; NULL when none fits. */
static char *
advice_for_layout (const char *dataroot, const char *phase, const P2pDatasetMode *mode,
    const P2pContents *contents)
{
  g_autofree char *advice = advice_for_two (dataroot, phase, mode), *deeper = NULL;
  if (advice)
    return g_steal_pointer (&advice);
  if (mode->sides == P2P_SIDES_TWO && has_folder (dataroot, phase))
    return g_strdup_printf ("found %s: if its pictures hold A and B side by side, try "
                            "--dataset_mode %s",
        phase, p2p_mode_aligned.name);
  if (contents->pictures > 0)
    return advice_for_pictures (dataroot, phase, mode, contents);
  deeper = find_deeper (dataroot, contents, phase, mode);
  return deeper ? g_strdup_printf ("try --dataroot %s", deeper) : NULL;
}

static char *
advice_for_phase (const char *phase, const P2pDatasetMode *mode, const P2pContents *contents)
{
  const gboolean two = mode->sides == P2P_SIDES_TWO;
  static const char *const usual[] = { "val", "test", "train" };
  g_autofree char *names = p2p_contents_names (contents);
  const char *best = NULL;
  for (guint i = 0; i < contents->folders->len; i++)
    for (guint k = 0; k < G_N_ELEMENTS (usual); k++)
      if (strcmp (contents->folders->pdata[i], usual[k]) == 0
          && (!best || strcmp (best, "val") != 0))
        best = usual[k];
  if (contents->folders->len == 0)
    return g_strdup_printf ("it holds no folders and no pictures: check --dataroot%s%s%s",
        two ? "" : ", it needs a folder \"", two ? "" : phase, two ? "" : "\"");
  if (two)
    return g_strdup_printf ("found %s: check --dataroot and --phase, or use --dataroot and "
                            "--dataroot_B for the two folders themselves",
        names);
  return g_strdup_printf ("found %s: try --phase %s", names,
      best ? best : (const char *) contents->folders->pdata[0]);
}

/* LOOKED_FOR is not in DATAROOT. */
static void
set_no_layout (const char *dataroot, const char *phase, const P2pDatasetMode *mode,
    const char *looked_for, GError **error)
{
  g_autofree char *advice = NULL;
  g_auto (P2pContents) contents = { 0 };
  if (!p2p_is_folder (dataroot)) {
    p2p_error_no_folder (error, dataroot);
    g_prefix_error (error, "data root: ");
    return;
  }
  if (access (dataroot, R_OK | X_OK) < 0) {
    p2p_error_from_errno (error, errno, "listing folder", dataroot);
    return;
  }
  p2p_contents_init (&contents, dataroot);
  advice = advice_for_layout (dataroot, phase, mode, &contents);
  if (advice == NULL)
    advice = advice_for_phase (phase, mode, &contents);
  g_set_error (error, P2P_ERROR, P2P_ERROR_NO_INPUT, "no %s in %s; %s", looked_for, dataroot,
      advice);
}

/* Pictures directly in DATAROOT are the data set where nothing else there is one: what lies in the
 * folder of another phase must not be trained on. */
static gboolean
is_flat (const char *dataroot, const char *phase)
{
  static const char *const usual[] = { "train", "val", "valid", "test" };
  P2pPlace place;
  gboolean flat = p2p_has_picture (dataroot);
  for (guint i = 0; flat && i < G_N_ELEMENTS (usual); i++)
    flat = !has_folder (dataroot, usual[i]);
  for (guint i = 0; flat && p2p_place_at (i, &place); i++)
    flat = !p2p_place_is_there (&place, dataroot, phase);
  return flat;
}

char *
p2p_phase_folder (const char *dataroot, const char *phase, const P2pDatasetMode *mode,
    GError **error)
{
  g_autofree char *folder = g_build_filename (dataroot, phase, NULL);
  if (p2p_is_folder (folder))
    return g_steal_pointer (&folder);
  if (mode->or_root && is_flat (dataroot, phase))
    return g_strdup (dataroot);
  g_autofree char *looked_for = g_strdup_printf ("folder \"%s\"", phase);
  set_no_layout (dataroot, phase, mode, looked_for, error);
  return NULL;
}

/* One of two folders is there: the other is what the user has to see to. */
static gboolean
set_half (const char *dataroot, const char *phase, const P2pDatasetMode *mode, GError **error)
{
  for (const P2pTwoFolders *folders = mode->folders; folders->a; folders++) {
    g_autofree char *a = p2p_place_fill_in (folders->a, phase),
                    *b = p2p_place_fill_in (folders->b, phase);
    const gboolean has_a = has_folder (dataroot, a), has_b = has_folder (dataroot, b);
    if (has_a == has_b)
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
p2p_two_folders (const char *dataroot, const char *phase, const P2pDatasetMode *mode,
    char *folders[2], GError **error)
{
  g_autoptr (GString) looked_for = g_string_new (NULL);
  for (const P2pTwoFolders *f = mode->folders; f->a; f++) {
    const P2pPlace place = { mode, *f };
    if (p2p_place_is_there (&place, dataroot, phase)) {
      folders[0] = p2p_place_path (dataroot, f->a, phase);
      folders[1] = p2p_place_path (dataroot, f->b, phase);
      return TRUE;
    }
    g_autofree char *a = p2p_place_fill_in (f->a, phase), *b = p2p_place_fill_in (f->b, phase);
    g_string_append_printf (looked_for, "%s \"%s\" and \"%s\"",
        looked_for->len ? ", nor" : "folders", a, b);
  }
  if (!set_half (dataroot, phase, mode, error))
    set_no_layout (dataroot, phase, mode, looked_for->str, error);
  return FALSE;
}
