/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "endpoints.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "core/p2p.h"
#include "display.h"
#include "launch.h"

#define TEST_PIECE                                                                                 \
  "videotestsrc is-live=true pattern=ball motion=wavy ! "                                          \
  "video/x-raw,format=RGB,width=320,height=240,framerate=30/1"

static gboolean
is_number (const char *text)
{
  return *text && strspn (text, "0123456789") == strlen (text);
}

static gboolean
camera (P2pSource *source, const char *device, GError **error)
{
  if (!g_file_test (device, G_FILE_TEST_EXISTS)) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_NO_INPUT,
        "no camera at %s; ls /dev/video* shows those there are, or use --source test", device);
    return FALSE;
  }
  if (access (device, R_OK | W_OK) != 0) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_PERMISSION,
        "%s: %s; add yourself to the group video (sudo adduser $USER video) and log in again",
        device, g_strerror (errno));
    return FALSE;
  }
  g_autofree char *quoted = p2p_launch_quote (device);
  source->live = TRUE;
  source->piece = g_strdup_printf ("v4l2src device=%s", quoted);
  return TRUE;
}

static gboolean
file (P2pSource *source, const char *path, GError **error)
{
  g_autofree char *quoted = p2p_launch_quote (path);
  g_autoptr (GError) problem = NULL;
  source->pictures = p2p_pictures_find (path, &problem);
  if (source->pictures) {
    source->still = p2p_pictures_count (source->pictures) == 1;
    source->piece = g_strdup ("appsrc name=pictures format=time block=true max-buffers=2");
    return TRUE;
  }
  if (problem) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR)) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_NO_INPUT,
        "no such source: %s%s; use a video or picture file, a folder of pictures, numbered "
        "pictures "
        "(%%04d), a URI, a camera (/dev/video0 or 0) or test",
        path,
        g_file_test (path, G_FILE_TEST_EXISTS) ? ", which is neither a file nor a folder" : "");
    return FALSE;
  }
  source->file = g_strdup (path);
  source->opens = g_strdup_printf ("filesrc location=%s", quoted);
  source->piece = g_strdup (source->opens);
  return TRUE;
}

/* One that is read here, or would be with a package that we know; the rest is misspelt. */
static gboolean
is_known_scheme (const char *scheme)
{
  return scheme
         && (gst_uri_protocol_is_supported (GST_URI_SRC, scheme)
             || !g_str_equal (p2p_package_of_media (scheme), p2p_package_of_media ("")));
}

/* Films on a server are files; of all else nobody knows whether it has an end. */
static gboolean
address (P2pSource *source, const char *uri, GError **error)
{
  g_autofree char *quoted = p2p_launch_quote (uri);
  g_autofree char *scheme = g_uri_parse_scheme (uri);
  if (g_strcmp0 (scheme, "file") == 0) {
    g_autofree char *path = g_filename_from_uri (uri, NULL, NULL);
    if (path)
      return file (source, path, error);
  }
  if (!is_known_scheme (scheme)) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "no such source: %s is no kind of address that is known; check how it is spelt, such as "
        "https:// or rtsp://",
        uri);
    return FALSE;
  }
  if (g_strcmp0 (scheme, "http") == 0 || g_strcmp0 (scheme, "https") == 0)
    source->opens = g_strdup_printf ("urisourcebin uri=%s", quoted);
  else
    source->live = TRUE;
  source->piece = g_strdup_printf ("uridecodebin uri=%s", quoted);
  return TRUE;
}

gboolean
p2p_source_parse (P2pSource *source, const char *text, GError **error)
{
  *source = (P2pSource){ 0 };
  if (g_str_equal (text, "test")) {
    source->live = TRUE;
    source->piece = g_strdup (TEST_PIECE);
    return TRUE;
  }
  if (is_number (text) || g_str_has_prefix (text, "/dev/video")) {
    g_autofree char *device =
        is_number (text) ? g_strconcat ("/dev/video", text, NULL) : g_strdup (text);
    return camera (source, device, error);
  }
  if (strstr (text, "://") && !g_file_test (text, G_FILE_TEST_EXISTS))
    return address (source, text, error);
  return file (source, text, error);
}

void
p2p_source_clear (P2pSource *source)
{
  g_clear_pointer (&source->piece, g_free);
  g_clear_pointer (&source->opens, g_free);
  g_clear_pointer (&source->file, g_free);
  g_clear_pointer (&source->pictures, p2p_pictures_free);
}

/* Of H.264 without a mark in its stream, and MPEG-4, players take it that the range is limited. */
#define LIMITED "video/x-raw,colorimetry=(string){bt601,bt709} ! "

