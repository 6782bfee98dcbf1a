/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A folder with tiny models and clips for the tests of p2pinfer:
 *   facades.safetensors  other.safetensors   U-Nets for multiples of 64
 *   clip.mp4   H.264 and sound, 64x64, 30 frames in 1 s (made from videotestsrc, committed)
 *   clip.webm  VP8 and sound, 64x48, 30 frames in 1 s
 *   picture.jpg 64x48   picture.png 65x48   sound.ogg
 * For fixture_remove(). */

#include "core/model/model.h"
#include "dataset-fixtures.h"

static inline void
fixture_model (const char *folder, const char *name, guint64 seed)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, name, NULL);
  P2pDevice *device = p2p_device_open ("ref", 1, &error);
  g_assert_no_error (error);
  const P2pArch *arch = p2p_arch_find (P2P_ROLE_GENERATOR, "unet_64", &error);
  g_assert_no_error (error);
  const P2pNetOptions options = { 3, 3, 4, 3, P2P_NORM_BATCH, TRUE };
  P2pNet *net = p2p_net_new (device, arch, &options, FALSE, &error);
  g_assert_no_error (error);
  p2p_net_init (net, "normal", 0.2f, seed, 0, &error);
  g_assert_no_error (error);
  p2p_model_save (net, path, NULL, &error);
  g_assert_no_error (error);
  p2p_net_free (net);
  p2p_device_close (device);
}

/* Plays a pipeline to its end. */
static inline void
fixture_play (const char *description)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) pipeline = gst_parse_launch (description, &error);
  g_assert_no_error (error);
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  g_autoptr (GstMessage) message =
      gst_bus_timed_pop_filtered (bus, 30 * GST_SECOND, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  g_assert_nonnull (message);
  g_assert_cmpstr (GST_MESSAGE_TYPE_NAME (message), ==, "eos");
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

static inline void
fixture_clips (const char *folder)
{
#define RAW "video/x-raw,height=48,framerate=30/1,width="
  static const char *const pipelines[] = {
    "videotestsrc num-buffers=30 ! " RAW "64 ! vp8enc deadline=1 ! webmmux name=m ! filesink "
    "location=%s/clip.webm  audiotestsrc num-buffers=40 ! vorbisenc ! m.",
    "videotestsrc num-buffers=1 ! " RAW "64 ! jpegenc ! filesink location=%s/picture.jpg",
    "videotestsrc num-buffers=1 ! " RAW "65 ! pngenc ! filesink location=%s/picture.png",
    "audiotestsrc num-buffers=20 ! vorbisenc ! oggmux ! filesink location=%s/sound.ogg",
  };
  for (guint i = 0; i < G_N_ELEMENTS (pipelines); i++) {
    g_auto (GStrv) parts = g_strsplit (pipelines[i], "%s", 2);
    g_autofree char *description = g_strconcat (parts[0], folder, parts[1], NULL);
    fixture_play (description);
  }
}

static inline char *
fixtures_new (void)
{
  char *folder = fixture_folder ();
  g_autofree char *from = g_test_build_filename (G_TEST_DIST, "data", "clip.mp4", NULL);
  g_autofree char *to = g_build_filename (folder, "clip.mp4", NULL);
  g_autofree char *bytes = NULL;
  gsize size;
  g_assert_true (g_file_get_contents (from, &bytes, &size, NULL)
                 && g_file_set_contents (to, bytes, (gssize) size, NULL));
  fixture_model (folder, "facades.safetensors", 1);
  fixture_model (folder, "other.safetensors", 2);
  fixture_clips (folder);
  return folder;
}
