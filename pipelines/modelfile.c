/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "modelfile.h"

#include <stdio.h>
#include <string.h>

#define MAX_RUNS_NAMED 8

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* "a, b, c": the runs in DIR that have a model for EPOCH; NULL if there is none. */
static char *
list_runs (const char *dir, const char *model)
{
  g_autoptr (GDir) d = g_dir_open (dir, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;
  while (d && (name = g_dir_read_name (d))) {
    g_autofree char *path = g_build_filename (dir, name, model, NULL);
    if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
      g_ptr_array_add (names, g_strdup (name));
  }
  if (names->len == 0)
    return NULL;
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_set_size (names, (int) MIN (names->len, MAX_RUNS_NAMED));
  g_ptr_array_add (names, NULL);
  return g_strjoinv (", ", (char **) names->pdata);
}

static char *
find_path (const char *what, const char *checkpoints_dir, const char *epoch, GError **error)
{
  g_autofree char *model = g_strdup_printf ("%s_net_G.safetensors", epoch);
  g_autofree char *in_folder = g_build_filename (what, model, NULL);
  g_autofree char *in_run = g_build_filename (checkpoints_dir, what, model, NULL);
  if (g_file_test (what, G_FILE_TEST_IS_REGULAR))
    return g_strdup (what);
  if (g_file_test (in_run, G_FILE_TEST_IS_REGULAR))
    return g_steal_pointer (&in_run);
  if (g_file_test (in_folder, G_FILE_TEST_IS_REGULAR))
    return g_steal_pointer (&in_folder);
  g_autofree char *runs = list_runs (checkpoints_dir, model);
  g_autofree char *advice =
      runs ? g_strdup_printf ("use one of the runs there: %s", runs)
           : g_strdup_printf ("no run in %s has one yet: train first, or set --checkpoints_dir",
               checkpoints_dir);
  g_set_error (error, P2P_ERROR, P2P_ERROR_NO_INPUT, "no model \"%s\": %s is not there; %s", what,
      in_run, advice);
  return NULL;
}

gboolean
p2p_model_file_find (P2pModelFile *file, const char *what, const char *checkpoints_dir,
    const char *epoch, GError **error)
{
  *file = (P2pModelFile){ .path = find_path (what, checkpoints_dir, epoch, error) };
  if (!file->path)
    return FALSE;
  g_autoptr (P2pSafetensors) tensors = p2p_safetensors_open (file->path, error);
  if (!tensors)
    return FALSE;
  const char *size = p2p_safetensors_metadata (tensors, "size");
  file->arch = g_strdup (p2p_safetensors_metadata (tensors, "arch"));
  file->direction = g_strdup (p2p_safetensors_metadata (tensors, "direction"));
  file->run = g_strdup (p2p_safetensors_metadata (tensors, "name"));
  if (size && sscanf (size, "%dx%d", &file->width, &file->height) != 2)
    file->width = file->height = 0;
  return TRUE;
}

void
p2p_model_file_clear (P2pModelFile *file)
{
  g_clear_pointer (&file->path, g_free);
  g_clear_pointer (&file->arch, g_free);
  g_clear_pointer (&file->direction, g_free);
  g_clear_pointer (&file->run, g_free);
}