/* Encoders, the best first, each with what belongs to it. */
static const struct
{
  const char *element, *piece;
} h264[] = {
  { "x264enc", "x264enc speed-preset=veryfast ! h264parse" },
  { "openh264enc", LIMITED "openh264enc bitrate=4000000 complexity=low ! h264parse" },
  { "avenc_mpeg4", LIMITED "avenc_mpeg4 bitrate=4000000 ! mpeg4videoparse" },
};

/* One thread: two of vp8enc's wait for each other by spinning. */
#define VP8 "vp8enc deadline=1 cpu-used=8 threads=1 target-bitrate=4000000 keyframe-max-dist=60"

static const char *
choose_h264 (GError **error)
{
  const char *names[G_N_ELEMENTS (h264) + 1] = { NULL };
  for (guint i = 0; i < G_N_ELEMENTS (h264); i++)
    names[i] = h264[i].element;
  const char *chosen = p2p_launch_choose (names, error);
  for (guint i = 0; chosen && i < G_N_ELEMENTS (h264); i++)
    if (g_str_equal (h264[i].element, chosen))
      return h264[i].piece;
  return NULL;
}

static const char *
vp8 (GError **error)
{
  return VP8;
}

static const char *
png (GError **error)
{
  return "pngenc";
}

static const char *
jpeg (GError **error)
{
  return "jpegenc";
}

static const char *const opus[] = { "opusenc", "vorbisenc", NULL };
static const char *const aac[] = { "avenc_aac", "voaacenc", "fdkaacenc", "opusenc", NULL };

/* Without a muxer: pictures. */
static const struct
{
  const char *ending;
  const char *(*encoder) (GError **error);
  const char *muxer;
  const char *const *sound;
} formats[] = { { ".webm", vp8, "webmmux", opus }, { ".mkv", vp8, "matroskamux", opus },
  { ".mp4", choose_h264, "mp4mux", aac }, { ".png", png }, { ".jpg", jpeg }, { ".jpeg", jpeg } };

static gboolean
has_ending (const char *path, const char *ending)
{
  const gsize n = strlen (path), m = strlen (ending);
  return n > m && g_ascii_strcasecmp (path + n - m, ending) == 0;
}

static gboolean
window (P2pSink *sink, GError **error)
{
  const char *why;
  if (!p2p_display_usable (&why)) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_UNAVAILABLE, "%s, so no window; use --out FILE.webm",
        why);
    return FALSE;
  }
  sink->window = TRUE;
  sink->piece = g_strdup ("autovideosink name=sink");
  return TRUE;
}

/* Encoders want one frame rate all along, and live sources lose frames. Of a file every frame is
 * kept, at its time. */
#define STEADY "videorate ! video/x-raw,framerate=[1/1,120/1] ! "

static gboolean
files (P2pSink *sink, const char *path, guint format, gboolean live, GError **error)
{
  const char *encoder = formats[format].encoder (error);
  if (!encoder)
    return FALSE;
  sink->muxer = formats[format].muxer;
  sink->sound = formats[format].sound;
  if (sink->muxer) {
    sink->output = p2p_output_film (path);
    g_autofree char *quoted = p2p_launch_quote (p2p_output_temp (sink->output));
    sink->piece = g_strdup_printf ("%s%s ! %s name=mux ! filesink location=%s", live ? STEADY : "",
        encoder, sink->muxer, quoted);
  } else {
    sink->output = p2p_output_pictures (path, formats[format].ending);
    sink->piece = g_strdup_printf ("%s ! appsink name=files sync=false max-buffers=1", encoder);
  }
  return TRUE;
}

gboolean
p2p_sink_parse (P2pSink *sink, const char *text, gboolean live, GError **error)
{
  const gboolean folder = g_str_has_suffix (text, "/") || g_file_test (text, G_FILE_TEST_IS_DIR);
  *sink = (P2pSink){ 0 };
  if (g_str_equal (text, "window"))
    return window (sink, error);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (folder ? formats[i].encoder == png : has_ending (text, formats[i].ending))
      return files (sink, text, i, live, error);
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
      "--out cannot be \"%s\"; use window, a file ending in .webm, .mkv, .mp4, .png or .jpg "
      "(%%04d in its name: one picture per frame), or FOLDER/ for pictures",
      text);
  return FALSE;
}

void
p2p_sink_clear (P2pSink *sink)
{
  g_clear_pointer (&sink->piece, g_free);
  g_clear_pointer (&sink->output, p2p_output_free);
}
