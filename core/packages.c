/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "packages.h"

#include <glib.h>

#define MAX_WORDS 24

typedef struct
{
  const char *package;
  const char *words[MAX_WORDS];
} Row;

static const Row elements[] = {
  { "libgstreamer1.0-0", { "queue", "tee", "filesrc", "filesink", "fakesink", "capsfilter",
                             "typefind", "multiqueue" } },
  { "gstreamer1.0-plugins-base",
      { "videoconvert", "videoscale", "videoconvertscale", "videorate", "decodebin", "uridecodebin",
          "videotestsrc", "compositor", "appsink", "appsrc", "decodebin3", "parsebin",
          "urisourcebin", "audioconvert", "audioresample", "opusenc", "vorbisenc" } },
  { "gstreamer1.0-plugins-good",
      { "autovideosink", "vp8enc", "webmmux", "matroskamux", "mp4mux", "pngenc", "pngdec",
          "jpegenc", "jpegdec", "multifilesink", "v4l2src", "v4l2sink", "imagefreeze", "videobox",
          "videoflip", "deinterlace" } },
  { "gstreamer1.0-plugins-bad",
      { "openh264enc", "h264parse", "mpeg4videoparse", "voaacenc", "opusparse" } },
  { "gstreamer1.0-plugins-ugly", { "x264enc" } },
  { "gstreamer1.0-libav", { "avenc_mpeg4", "avdec_h264", "avenc_aac" } },
};

static const Row media[] = {
  { "gstreamer1.0-plugins-base", { "application/ogg", "audio/ogg", "video/ogg", "video/x-theora",
                                     "audio/x-vorbis", "audio/x-opus" } },
  { "gstreamer1.0-plugins-good",
      { "video/quicktime", "audio/x-m4a", "video/x-matroska", "video/webm", "audio/x-matroska",
          "audio/webm", "video/x-msvideo", "video/x-flv", "video/x-dv", "video/x-vp8",
          "video/x-vp9", "image/jpeg", "image/png", "audio/x-flac", "audio/x-wav", "audio/x-speex",
          "http", "https", "rtsp", "rtspu", "rtspt", "application/x-rtp",
          "multipart/x-mixed-replace", "application/x-apetag" } },
  { "gstreamer1.0-plugins-bad",
      { "video/mpegts", "application/x-hls", "application/dash+xml", "application/mxf",
          "video/x-ivf", "video/x-av1", "image/x-jpc", "image/webp", "image/svg+xml", "video/x-nuv",
          "rtmp", "rtmps", "srt", "video/x-vmnc" } },
  { "gstreamer1.0-plugins-ugly",
      { "video/x-ms-asf", "application/vnd.rn-realmedia", "application/x-pn-realaudio",
          "audio/x-lpcm", "audio/x-private1-lpcm", "audio/AMR", "audio/AMR-WB" } },
};

static const char *
package_of (const Row *rows, guint n, const char *word, const char *otherwise)
{
  for (guint i = 0; i < n; i++)
    for (guint k = 0; k < MAX_WORDS && rows[i].words[k]; k++)
      if (g_str_equal (rows[i].words[k], word))
        return rows[i].package;
  return otherwise;
}

const char *
p2p_package_of_element (const char *element)
{
  return package_of (elements, G_N_ELEMENTS (elements), element, "gstreamer1.0-plugins-bad");
}

/* Most decoders there are, and some containers, come with FFmpeg's libraries. */
const char *
p2p_package_of_media (const char *type)
{
  return package_of (media, G_N_ELEMENTS (media), type, "gstreamer1.0-libav");
}

char *
p2p_package_advice (const char *name, const char *type)
{
  return g_strdup_printf ("%s (%s) is not installed; try: sudo apt-get install %s",
      name ? name : "what reads it", type ? type : "of an unknown kind",
      p2p_package_of_media (type ? type : ""));
}
