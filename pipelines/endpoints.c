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
  "video/x-raw,width=320,height=240,framerate=30/1"

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

gboolean
p2p_source_parse (P2pSource *source, const char *text, GError **error)
{
  g_autofree char *quoted = p2p_launch_quote (text);
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
  if (strstr (text, "://")) {
    source->piece = g_strdup_printf ("uridecodebin uri=%s", quoted);
    return TRUE;
  }
  if (g_file_test (text, G_FILE_TEST_IS_REGULAR)) {
    source->still = g_regex_match_simple ("[.](jpe?g|png)$", text, G_REGEX_CASELESS, 0);
    source->piece = g_strdup_printf ("filesrc location=%s", quoted);
    return TRUE;
  }
  g_set_error (error, P2P_ERROR, P2P_ERROR_NO_INPUT,
      "no such source: %s; use a video or picture file, a URI, a camera (/dev/video0 or 0) or test",
      text);
  return FALSE;
}

void
p2p_source_clear (P2pSource *source)
{
  g_clear_pointer (&source->piece, g_free);
}

/* Encoders, the best first, each with what belongs to it. */
static const struct
{
  const char *element, *piece;
} h264[] = {
  { "x264enc", "x264enc speed-preset=veryfast ! h264parse" },
  { "openh264enc", "openh264enc bitrate=4000000 complexity=low ! h264parse" },
  { "avenc_mpeg4", "avenc_mpeg4 bitrate=4000000 ! mpeg4videoparse" },
};

/* Encoders want one frame rate all along; live ones lose frames. */
#define STEADY "videorate ! video/x-raw,framerate=[1/1,120/1] ! "
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

static char *
webm (const char *location, GError **error)
{
  return g_strdup_printf (STEADY VP8 " ! webmmux ! filesink location=%s", location);
}

static char *
mkv (const char *location, GError **error)
{
  return g_strdup_printf (STEADY VP8 " ! matroskamux ! filesink location=%s", location);
}

static char *
mp4 (const char *location, GError **error)
{
  const char *encoder = choose_h264 (error);
  return encoder ? g_strdup_printf (STEADY "%s ! mp4mux ! filesink location=%s", encoder, location)
                 : NULL;
}

static char *
png (const char *location, GError **error)
{
  return g_strdup_printf ("pngenc snapshot=true ! filesink location=%s", location);
}

static char *
pngs (const char *location, GError **error)
{
  return g_strdup_printf ("pngenc ! multifilesink location=%s", location);
}

static char *
jpeg (const char *location, GError **error)
{
  return g_strdup_printf ("jpegenc snapshot=true ! filesink location=%s", location);
}

static char *
jpegs (const char *location, GError **error)
{
  return g_strdup_printf ("jpegenc ! multifilesink location=%s", location);
}

/* LOCATION is quoted. `each`: a picture for every frame; NULL for films. */
static const struct
{
  const char *ending;
  char *(*piece) (const char *location, GError **error);
  char *(*each) (const char *location, GError **error);
} formats[] = { { ".webm", webm }, { ".mkv", mkv }, { ".mp4", mp4 }, { ".png", png, pngs },
  { ".jpg", jpeg, jpegs }, { ".jpeg", jpeg, jpegs } };

static gboolean
has_ending (const char *path, const char *ending)
{
  const gsize n = strlen (path), m = strlen (ending);
  return n > m && g_ascii_strcasecmp (path + n - m, ending) == 0;
}

static void
escape (GString *s)
{
  g_string_replace (s, "%", "%%", 0);
}

/* PATH with the one %d or %04d of its file's name as multifilesink wants it, every other percent
 * sign being a percent sign; NULL if there is none, or several: then it is a name like any other. */
static char *
pattern_of (const char *path)
{
  const char *slash = strrchr (path, '/'), *base = slash ? slash + 1 : path;
  g_autoptr (GRegex) number = g_regex_new ("%(?:0[1-9])?d", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  int start, end;
  if (!g_regex_match (number, base, 0, &match) || !g_match_info_fetch_pos (match, 0, &start, &end))
    return NULL;
  g_autofree char *found = g_match_info_fetch (match, 0);
  if (g_match_info_next (match, NULL))
    return NULL;
  g_autoptr (GString) before = g_string_new_len (path, base - path + start);
  g_autoptr (GString) after = g_string_new (base + end);
  escape (before);
  escape (after);
  return g_strconcat (before->str, found, after->str, NULL);
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

/* The folder must be there: GStreamer's own words for that are poor. */
static gboolean
check_folder (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  if (g_file_test (folder, G_FILE_TEST_IS_DIR) && access (folder, W_OK) == 0)
    return TRUE;
  g_set_error (error, P2P_ERROR,
      g_file_test (folder, G_FILE_TEST_IS_DIR) ? P2P_ERROR_PERMISSION : P2P_ERROR_CREATE,
      "%s cannot be written: the folder %s is not there or not yours; make it, or set --out", path,
      folder);
  return FALSE;
}

gboolean
p2p_sink_parse (P2pSink *sink, const char *text, GError **error)
{
  *sink = (P2pSink){ 0 };
  if (g_str_equal (text, "window"))
    return window (sink, error);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    if (!has_ending (text, formats[i].ending))
      continue;
    g_autofree char *pattern = formats[i].each ? pattern_of (text) : NULL;
    g_autofree char *quoted = p2p_launch_quote (pattern ? pattern : text);
    sink->still = formats[i].each && !pattern;
    if (check_folder (text, error))
      sink->piece = (pattern ? formats[i].each : formats[i].piece) (quoted, error);
    return sink->piece != NULL;
  }
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
      "--out cannot be \"%s\"; use window, or a file ending in .webm, .mkv, .mp4, .png or .jpg "
      "(%%04d in its name: one picture per frame)",
      text);
  return FALSE;
}

void
p2p_sink_clear (P2pSink *sink)
{
  g_clear_pointer (&sink->piece, g_free);
}
