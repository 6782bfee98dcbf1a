/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "trained-net.h"

#include <string.h>

#define MAX_NAMED 8

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* Of a run that has no "G": the first of its generators ("G_A"). */
static const char *
first_of_several (void)
{
  for (const P2pRecipe *const *r = p2p_recipes (); *r; r++)
    for (const P2pView *v = (*r)->views; (*r)->n_generators > 1 && v->name; v++)
      if (v->net)
        return v->net;
  return NULL;
}

const char *
p2p_trained_net_back (void)
{
  const char *first = first_of_several ();
  for (const P2pRecipe *const *r = p2p_recipes (); *r; r++)
    for (const P2pView *v = (*r)->views; (*r)->n_generators > 1 && v->name; v++)
      if (v->net && !g_str_equal (v->net, first))
        return v->net;
  return NULL;
}

/* The model of EPOCH and NET in DIR; where a "G" is asked for and is not there, the first of several.
 * CHOSEN: which it is. */
static char *
find_net (const char *dir, const char *epoch, const char *net, const char **chosen)
{
  const char *other = g_str_equal (net, "G") ? first_of_several () : NULL;
  char *found = p2p_net_file_find (dir, epoch, *chosen = net);
  if (!found && other)
    found = p2p_net_file_find (dir, epoch, *chosen = other);
  return found;
}

/* "a, b, c", and how many more; NULL if there is none. Takes NAMES apart. */
static char *
join (GPtrArray *names)
{
  const guint n = names->len;
  if (n == 0)
    return NULL;
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_set_size (names, (int) MIN (n, MAX_NAMED));
  g_ptr_array_add (names, NULL);
  g_autofree char *text = g_strjoinv (", ", (char **) names->pdata);
  return n > MAX_NAMED ? g_strdup_printf ("%s and %u more", text, n - MAX_NAMED)
                       : g_steal_pointer (&text);
}

/* The runs in DIR that have a model for EPOCH. */
static char *
list_runs (const char *dir, const char *epoch, const char *net)
{
  g_autoptr (GDir) d = g_dir_open (dir, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name, *chosen;
  while (d && (name = g_dir_read_name (d))) {
    g_autofree char *run = g_build_filename (dir, name, NULL);
    g_autofree char *path = find_net (run, epoch, net, &chosen);
    if (path)
      g_ptr_array_add (names, g_strdup (name));
  }
  return join (names);
}

/* What stands before "_net_NET" in the names of the models in DIR: "1, 2, iter_2, latest". */
static char *
list_labels (const char *dir, const char *net)
{
  g_autoptr (GDir) d = g_dir_open (dir, 0, NULL);
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);
  const char *name, *chosen;
  while (d && (name = g_dir_read_name (d))) {
    const char *end = strstr (name, "_net_");
    g_autofree char *label = end ? g_strndup (name, (gsize) (end - name)) : NULL;
    g_autofree char *path = label ? find_net (dir, label, net, &chosen) : NULL;
    if (path && !g_ptr_array_find_with_equal_func (labels, label, g_str_equal, NULL))
      g_ptr_array_add (labels, g_steal_pointer (&label));
  }
  return join (labels);
}

static char *
advice_for (const char *what, const char *run, const char *net, const char *checkpoints_dir,
    const char *epoch)
{
  g_autofree char *labels = list_labels (run, net);
  if (!labels)
    labels = list_labels (what, net);
  if (labels)
    return g_strdup_printf ("this run has: %s; set --epoch to one of these, or --load_iter to N of "
                            "an iter_N",
        labels);
  g_autofree char *runs = list_runs (checkpoints_dir, epoch, net);
  return runs ? g_strdup_printf ("use one of the runs there: %s", runs)
              : g_strdup_printf ("no run in %s has one yet: train first, or set --checkpoints_dir",
                  checkpoints_dir);
}

