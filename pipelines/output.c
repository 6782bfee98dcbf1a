/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <gst/app/gstappsink.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "core/p2p.h"
#include "numbered.h"

#define LONGEST_LEAF 200 /* of a name of 255 bytes, the rest is for what we add */

struct _P2pOutput
{
  char *path; /* as the user gave it */
  char *temp; /* of a film */
  gboolean film, started, folder;
  gboolean many;        /* pictures, numbered or with names; else there is only one */
  P2pNumbered numbered; /* of these */
  char **names;
  guint rate;
  GHashTable *inputs; /* of "device:inode" */
  GMutex lock;        /* of what follows */
  GError *error;
  guint count;
};

static P2pOutput *
output_new (const char *path)
{
  P2pOutput *output = g_new0 (P2pOutput, 1);
  g_mutex_init (&output->lock);
  output->path = g_strdup (path);
  return output;
}

/* The file itself, where PATH is a link to it: the link stays one. Free with g_free(). */
static char *
resolve (const char *path)
{
  char *real = realpath (path, NULL);
  char *copy = g_strdup (real ? real : path);
  free (real);
  return copy;
}

P2pOutput *
p2p_output_film (const char *path)
{
  P2pOutput *output = output_new (path);
  g_autofree char *real = resolve (path);
  g_autofree char *folder = g_path_get_dirname (real), *base = g_path_get_basename (real);
  g_autofree char *leaf = g_strdup_printf (".%.*s.tmp.%ld", LONGEST_LEAF, base, (long) getpid ());
  output->film = TRUE;
  output->temp = g_build_filename (folder, leaf, NULL);
  return output;
}

P2pOutput *
p2p_output_pictures (const char *path, const char *ending)
{
  P2pOutput *output = output_new (path);
  output->folder = g_str_has_suffix (path, "/") || g_file_test (path, G_FILE_TEST_IS_DIR);
  output->many = output->folder || p2p_numbered_parse (&output->numbered, path);
  if (output->folder)
    output->numbered = (P2pNumbered){ .before = g_build_filename (path, "/", NULL),
      .after = g_strdup (ending),
      .digits = 6 };
  return output;
}

void
p2p_output_free (P2pOutput *output)
{
  if (!output)
    return;
  if (output->started)
    g_unlink (output->temp);
  g_free (output->path);
  g_free (output->temp);
  p2p_numbered_clear (&output->numbered);
  g_strfreev (output->names);
  g_clear_pointer (&output->inputs, g_hash_table_unref);
  g_clear_error (&output->error);
  g_mutex_clear (&output->lock);
  g_free (output);
}

gboolean
p2p_output_is_single (const P2pOutput *output)
{
  return !output->film && !output->many;
}

void
p2p_output_name (P2pOutput *output, const char *const *names)
{
  g_strfreev (output->names);
  output->names = g_strdupv ((char **) names);
}

/* Of picture I; free with g_free(). */
static char *
name_of (const P2pOutput *output, guint i)
{
  if (!output->many)
    return g_strdup (output->path);
  if (output->folder && output->names && i < g_strv_length (output->names))
    return g_strconcat (output->numbered.before, output->names[i], output->numbered.after, NULL);
  return p2p_numbered_name (&output->numbered, i);
}

/* NULL: no such file. */
static char *
identity_of (const char *path)
{
  GStatBuf st;
  if (g_stat (path, &st) < 0)
    return NULL;
  return g_strdup_printf ("%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT, (guint64) st.st_dev,
      (guint64) st.st_ino);
}

/* FALSE where PATH is one of the files that are read, or no file: a pipe, a device, a folder. */
static gboolean
is_free (const P2pOutput *output, const char *path, GError **error)
{
  g_autofree char *real = resolve (path);
  if (!p2p_place_takes_file (real, error))
    return FALSE;
  g_autofree char *identity = output->inputs ? identity_of (path) : NULL;
  if (!identity || !g_hash_table_contains (output->inputs, identity))
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
      "%s would be overwritten, and it is what is read; use another name or folder for the result",
      path);
  return FALSE;
}

gboolean
p2p_output_guard (P2pOutput *output, const char *const *files, guint count, GError **error)
{
  if (!output->inputs)
    output->inputs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; files[i]; i++) {
    char *identity = identity_of (files[i]);
    if (identity)
      g_hash_table_add (output->inputs, identity);
  }
  for (guint i = 0; i < (output->many ? count : 1); i++) {
    g_autofree char *path = name_of (output, i);
    if (!is_free (output, path, error))
      return FALSE;
  }
  return TRUE;
}

/* Of the file, or of the folder if pictures go into one. */
static gboolean
check_folder (const P2pOutput *output, GError **error)
{
  g_autofree char *first = name_of (output, 0);
  g_autofree char *folder = g_path_get_dirname (first);
  if (output->folder)
    g_mkdir (folder, 0777);
  const gboolean there = g_file_test (folder, G_FILE_TEST_IS_DIR);
  if (there && access (folder, W_OK) == 0)
    return TRUE;
  g_set_error (error, P2P_ERROR, there ? P2P_ERROR_PERMISSION : P2P_ERROR_CREATE,
      "%s cannot be written: the folder %s is not there or not yours; make it, or set --out",
      output->path, folder);
  return FALSE;
}

