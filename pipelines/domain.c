/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "domain.h"

#include <string.h>
#include "console.h"

/* "G_A", also of a file that was given by its path: what it says, or its name. */
static char *
net_of (const P2pTrainedNet *file)
{
  const char *net = file->net ? file->net : file->info.net;
  g_autofree char *base = g_path_get_basename (file->path);
  const char *mark = strstr (base, "_net_");
  const char *name = net ? net : mark ? mark + strlen ("_net_") : "";
  return g_strndup (name, strcspn (name, "."));
}

/* Of the data set's pictures, 'A' where the views' NET makes its picture of what they call A. (Identities
 * are made of the other kind, in training only.) */
static char
source_of (const P2pRecipe *recipe, const char *net)
{
  for (const P2pView *v = recipe->views; v->name; v++)
    for (const P2pView *from = recipe->views; from->name && g_strcmp0 (v->net, net) == 0; from++)
      if (!v->in_training && !from->net && g_str_equal (from->name, v->from))
        return *from->from;
  return 0;
}

char
p2p_domain_of (const P2pTrainedNet *file)
{
  const P2pRecipe *said = file->info.model ? p2p_recipe_find (file->info.model, NULL) : NULL;
  const gboolean back = g_strcmp0 (file->direction, "BtoA") == 0;
  g_autofree char *net = net_of (file);
  char kind = said ? source_of (said, net) : 0;
  for (const P2pRecipe *const *r = p2p_recipes (); *r && !kind && !said; r++)
    kind = (*r)->losses && (*r)->n_generators > 1 ? source_of (*r, net) : 0;
  if (!kind && file->direction)
    kind = 'A';
  return kind && back ? (char) ('A' + 'B' - kind) : kind;
}

/* What a folder's name says of its pictures: testA, A, A/test. 0: nothing. */
static char
kind_of_folder (const char *folder)
{
  g_autofree char *base = g_path_get_basename (folder), *up = g_path_get_dirname (folder);
  g_autofree char *above = g_path_get_basename (up);
  const gsize n = strlen (base);
  const char last = base[n - 1];
  const gboolean phase = n > 1 && g_ascii_islower (base[n - 2]);
  if ((last == 'A' || last == 'B') && (n == 1 || phase))
    return last;
  return g_str_equal (above, "A") || g_str_equal (above, "B") ? *above : 0;
}

/* One folder, of the other kind. */
static void
remark_on_folder (const P2pOptions *o, const P2pTrainedNet *file)
{
  const P2pDatasetMode *mode = p2p_dataset_mode_find (o->dataset_mode, NULL);
  const P2pRecipe *one = p2p_recipe_one_sided ();
  const char wants = p2p_domain_of (file), is = kind_of_folder (o->dataroot);
  g_autofree char *path = p2p_printable (file->path), *root = p2p_printable (o->dataroot);
  if (!wants || !is || wants == is || !g_str_equal (o->model, one->name)
      || (mode && mode->sides != P2P_SIDES_ONE))
    return;
  p2p_console_say ("%s holds pictures %c by its name, but %s was trained to be given pictures %c: "
                   "the wrong direction, unless you mean it",
      root, is, path, wants);
}

void
p2p_domain_remark (const P2pArguments *arguments, const P2pTrainedNet *file)
{
  const P2pOptions *o = &arguments->options;
  g_autofree char *path = p2p_printable (file->path);
  if (file->direction && !g_str_equal (file->direction, o->direction))
    p2p_console_say ("--direction %s: %s was trained with direction %s, so it is given the kind of "
                     "pictures that it should make; leave --direction out unless you mean it",
        o->direction, path, file->direction);
  else
    remark_on_folder (o, file);
}
