/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pictures.h"

#include <fcntl.h>
#include <gst/app/gstappsrc.h>
#include <string.h>
#include <unistd.h>
#include "console.h"
#include "numbered.h"

struct _P2pPictures
{
  GPtrArray *files; /* of paths; ends with NULL */
  GstAppSrc *source;
  GThread *thread;
  P2pReading how;
  gboolean one_size;
  guint32 said;      /* losses, as p2p_losses_of() has them */
  int width, height; /* of the latest */
  guint bad;         /* feeding thread */
  GMutex lock;       /* of what follows */
  GError *error;
  gboolean stopped;
};

static P2pPictures *
pictures_new (GPtrArray *files)
{
  P2pPictures *pictures = g_new0 (P2pPictures, 1);
  g_mutex_init (&pictures->lock);
  pictures->files = files;
  g_ptr_array_add (files, NULL);
  return pictures;
}

/* By its first bytes. */
static gboolean
is_picture_file (const char *path)
{
  guint8 bytes[16];
  const int fd = open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  const ssize_t n = fd < 0 ? -1 : read (fd, bytes, sizeof bytes);
  if (fd >= 0)
    close (fd);
  return n > 0 && p2p_picture_is_known (bytes, (gsize) n);
}

/* NULL without an error: TEXT has no place for a number. */
static GPtrArray *
find_numbered (const char *text, GError **error)
{
  g_auto (P2pNumbered) numbered = { 0 };
  if (!p2p_numbered_parse (&numbered, text))
    return NULL;
  GPtrArray *files = p2p_numbered_find (&numbered);
  if (files->len > 0)
    return files;
  g_ptr_array_unref (files);
  g_set_error (error, P2P_ERROR, P2P_ERROR_NO_INPUT,
      "no file is called like %s, with a number for its %%d; check the folder and the digits",
      text);
  return NULL;
}

P2pPictures *
p2p_pictures_find (const char *text, GError **error)
{
  GPtrArray *files = NULL;
  if (g_file_test (text, G_FILE_TEST_IS_DIR)) {
    files = p2p_list_pictures (text, P2P_LIMIT_LISTED_FILES, error);
  } else if (g_file_test (text, G_FILE_TEST_EXISTS)) {
    if (g_file_test (text, G_FILE_TEST_IS_REGULAR) && is_picture_file (text)) {
      files = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (files, g_strdup (text));
    }
  } else
    files = find_numbered (text, error);
  return files ? pictures_new (files) : NULL;
}

void
p2p_pictures_free (P2pPictures *pictures)
{
  if (!pictures)
    return;
  g_ptr_array_unref (pictures->files);
  g_clear_error (&pictures->error);
  g_mutex_clear (&pictures->lock);
  g_free (pictures);
}

const char *const *
p2p_pictures_files (const P2pPictures *pictures)
{
  return (const char *const *) pictures->files->pdata;
}

guint
p2p_pictures_count (const P2pPictures *pictures)
{
  return pictures->files->len - 1;
}

char **
p2p_pictures_names (const P2pPictures *pictures)
{
  const char *const *files = p2p_pictures_files (pictures);
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);
  char **names = g_new0 (char *, p2p_pictures_count (pictures) + 1);
  for (guint i = 0; files[i]; i++) {
    g_autofree char *base = g_path_get_basename (files[i]);
    char *dot = strrchr (base, '.');
    if (dot && dot != base)
      *dot = '\0';
    names[i] = g_strdup (base);
    for (guint k = 2; g_hash_table_contains (taken, names[i]); k++) {
      g_free (names[i]);
      names[i] = g_strdup_printf ("%s_%u", base, k);
    }
    g_hash_table_add (taken, names[i]);
  }
  return names;
}

static gboolean
is_stopped (P2pPictures *pictures)
{
  g_mutex_lock (&pictures->lock);
  const gboolean stopped = pictures->stopped;
  g_mutex_unlock (&pictures->lock);
  return stopped;
}

static void
fail (P2pPictures *pictures, GError *error)
{
  g_mutex_lock (&pictures->lock);
  if (pictures->error)
    g_error_free (error);
  else
    pictures->error = error;
  g_mutex_unlock (&pictures->lock);
}

