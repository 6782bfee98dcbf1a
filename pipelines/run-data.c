/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "run-data.h"

#include <string.h>
#include "console.h"
#include "trained-net.h"

typedef struct
{
  char *a, *b; /* "" or NULL: not known */
} Folders;

static void
folders_clear (Folders *folders)
{
  g_clear_pointer (&folders->a, g_free);
  g_clear_pointer (&folders->b, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Folders, folders_clear)

static gboolean
is_folder (const char *path)
{
  return path && *path && g_file_test (path, G_FILE_TEST_IS_DIR);
}

/* CHECKPOINTS_DIR/NAME, or what WHAT says otherwise. */
static char *
folder_of_run (const P2pOptions *o, const char *what)
{
  g_autofree char *run = g_build_filename (o->checkpoints_dir, what, NULL);
  if (g_file_test (run, G_FILE_TEST_IS_DIR))
    return g_steal_pointer (&run);
  return g_file_test (what, G_FILE_TEST_IS_DIR) ? g_strdup (what) : g_path_get_dirname (what);
}

/* From the newest checkpoint: as it was typed where that is here, else with the whole path. */
static void
read_record (Folders *folders, const char *run)
{
  g_auto (P2pOptions) o;
  p2p_options_init (&o, P2P_FOR_TRAIN);
  g_free (o.checkpoints_dir);
  g_free (o.name);
  o.checkpoints_dir = g_path_get_dirname (run);
  o.name = g_path_get_basename (run);
  g_autoptr (P2pRecord) record = p2p_trainer_record (&o);
  if (!record)
    return;
  const char *a = g_hash_table_lookup (record->values, "dataroot");
  const char *b = g_hash_table_lookup (record->values, "dataroot_B");
  const gboolean as_typed = is_folder (record->word) && (!b || !*b);
  folders->a = g_strdup (as_typed ? record->word : a);
  folders->b = g_strdup (b);
}

/* The value of OPTION in a dump of options; the last one, if there are several. */
static char *
value_in (const char *text, const char *option)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *begin = g_strconcat (option, ": ", NULL);
  char *value = NULL;
  for (char **line = lines; *line; line++) {
    const char *word = *line + strspn (*line, " ");
    if (!g_str_has_prefix (word, begin))
      continue;
    g_free (value);
    g_auto (GStrv) parts = g_strsplit (word + strlen (begin), "\t[default:", 2);
    value = g_strdup (g_strchomp (parts[0]));
  }
  return value;
}

/* Of the reference's runs, and of older ones. */
static void
read_dump (Folders *folders, const char *run)
{
  g_autofree char *path = g_build_filename (run, "train_opt.txt", NULL), *text = NULL;
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR) || !g_file_get_contents (path, &text, NULL, NULL)
      || !g_utf8_validate (text, -1, NULL))
    return;
  folders->a = value_in (text, "dataroot");
  folders->b = value_in (text, "dataroot_B");
}

/* Somebody has named a run that is not there: that comes first. */
static gboolean
find_run (const P2pArguments *arguments, const char *what, const char *run, GError **error)
{
  const P2pOptions *o = &arguments->options;
  const gboolean named = arguments->rest[0] || p2p_arguments_given (arguments, "name");
  g_autofree char *label = p2p_net_files_label (o);
  g_auto (P2pTrainedNet) file = { 0 };
  if (!named || g_file_test (what, G_FILE_TEST_EXISTS)
      || (!g_str_equal (run, ".") && g_file_test (run, G_FILE_TEST_IS_DIR)))
    return TRUE;
  return p2p_trained_net_find (&file, what, "G", o->network, o->checkpoints_dir, label, error);
}

gboolean
p2p_run_data_take (P2pArguments *arguments, const char *what, GError **error)
{
  const P2pOptions *o = &arguments->options;
  g_autofree char *run = folder_of_run (o, what);
  g_auto (Folders) folders = { 0 };
  if (!find_run (arguments, what, run, error))
    return FALSE;
  read_record (&folders, run);
  if (!folders.a || !*folders.a) {
    folders_clear (&folders);
    read_dump (&folders, run);
  }
  const gboolean known = folders.a && *folders.a, two = folders.b && *folders.b;
  if (is_folder (folders.a) && (!two || is_folder (folders.b))) {
    p2p_console_say ("data set: %s%s%s, as trained; --dataroot names another", folders.a,
        two ? " and " : "", two ? folders.b : "");
    return p2p_arguments_set (arguments, "dataroot", folders.a, error)
           && (!two || p2p_arguments_set (arguments, "dataroot_B", folders.b, error));
  }
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
      "no data set%s%s%s: add --dataroot FOLDER, where FOLDER/%s holds pairs of pictures, or "
      "FOLDER/%sA and FOLDER/%sB two kinds; or a folder of any pictures and --model %s",
      known ? ", and what it was trained on, " : "", known ? folders.a : "",
      known ? ", is not there" : "", o->phase, o->phase, o->phase, p2p_recipe_one_sided ()->name);
  return FALSE;
}