static gboolean
start_film (P2pOutput *output, GError **error)
{
  g_unlink (output->temp); /* of a dead process that had our number */
  const int fd = g_open (output->temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (fd < 0) {
    p2p_error_from_errno (error, errno, "creating", output->path);
    return FALSE;
  }
  close (fd);
  output->started = TRUE;
  return TRUE;
}

gboolean
p2p_output_open (P2pOutput *output, GError **error)
{
  if (g_file_test (output->path, G_FILE_TEST_IS_DIR) && !output->folder) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_CREATE, "%s is a folder; set --out to a file's name",
        output->path);
    return FALSE;
  }
  return check_folder (output, error) && (!output->film || start_film (output, error));
}

const char *
p2p_output_temp (const P2pOutput *output)
{
  return output->temp;
}

static gboolean
write_picture (P2pOutput *output, guint i, const GstMapInfo *map, GError **error)
{
  g_autofree char *name = name_of (output, i), *path = resolve (name);
  g_autoptr (GError) problem = NULL;
  if (!is_free (output, path, error))
    return FALSE;
  /* GLib's temporary name is longer than this one. */
  g_autofree char *leaf = g_path_get_basename (path);
  if (strlen (leaf) > LONGEST_LEAF)
    return p2p_atomic_write_all (path, map->data, map->size, error);
  /* An old file gives way when the new one is safe on the disk. */
  if (g_file_set_contents_full (path, (const char *) map->data, (gssize) map->size,
          G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_ONLY_EXISTING, 0666, &problem))
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_IO,
      "%s cannot be written: %s; check the folder and the room on its disk", name,
      problem->message);
  return FALSE;
}

/* Its place among the pictures that are read, for those that have names. */
static guint
place_of (const P2pOutput *output, GstBuffer *buffer)
{
  const GstClockTime time = GST_BUFFER_PTS (buffer);
  if (output->names && output->rate && GST_CLOCK_TIME_IS_VALID (time))
    return (guint) gst_util_uint64_scale_round (time, output->rate, GST_SECOND);
  return output->count;
}

static GstFlowReturn
on_sample (GstAppSink *sink, gpointer data)
{
  P2pOutput *output = data;
  g_autoptr (GstSample) sample = gst_app_sink_pull_sample (sink);
  GstBuffer *buffer = sample ? gst_sample_get_buffer (sample) : NULL;
  g_autoptr (GError) error = NULL;
  GstMapInfo map;
  if (!buffer)
    return GST_FLOW_EOS;
  if (p2p_output_is_single (output) && output->count > 0)
    return GST_FLOW_EOS;
  if (!gst_buffer_map (buffer, &map, GST_MAP_READ))
    return GST_FLOW_ERROR;
  const gboolean ok = write_picture (output, place_of (output, buffer), &map, &error);
  gst_buffer_unmap (buffer, &map);
  g_mutex_lock (&output->lock);
  if (ok)
    output->count++;
  else if (!output->error)
    output->error = g_steal_pointer (&error);
  g_mutex_unlock (&output->lock);
  return ok ? GST_FLOW_OK : GST_FLOW_ERROR;
}

void
p2p_output_take (P2pOutput *output, GstElement *sink, guint rate)
{
  GstAppSinkCallbacks callbacks = { .new_sample = on_sample };
  output->rate = rate;
  gst_app_sink_set_callbacks (GST_APP_SINK (sink), &callbacks, output, NULL);
}

gboolean
p2p_output_check (P2pOutput *output, GError **error)
{
  g_mutex_lock (&output->lock);
  if (output->error)
    g_propagate_error (error, g_error_copy (output->error));
  const gboolean ok = output->error == NULL;
  g_mutex_unlock (&output->lock);
  return ok;
}

guint
p2p_output_count (P2pOutput *output)
{
  g_mutex_lock (&output->lock);
  const guint count = output->count;
  g_mutex_unlock (&output->lock);
  return count;
}

/* On the disk before it takes the place of an older one. */
static gboolean
sync_file (const char *path)
{
  const int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  const gboolean ok = fd >= 0 && fsync (fd) == 0;
  if (fd >= 0)
    close (fd);
  return ok;
}

gboolean
p2p_output_finish (P2pOutput *output, GError **error)
{
  if (!output->film)
    return TRUE;
  g_autofree char *path = resolve (output->path);
  if (!is_free (output, path, error))
    return FALSE;
  if (!sync_file (output->temp) || g_rename (output->temp, path) < 0) {
    p2p_error_from_errno (error, errno, "renaming the new film to", output->path);
    return FALSE;
  }
  output->started = FALSE;
  return TRUE;
}