/* Caps, when the size is new. FALSE with ERROR: the film cannot have this one. */
static gboolean
announce (P2pPictures *pictures, const P2pPicture *picture, const char *path, GError **error)
{
  if (picture->width == pictures->width && picture->height == pictures->height)
    return TRUE;
  if (pictures->one_size && pictures->width) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "%s has %d x %d pixels and those before it %d x %d, a film has one size; write pictures "
        "(--out FOLDER/), or leave it out",
        path, picture->width, picture->height, pictures->width, pictures->height);
    return FALSE;
  }
  g_autoptr (GstCaps) caps = gst_caps_new_simple ("video/x-raw", "format", G_TYPE_STRING, "RGB",
      "width", G_TYPE_INT, picture->width, "height", G_TYPE_INT, picture->height, "framerate",
      GST_TYPE_FRACTION, P2P_PICTURES_RATE, 1, "pixel-aspect-ratio", GST_TYPE_FRACTION, 1, 1, NULL);
  gst_app_src_set_caps (pictures->source, caps);
  pictures->width = picture->width;
  pictures->height = picture->height;
  return TRUE;
}

static GstFlowReturn
push (P2pPictures *pictures, const P2pPicture *picture, guint i)
{
  const gsize row = 3 * (gsize) picture->width, stride = (row + 3) & ~(gsize) 3;
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, stride * (gsize) picture->height, NULL);
  for (int y = 0; y < picture->height; y++)
    gst_buffer_fill (buffer, (gsize) y * stride,
        picture->data + (gsize) y * (gsize) picture->stride, row);
  GST_BUFFER_PTS (buffer) = gst_util_uint64_scale_int (i, GST_SECOND, P2P_PICTURES_RATE);
  GST_BUFFER_DURATION (buffer) = GST_SECOND / P2P_PICTURES_RATE;
  return gst_app_src_push_buffer (pictures->source, buffer);
}

/* What of a picture does not reach the network: each kind is said of the first one. */
static void
say_losses (P2pPictures *pictures, const P2pHeader *header, const char *path)
{
  guint n;
  const P2pLoss *losses = p2p_losses (&n);
  const guint32 news = p2p_losses_of (header, &pictures->how) & ~pictures->said;
  for (guint i = 0; i < n; i++)
    if (news & 1u << i) {
      g_autofree char *clause = p2p_loss_text (&losses[i], FALSE);
      p2p_console_say ("%s: %s", path, clause);
    }
  pictures->said |= news;
}

static gboolean
load (P2pPictures *pictures, const char *path, P2pPicture *picture, GError **error)
{
  gsize size = 0;
  P2pHeader header;
  g_autofree guint8 *bytes = p2p_picture_read (path, &size, error);
  if (!bytes || !p2p_picture_probe (bytes, size, path, &pictures->how, &header, error))
    return FALSE;
  say_losses (pictures, &header, path);
  return p2p_picture_decode (bytes, size, path, &pictures->how, picture, error);
}

/* One that cannot be read is left out if there are others. FALSE: enough. */
static gboolean
feed_one (P2pPictures *pictures, guint i, GError **error)
{
  const char *path = g_ptr_array_index (pictures->files, i);
  g_auto (P2pPicture) picture = { 0 };
  g_autoptr (GError) problem = NULL;
  if (!load (pictures, path, &picture, &problem)) {
    if (++pictures->bad == p2p_pictures_count (pictures)) {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
    g_autofree char *text = g_strconcat (problem->message, "; left out", NULL);
    p2p_console_warn (text);
    return TRUE;
  }
  return announce (pictures, &picture, path, error) && push (pictures, &picture, i) == GST_FLOW_OK;
}

static gpointer
feed (gpointer data)
{
  P2pPictures *pictures = data;
  GError *error = NULL;
  gboolean more = TRUE;
  for (guint i = 0; more && i < p2p_pictures_count (pictures) && !is_stopped (pictures); i++)
    more = feed_one (pictures, i, &error);
  if (error)
    fail (pictures, error);
  else
    gst_app_src_end_of_stream (pictures->source);
  return NULL;
}

void
p2p_pictures_feed (P2pPictures *pictures, GstElement *source, const P2pReading *how,
    gboolean one_size)
{
  pictures->how = *how;
  pictures->source = gst_object_ref (GST_APP_SRC (source));
  pictures->one_size = one_size;
  pictures->thread = g_thread_new ("pictures", feed, pictures);
}

void
p2p_pictures_stop (P2pPictures *pictures)
{
  if (!pictures->thread)
    return;
  g_mutex_lock (&pictures->lock);
  pictures->stopped = TRUE;
  g_mutex_unlock (&pictures->lock);
  g_thread_join (g_steal_pointer (&pictures->thread));
  gst_object_unref (pictures->source);
}

gboolean
p2p_pictures_check (P2pPictures *pictures, GError **error)
{
  g_mutex_lock (&pictures->lock);
  if (pictures->error)
    g_propagate_error (error, g_error_copy (pictures->error));
  const gboolean ok = pictures->error == NULL;
  g_mutex_unlock (&pictures->lock);
  return ok;
}