static gboolean
find_path (P2pTrainedNet *file, const char *what, const char *net, const char *checkpoints_dir,
    const char *epoch, GError **error)
{
  const char *chosen = NULL;
  g_autofree char *run = g_build_filename (checkpoints_dir, what, NULL);
  if (g_file_test (what, G_FILE_TEST_IS_REGULAR)) {
    file->path = g_strdup (what);
    return TRUE;
  }
  file->path = find_net (run, epoch, net, &chosen);
  if (!file->path)
    file->path = find_net (what, epoch, net, &chosen);
  file->net = file->path ? g_strdup (chosen) : NULL;
  if (file->path)
    return TRUE;
  g_autofree char *advice = advice_for (what, run, net, checkpoints_dir, epoch);
  g_set_error (error, P2P_ERROR, P2P_ERROR_NO_INPUT,
      "no model \"%s\": %s/%s_net_%s.safetensors (or .pth) is not there; %s", what, run, epoch, net,
      advice);
  return FALSE;
}

/* The file beside PATH that is called as a generator where this is called as a discriminator; NULL:
 * there is none. Free with g_free(). */
static char *
generator_beside (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path), *base = g_path_get_basename (path);
  g_auto (GStrv) parts = g_strsplit (base, "_net_D", 2);
  if (!parts[0] || !parts[1])
    return NULL;
  g_autofree char *name = g_strconcat (parts[0], "_net_G", parts[1], NULL);
  char *found = g_str_equal (folder, ".") ? g_strdup (name) : g_build_filename (folder, name, NULL);
  if (!g_file_test (found, G_FILE_TEST_EXISTS))
    g_clear_pointer (&found, g_free);
  return found;
}

static gboolean
check_role (const P2pTrainedNet *file, GError **error)
{
  const P2pArch *arch = file->info.arch;
  if (arch->role == P2P_ROLE_GENERATOR)
    return TRUE;
  g_autofree char *beside = generator_beside (file->path);
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
      "%s is a discriminator (%s), which judges pictures and makes none; use %s%s", file->path,
      arch->name, beside ? "" : "the file of a generator, EPOCH_net_G", beside ? beside : "");
  return FALSE;
}

/* Of a file that cannot say it, from the record of the options beside it, ours or the reference's: of
 * several there the last counts. */
static char *
recorded_direction (const char *path)
{
  g_autofree char *dir = g_path_get_dirname (path), *text = NULL, *found = NULL;
  g_autofree char *record = g_build_filename (dir, "train_opt.txt", NULL);
  if (!g_file_test (record, G_FILE_TEST_IS_REGULAR)
      || !g_file_get_contents (record, &text, NULL, NULL))
    return NULL;
  for (const char *at = text; (at = strstr (at, "direction: ")); at++) {
    g_free (found);
    found = g_strndup (at + strlen ("direction: "), 4);
  }
  return found && (g_str_equal (found, "AtoB") || g_str_equal (found, "BtoA"))
             ? g_steal_pointer (&found)
             : NULL;
}

gboolean
p2p_trained_net_find (P2pTrainedNet *file, const char *what, const char *net, const char *network,
    const char *checkpoints_dir, const char *epoch, GError **error)
{
  *file = (P2pTrainedNet){ 0 };
  if (!find_path (file, what, net, checkpoints_dir, epoch, error)
      || !p2p_model_info (file->path, network, &file->info, error) || !check_role (file, error))
    return FALSE;
  file->arch = g_strdup (file->info.arch->name);
  file->direction =
      file->info.direction ? g_strdup (file->info.direction) : recorded_direction (file->path);
  file->run = g_strdup (file->info.run);
  file->width = file->info.width;
  file->height = file->info.height;
  return TRUE;
}

void
p2p_trained_net_clear (P2pTrainedNet *file)
{
  g_clear_pointer (&file->path, g_free);
  g_clear_pointer (&file->net, g_free);
  g_clear_pointer (&file->arch, g_free);
  g_clear_pointer (&file->direction, g_free);
  g_clear_pointer (&file->run, g_free);
  p2p_model_info_clear (&file->info);
}
