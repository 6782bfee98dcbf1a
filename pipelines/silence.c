/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "silence.h"

#include <string.h>
#include "console.h"
#include "core/p2p.h"

#define LIVE_SECONDS 5

struct _P2pSilence
{
  GstElement *pipeline;
  const char *name;
  gboolean live, paced, said;
  guint seconds;   /* 0: who cares */
  GstPad *pads[2]; /* of what translates: in, out */
  gulong probes[2];
  GMutex lock; /* of what follows */
  gint64 latest;
  guint64 frames;
};

static GstPadProbeReturn
on_data (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  P2pSilence *silence = data;
  g_mutex_lock (&silence->lock);
  silence->latest = g_get_monotonic_time ();
  if (GST_PAD_PROBE_INFO_TYPE (info) & GST_PAD_PROBE_TYPE_BUFFER && pad == silence->pads[0])
    silence->frames++;
  g_mutex_unlock (&silence->lock);
  return GST_PAD_PROBE_OK;
}

P2pSilence *
p2p_silence_new (GstElement *pipeline, const char *name)
{
  static const char *const names[] = { "sink", "src" };
  P2pSilence *silence = g_new0 (P2pSilence, 1);
  g_autoptr (GstElement) infer = gst_bin_get_by_name (GST_BIN (pipeline), "infer");
  g_autoptr (GstElement) core = gst_bin_get_by_name (GST_BIN (infer), "core");
  g_mutex_init (&silence->lock);
  silence->pipeline = pipeline;
  silence->name = name;
  silence->latest = g_get_monotonic_time ();
  for (guint i = 0; core && i < G_N_ELEMENTS (names); i++) {
    silence->pads[i] = gst_element_get_static_pad (core, names[i]);
    silence->probes[i] = gst_pad_add_probe (silence->pads[i],
        GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_data, silence, NULL);
  }
  return silence;
}

void
p2p_silence_may_last (P2pSilence *silence)
{
  silence->live = TRUE;
  silence->seconds = LIVE_SECONDS;
}

void
p2p_silence_must_end (P2pSilence *silence, guint seconds, gboolean paced)
{
  silence->seconds = seconds;
  silence->paced = paced;
}

void
p2p_silence_free (P2pSilence *silence)
{
  if (!silence)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (silence->pads) && silence->pads[i]; i++) {
    gst_pad_remove_probe (silence->pads[i], silence->probes[i]);
    gst_object_unref (silence->pads[i]);
  }
  g_mutex_clear (&silence->lock);
  g_free (silence);
}

/* Whether a thread is in what stands behind PAD. */
static gboolean
is_busy (GstPad *pad)
{
  const gboolean busy = !GST_PAD_STREAM_TRYLOCK (pad);
  if (!busy)
    GST_PAD_STREAM_UNLOCK (pad);
  return busy;
}

/* The demuxers and decoders in use, by name: "matroskademux, vp8dec". Free with g_free(). */
static char *
name_readers (GstElement *pipeline)
{
  g_autoptr (GString) names = g_string_new (NULL);
  GstIterator *all = gst_bin_iterate_recurse (GST_BIN (pipeline));
  GValue item = G_VALUE_INIT;
  while (gst_iterator_next (all, &item) == GST_ITERATOR_OK) {
    GstElement *element = g_value_get_object (&item);
    GstElementFactory *factory = gst_element_get_factory (element);
    const char *klass = gst_element_get_metadata (element, GST_ELEMENT_METADATA_KLASS);
    if (factory && klass && !GST_IS_BIN (element)
        && (strstr (klass, "Demux") || strstr (klass, "Decoder")))
      g_string_append_printf (names, "%s%s", names->len ? ", " : "", GST_OBJECT_NAME (factory));
    g_value_unset (&item);
  }
  gst_iterator_free (all);
  return g_string_free (g_steal_pointer (&names), FALSE);
}

static void
set_error (const P2pSilence *silence, guint64 frames, gboolean blocked, GError **error)
{
  g_autofree char *readers = name_readers (silence->pipeline);
  g_autofree char *before = frames
                                ? g_strdup_printf ("after %" G_GUINT64_FORMAT " pictures", frames)
                                : g_strdup ("not even a first picture");
  g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
      "nothing for %u seconds, %s, and no end: waited for %s%s%s; convert it with another program, "
      "or "
      "set a longer --timeout",
      silence->seconds, before,
      blocked    ? "the result to be written"
      : *readers ? "the decoder ("
                 : "what reads it",
      blocked ? "" : readers, blocked || !*readers ? "" : ")");
}

gboolean
p2p_silence_check (P2pSilence *silence, GError **error)
{
  g_mutex_lock (&silence->lock);
  const gint64 for_long = g_get_monotonic_time () - silence->latest;
  const guint64 frames = silence->frames;
  g_mutex_unlock (&silence->lock);
  if (!silence->pads[0] || !silence->seconds || for_long <= silence->seconds * G_USEC_PER_SEC) {
    silence->said = FALSE;
    return TRUE;
  }
  g_autoptr (GstPad) behind = gst_pad_get_peer (silence->pads[1]);
  const gboolean blocked = behind && is_busy (behind);
  /* One picture may take longer. */
  if (blocked ? silence->paced : is_busy (silence->pads[0]))
    return TRUE;
  if (!silence->live) {
    set_error (silence, frames, blocked, error);
    return FALSE;
  }
  if (!silence->said)
    p2p_console_say ("nothing from %s for %u seconds; waiting, Ctrl-C ends", silence->name,
        silence->seconds);
  silence->said = TRUE;
  return TRUE;
}
