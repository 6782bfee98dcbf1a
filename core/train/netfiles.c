/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "train/netfiles.h"

#include <sys/stat.h>
#include "error.h"
#include "io/place.h"
#include "model/model.h"

/* Files that were copied together differ by moments. */
#define TOGETHER 2 /* seconds */

/* Best first; written last, so that it is the newest too. */
static const struct
{
  const char *name, *ending;
} formats[] = { { "safetensors", ".safetensors" }, { "pth", ".pth" } };

static gboolean
is_wanted (const P2pOptions *options, guint format)
{
  return g_str_equal (options->save_format, "both")
         || g_str_equal (options->save_format, formats[format].name);
}

static char *
path_of (const char *dir, const char *label, const char *net, const char *ending)
{
  g_autofree char *name = g_strconcat (label, "_net_", net, ending, NULL);
  return p2p_place_under (dir, name, NULL);
}

/* Which network of its run it is: a file may be given another name. */
static gboolean
save_one (const P2pJobNet *net, const char *path, const char *const *extra, GError **error)
{
  const char *const own[] = { "net", net->name, NULL };
  g_autoptr (GStrvBuilder) all = g_strv_builder_new ();
  g_strv_builder_addv (all, (const char **) own);
  if (extra)
    g_strv_builder_addv (all, (const char **) extra);
  g_auto (GStrv) metadata = g_strv_builder_end (all);
  return p2p_model_save_as (net->net, path, (const char *const *) metadata, error);
}

gboolean
p2p_net_files_save (const char *dir, const P2pJob *job, const char *label, const char *const *extra,
    GError **error)
{
  for (guint f = G_N_ELEMENTS (formats); f-- > 0;)
    for (int i = 0; i < job->n_nets && is_wanted (job->options, f); i++) {
      g_autofree char *path = path_of (dir, label, job->nets[i].name, formats[f].ending);
      if (!save_one (&job->nets[i], path, extra, error))
        return FALSE;
    }
  return TRUE;
}

char *
p2p_net_file_path (const P2pOptions *options, const char *label, const char *net)
{
  g_autofree char *dir = p2p_place_under (options->checkpoints_dir, options->name, NULL);
  return path_of (dir, label, net,
      formats[is_wanted (options, 0) ? 0 : G_N_ELEMENTS (formats) - 1].ending);
}

char *
p2p_net_files_label (const P2pOptions *options)
{
  return options->load_iter > 0 ? g_strdup_printf ("iter_%" G_GINT64_FORMAT, options->load_iter)
                                : g_strdup (options->epoch);
}

char *
p2p_net_file_find (const char *dir, const char *label, const char *net)
{
  char *best = NULL;
  struct stat st;
  gint64 newest = 0;
  for (guint f = 0; f < G_N_ELEMENTS (formats); f++) {
    g_autofree char *path = path_of (dir, label, net, formats[f].ending);
    if (stat (path, &st) != 0 || !S_ISREG (st.st_mode)
        || (best && (gint64) st.st_mtim.tv_sec <= newest + TOGETHER))
      continue;
    g_free (best);
    best = g_steal_pointer (&path);
    newest = (gint64) st.st_mtim.tv_sec;
  }
  return best;
}

gboolean
p2p_net_files_exist (const char *dir, const P2pJob *job, const char *label)
{
  for (int i = 0; i < job->n_nets; i++) {
    g_autofree char *path = p2p_net_file_find (dir, label, job->nets[i].name);
    if (!path)
      return FALSE;
  }
  return TRUE;
}

gboolean
p2p_net_files_are_since (const char *dir, const P2pJob *job, const char *label, const char *than)
{
  struct stat since, st;
  if (stat (than, &since) != 0)
    return FALSE;
  for (guint f = 0; f < G_N_ELEMENTS (formats); f++)
    for (int i = 0; i < job->n_nets && is_wanted (job->options, f); i++) {
      g_autofree char *path = path_of (dir, label, job->nets[i].name, formats[f].ending);
      if (stat (path, &st) != 0 || st.st_mtim.tv_sec < since.st_mtim.tv_sec
          || (st.st_mtim.tv_sec == since.st_mtim.tv_sec
              && st.st_mtim.tv_nsec < since.st_mtim.tv_nsec))
        return FALSE;
    }
  return TRUE;
}

gboolean
p2p_net_files_load (const char *dir, P2pJob *job, const char *label, GError **error)
{
  for (int i = 0; i < job->n_nets; i++) {
    g_autofree char *path = p2p_net_file_find (dir, label, job->nets[i].name);
    if (!path) {
      g_set_error (error, P2P_ERROR, P2P_ERROR_NO_INPUT,
          "to go on from \"%s\" there must be %s/%s_net_%s.safetensors or .pth, which is missing; "
          "set --epoch or --load_iter to what is there, or leave --continue_train out",
          label, dir, label, job->nets[i].name);
      return FALSE;
    }
    if (!p2p_model_load_into (job->nets[i].net, path, error))
      return FALSE;
  }
  return TRUE;
}

static const char *
lookup (gconstpointer dict, const char *key)
{
  return p2p_state_dict_metadata (dict, key);
}

static P2pRecord *
record_of_net (const char *dir, const char *label, const char *net)
{
  g_autofree char *path = path_of (dir, label, net, formats[0].ending);
  g_autoptr (P2pStateDict) dict = p2p_state_dict_open (path, NULL);
  return dict ? p2p_record_read (lookup, dict) : NULL;
}

P2pRecord *
p2p_net_files_record (const char *dir, const char *label)
{
  P2pRecord *record = NULL;
  for (const P2pRecipe *const *r = p2p_recipes (); *r && !record; r++)
    for (const P2pView *v = (*r)->views; v->name && !record; v++)
      record = v->net ? record_of_net (dir, label, v->net) : NULL;
  return record;
}
