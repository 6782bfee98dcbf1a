/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* p2p convert: a model file, or all of a run, in the other format. */

#include <errno.h>
#include <string.h>
#include <glib/gstdio.h>
#include "arguments.h"
#include "console.h"
#include "signals.h"

static const char *const formats[] = { "safetensors", "pth" };

static gboolean
is_model_name (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);
  return g_str_has_suffix (lower, ".pth") || g_str_has_suffix (lower, ".pt")
         || g_str_has_suffix (lower, ".safetensors");
}

/* NAME with the ending of FORMAT instead of its own. */
static char *
renamed (const char *name, const char *format)
{
  const char *dot = strrchr (name, '.');
  return g_strdup_printf ("%.*s.%s", (int) (dot ? dot - name : (gssize) strlen (name)), name,
      format);
}

static gboolean
same_file (const char *a, const char *b)
{
  GStatBuf x, y;
  return g_stat (a, &x) == 0 && g_stat (b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static gboolean
convert_file (const char *from, const char *network, const char *to, GError **error)
{
  g_auto (P2pModelInfo) info = { 0 };
  g_autofree char *broken = NULL;
  if (same_file (from, to)) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "%s would be overwritten by itself; use another name for the result", from);
    return FALSE;
  }
  if (!p2p_model_convert (from, network, to, &info, &broken, error))
    return FALSE;
  g_autofree char *text = p2p_model_info_text (&info);
  p2p_console_say ("%s (%s): %s", from, info.format, text);
  if (broken)
    p2p_console_warn (broken);
  p2p_console_print ("%s", to);
  return TRUE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* The files of FOLDER that hold networks of a run and are not in FORMAT yet, sorted. */
static GPtrArray *
list_models (const char *folder, const char *format, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &reason);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *ending = g_strconcat (".", format, NULL);
  const char *name;
  while (dir && (name = g_dir_read_name (dir)))
    if (strstr (name, "_net_") && is_model_name (name) && !g_str_has_suffix (name, ending))
      g_ptr_array_add (names, g_strdup (name));
  if (names->len == 0) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_NO_INPUT,
        "%s has no *_net_* file that is not .%s already%s%s; check the folder, or set --to", folder,
        format, reason ? ": " : "", reason ? reason->message : "");
    g_clear_pointer (&names, g_ptr_array_unref);
    return NULL;
  }
  g_ptr_array_sort (names, compare_names);
  return names;
}

/* The folder TO is made when there is something to put into it. */
static gboolean
make_folder (const char *to, const char *from, const char *first, GError **error)
{
  g_autofree char *source = g_build_filename (from, first, NULL);
  g_auto (P2pModelInfo) info = { 0 };
  if (!p2p_model_info (source, NULL, &info, error))
    return FALSE;
  if (g_mkdir_with_parents (to, 0777) == 0)
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_CREATE, "the folder %s cannot be made: %s; use another",
      to, g_strerror (errno));
  return FALSE;
}

static gboolean
convert_folder (const char *from, const char *to, const char *format, GError **error)
{
  if (!format) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "%s is a folder: add --to safetensors or --to pth", from);
    return FALSE;
  }
  g_autoptr (GPtrArray) names = list_models (from, format, error);
  if (!names || !make_folder (to, from, g_ptr_array_index (names, 0), error))
    return FALSE;
  for (guint i = 0; i < names->len; i++) {
    const char *name = g_ptr_array_index (names, i);
    g_autofree char *leaf = renamed (name, format);
    g_autofree char *source = g_build_filename (from, name, NULL);
    g_autofree char *result = p2p_place_under (to, leaf, NULL);
    if (!convert_file (source, NULL, result, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
check_format (const char *format, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (!format || g_str_equal (format, formats[i]))
      return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE, "--to cannot be \"%s\"; use safetensors or pth",
      format);
  return FALSE;
}

/* Where the result of one file goes: into the folder TO, or it is TO. */
static gboolean
convert_one (const char *from, const char *network, const char *to, const char *format,
    GError **error)
{
  g_autofree char *base = g_path_get_basename (from);
  g_autofree char *leaf = renamed (base, format ? format : "");
  g_autofree char *inside = p2p_place_under (to, leaf, NULL);
  if (!g_file_test (to, G_FILE_TEST_IS_DIR))
    return convert_file (from, network, to, error);
  if (format)
    return convert_file (from, network, inside, error);
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
      "%s is a folder: add --to safetensors or --to pth, or use a file's name", to);
  return FALSE;
}

/* What there is to do, in a thread of its own, so that a signal is heard in the midst of it. */
typedef struct
{
  char *from, *network, *to, *format;
  gboolean ok, done; /* `done` is atomic */
  GError *error;
} Work;

static gpointer
work (gpointer data)
{
  Work *w = data;
  w->ok = g_file_test (w->from, G_FILE_TEST_IS_DIR)
              ? convert_folder (w->from, w->to, w->format, &w->error)
              : convert_one (w->from, w->network, w->to, w->format, &w->error);
  g_atomic_int_set (&w->done, TRUE);
  return NULL;
}

/* What was done stays, what is at work leaves nothing; its thread ends with the program. */
static gboolean
convert (const char *from, const char *network, const char *to, const char *format, GError **error)
{
  Work *w = g_new0 (Work, 1);
  *w = (Work){ .from = g_strdup (from),
    .network = g_strdup (network),
    .to = g_strdup (to),
    .format = g_strdup (format) };
  p2p_signals_watch ();
  GThread *thread = g_thread_new ("convert", work, w);
  while (!g_atomic_int_get (&w->done) && !p2p_signals_noted ())
    g_usleep (10000);
  if (!g_atomic_int_get (&w->done)) {
    p2p_atomic_give_up ();
    p2p_console_say ("stopped; results named above are whole, others are not made");
    return TRUE;
  }
  g_thread_join (thread);
  const gboolean ok = w->ok;
  if (w->error)
    g_propagate_error (error, w->error);
  g_free (w->from);
  g_free (w->network);
  g_free (w->to);
  g_free (w->format);
  g_free (w);
  return ok;
}

static gboolean
run (char **argv, GError **error)
{
  static const char *const names[] = { "network", NULL };
  g_autofree char *format = NULL;
  const GOptionEntry own[] = { { "to", 0, 0, G_OPTION_ARG_STRING, &format,
                                   "For folders: safetensors or pth [B's ending]", "FORMAT" },
    { NULL } };
  g_auto (P2pArguments) arguments = { 0 };
  if (!p2p_arguments_parse (&arguments, &p2p_command_convert, argv, P2P_FOR_TEST, names, own, error)
      || !check_format (format, error))
    return FALSE;
  char **rest = arguments.rest;
  if (!rest || !rest[0] || !rest[1] || rest[2]) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "two names are needed, of what there is and of what to make; use p2p convert A B, such as "
        "p2p convert latest_net_G.pth latest_net_G.safetensors");
    return FALSE;
  }
  return convert (rest[0], arguments.options.network, rest[1], format, error);
}

const P2pCommand p2p_command_convert = {
  .name = "convert",
  .arguments = "A B",
  .summary = "Converts networks between the reference's .pth and our .safetensors",
  .examples = "  p2p convert latest_net_G.pth latest_net_G.safetensors\n"
              "  p2p convert latest_net_G.safetensors latest_net_G.pth   # for PyTorch\n"
              "  p2p convert both.pth g.pth --network netG   # of {'netG': ..., 'netD': ...}\n"
              "  p2p convert checkpoints/horse2zebra checkpoints/ours --to safetensors",
  .stops_early = TRUE,
  .run = run,
};
