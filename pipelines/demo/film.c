/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "demo/film.h"

#include <gst/app/gstappsrc.h>
#include <string.h>
#include "console.h"
#include "endpoints.h"
#include "launch.h"
#include "runner.h"

#define RATE 30
#define PATIENCE 20    /* seconds; a slower machine gets a shorter film */
#define SHOWN_SIZE 384 /* side of a picture on the screen */

typedef struct
{
  P2pFilm *film;
  GstElement *infer;
  GstAppSrc *sources[2]; /* label, photo */
  gint64 start;
} Projector;

static GstFlowReturn
push (GstAppSrc *source, const P2pPicture *picture, guint k)
{
  const gsize row = 3 * (gsize) picture->width, stride = (row + 3) & ~(gsize) 3;
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, stride * (gsize) picture->height, NULL);
  for (int y = 0; y < picture->height; y++)
    gst_buffer_fill (buffer, (gsize) y * stride,
        picture->data + (gsize) y * (gsize) picture->stride, row);
  GST_BUFFER_PTS (buffer) = gst_util_uint64_scale_int (k, GST_SECOND, RATE);
  GST_BUFFER_DURATION (buffer) = GST_SECOND / RATE;
  return gst_app_src_push_buffer (source, buffer);
}

/* Paints ahead of the pipeline, until it takes no more. */
static gpointer
paint (gpointer data)
{
  Projector *p = data;
  const P2pDemoPairs *pairs = p->film->pairs;
  const guint n = (guint) (p->film->seconds * RATE);
  g_auto (P2pPicture) label = { 0 }, photo = { 0 };
  gboolean ok = p2p_picture_alloc (&label, P2P_FORMAT_RGB, pairs->size, pairs->size, 3, NULL)
                && p2p_picture_alloc (&photo, P2P_FORMAT_RGB, pairs->size, pairs->size, 3, NULL);
  for (guint k = 0; ok && k < n; k++) {
    p2p_demo_pairs_film (pairs, k, RATE, &label, &photo);
    ok = push (p->sources[0], &label, k) == GST_FLOW_OK
         && push (p->sources[1], &photo, k) == GST_FLOW_OK;
  }
  for (guint i = 0; i < G_N_ELEMENTS (p->sources); i++)
    gst_app_src_end_of_stream (p->sources[i]);
  return NULL;
}

static void
read_stats (Projector *p)
{
  P2pFilm *film = p->film;
  g_autoptr (GstStructure) stats = NULL;
  g_object_get (p->infer, "stats", &stats, NULL);
  if (stats)
    gst_structure_get (stats, "frames", G_TYPE_UINT64, &film->frames, "average-ms", G_TYPE_DOUBLE,
        &film->cost, NULL);
  film->fps =
      (double) film->frames / ((double) (g_get_monotonic_time () - p->start) / G_USEC_PER_SEC);
}

static gboolean
on_tick (gpointer user)
{
  Projector *p = user;
  read_stats (p);
  g_autofree char *line = g_strdup_printf ("film  %" G_GUINT64_FORMAT "/%.0f frames  %.0f fps",
      p->film->frames, p->film->seconds * RATE, p->film->fps);
  p2p_console_status (line);
  return g_get_monotonic_time () < p->start + PATIENCE * G_USEC_PER_SEC;
}

static P2pLaunchValues *
values_of (const P2pFilm *film, const P2pSink *sink)
{
  static const char *const names[] = { "label", "photo" };
  const int size = film->pairs->size, zoom = MAX (1, SHOWN_SIZE / size);
  P2pLaunchValues *values = p2p_launch_values_new ();
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    p2p_launch_piece (values, names[i],
        "appsrc name=%s format=time block=true max-bytes=%d "
        "caps=video/x-raw,format=RGB,width=%d,height=%d,framerate=%d/1",
        names[i], 4 * 3 * size * size, size, size, RATE);
  p2p_launch_value (values, "model", "%s", film->model);
  p2p_launch_value (values, "backend", "%s", film->backend);
  p2p_launch_piece (values, "threads", "%d", film->threads);
  p2p_launch_piece (values, "x", "%d", 2 * size);
  p2p_launch_piece (values, "whole", "%d", 3 * size);
  p2p_launch_piece (values, "size", "%d", size);
  p2p_launch_piece (values, "width", "%d", 3 * size * zoom);
  p2p_launch_piece (values, "height", "%d", size * zoom);
  p2p_launch_piece (values, "sink", "%s", sink->piece);
  p2p_launch_piece (values, "window", "%s",
      film->window ? "v. ! queue ! videoconvert ! autovideosink" : "");
  return values;
}

gboolean
p2p_film (P2pFilm *film, GError **error)
{
  Projector p = { .film = film };
  const P2pRunnerHooks hooks = { .tick = on_tick, .user = &p, .stop_by_eos = TRUE };
  g_auto (P2pSink) sink = { 0 };
  if (!p2p_sink_parse (&sink, film->out, FALSE, error))
    return FALSE;
  g_autoptr (P2pLaunchValues) values = values_of (film, &sink);
  g_autoptr (GstElement) pipeline = p2p_launch ("film", values, error);
  if (!pipeline || !p2p_output_open (sink.output, error))
    return FALSE;
  p.infer = gst_bin_get_by_name (GST_BIN (pipeline), "infer");
  p.sources[0] = GST_APP_SRC (gst_bin_get_by_name (GST_BIN (pipeline), "label"));
  p.sources[1] = GST_APP_SRC (gst_bin_get_by_name (GST_BIN (pipeline), "photo"));
  p.start = g_get_monotonic_time ();
  GThread *painter = g_thread_new ("painter", paint, &p);
  const gboolean ok = p2p_runner_run (pipeline, &hooks, error);
  g_thread_join (painter);
  read_stats (&p);
  const gboolean whole = ok && (film->frames == 0 || p2p_output_finish (sink.output, error));
  gst_object_unref (p.sources[0]);
  gst_object_unref (p.sources[1]);
  gst_object_unref (p.infer);
  return whole;
}
