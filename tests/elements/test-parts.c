/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claim: parts of p2pinfer that no pipeline shows alone. What a leaky queue loses is counted
 * exactly, in constant memory, however buffers are reused; the latency that is reported grows when
 * it must and hardly ever shrinks. */

#include <gst/check/gstharness.h>
#include <malloc.h>
#include "elements/p2pmeter.h"
#include "elements/p2pqueueloss.h"

static void
lost (gpointer data)
{
  g_atomic_int_inc ((int *) data);
}

static GstHarness *
queue_new (int *n)
{
  GstHarness *h =
      gst_harness_new_parse ("queue leaky=downstream max-size-buffers=1 max-size-bytes=0 "
                             "max-size-time=0 silent=true");
  g_autoptr (GstElement) queue = gst_harness_find_element (h, "queue");
  p2p_queue_loss_watch (queue, lost, n);
  gst_harness_set_src_caps_str (h, "video/x-raw,format=RGB,width=2,height=2,framerate=30/1");
  return h;
}

/* A pad that waits in its chain until told to go on: a slow element after the queue. */
typedef struct
{
  GMutex lock;
  GCond cond;
  gboolean closed;
  int came;
} Door;

static GstPadProbeReturn
pass_door (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  Door *door = data;
  g_mutex_lock (&door->lock);
  door->came++;
  g_cond_broadcast (&door->cond);
  while (door->closed)
    g_cond_wait (&door->cond, &door->lock);
  g_mutex_unlock (&door->lock);
  return GST_PAD_PROBE_OK;
}

static void
open_door (Door *door, gboolean open)
{
  g_mutex_lock (&door->lock);
  door->closed = !open;
  g_cond_broadcast (&door->cond);
  g_mutex_unlock (&door->lock);
}

static void
wait_door (Door *door, int came)
{
  g_mutex_lock (&door->lock);
  while (door->came < came)
    g_cond_wait (&door->cond, &door->lock);
  g_mutex_unlock (&door->lock);
}

static GstBufferPool *
pool_new (void)
{
  GstBufferPool *pool = gst_buffer_pool_new ();
  GstStructure *config = gst_buffer_pool_get_config (pool);
  gst_buffer_pool_config_set_params (config, NULL, 16, 0, 0);
  g_assert_true (gst_buffer_pool_set_config (pool, config));
  g_assert_true (gst_buffer_pool_set_active (pool, TRUE));
  return pool;
}

static void
push_from (GstHarness *h, GstBufferPool *pool, int n)
{
  for (int i = 0; i < n; i++) {
    GstBuffer *buffer = NULL;
    g_assert_cmpint (gst_buffer_pool_acquire_buffer (pool, &buffer, NULL), ==, GST_FLOW_OK);
    g_assert_cmpint (gst_harness_push (h, buffer), ==, GST_FLOW_OK);
  }
}

/* Buffers of a pool come at the same three addresses for ever. While the door is shut, one waits in
 * it and one in the queue; all others are lost, and known to be, but for the latest two. */
static void
test_loss (void)
{
  const int rounds = 3, n = 60000;
  int count = 0;
  Door door = { .closed = TRUE };
  GstHarness *h = queue_new (&count);
  GstBufferPool *pool = pool_new ();
  g_autoptr (GstPad) peer = gst_pad_get_peer (h->sinkpad);
  gst_pad_add_probe (peer, GST_PAD_PROBE_TYPE_BUFFER, pass_door, &door, NULL);
  push_from (h, pool, 1);
  wait_door (&door, 1);
  gsize before = 0;
  for (int round = 1; round <= rounds; round++) {
    push_from (h, pool, n);
    const int held = 1, all = round * n - held;
    g_assert_cmpint (g_atomic_int_get (&count), >=, all - 2);
    g_assert_cmpint (g_atomic_int_get (&count), <=, all);
    if (round == 1)
      before = mallinfo2 ().uordblks;
  }
  const gsize after = mallinfo2 ().uordblks;
  g_test_message ("%zu bytes, then %zu", before, after);
  g_assert_cmpuint (after, <, before + 20000);
  open_door (&door, TRUE);
  wait_door (&door, 2); /* the last one */
  g_assert_cmpint (g_atomic_int_get (&count), ==, rounds * n - 1);
  /* One that is pushed twice, by an element that holds it, is two. */
  GstBuffer *twice = gst_buffer_new_allocate (NULL, 16, NULL);
  for (int i = 0; i < 2; i++) {
    gst_harness_push (h, gst_buffer_ref (twice));
    wait_door (&door, 3 + i);
  }
  gst_buffer_unref (twice);
  g_assert_cmpint (g_atomic_int_get (&count), ==, rounds * n - 1);
  gst_harness_push_event (h, gst_event_new_eos ());
  gst_harness_teardown (h);
  gst_buffer_pool_set_active (pool, FALSE);
  gst_object_unref (pool);
}

static GstPadProbeReturn
block (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  g_atomic_int_inc ((int *) data);
  return GST_PAD_PROBE_OK;
}

/* What a flush takes away is not lost. */
static void
test_flush (void)
{
  int count = 0, blocked = 0;
  GstHarness *h = queue_new (&count);
  g_autoptr (GstPad) peer = gst_pad_get_peer (h->sinkpad);
  const gulong id = gst_pad_add_probe (peer, GST_PAD_PROBE_TYPE_BLOCK | GST_PAD_PROBE_TYPE_BUFFER,
      block, &blocked, NULL);
  gst_harness_push (h, gst_buffer_new_allocate (NULL, 16, NULL));
  while (!g_atomic_int_get (&blocked))
    g_usleep (1000);
  gst_harness_push (h, gst_buffer_new_allocate (NULL, 16, NULL)); /* waits in the queue */
  gst_harness_push_event (h, gst_event_new_flush_start ());
  gst_pad_remove_probe (peer, id);
  gst_harness_push_event (h, gst_event_new_flush_stop (TRUE));
  GstSegment segment;
  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_harness_push_event (h, gst_event_new_segment (&segment));
  gst_buffer_unref (gst_harness_push_and_pull (h, gst_buffer_new_allocate (NULL, 16, NULL)));
  g_assert_cmpint (g_atomic_int_get (&count), ==, 0);
  gst_harness_teardown (h);
}

/* SECONDS of 30 frames each, whose cost wanders between LOW and HIGH ms: how often the latency
 * changes. */
static int
changes (P2pMeter *meter, GstClockTime *now, int seconds, guint low, guint high)
{
  int n = 0;
  for (int i = 0; i < 30 * seconds; i++) {
    const guint ms = low + (guint) (i * 2654435761u >> 8) % (high - low + 1);
    *now += GST_SECOND / 30;
    p2p_meter_add (meter, ms * GST_MSECOND, *now);
    n += p2p_meter_update_latency (meter, GST_SECOND / 30);
  }
  return n;
}

static void
test_latency (void)
{
  P2pMeter meter = { 0 };
  GstClockTime now = GST_SECOND;
  /* It grows to what is needed in a few steps, and stays. */
  g_assert_cmpint (changes (&meter, &now, 15, 30, 50), <=, 3);
  g_assert_cmpuint (meter.latency, >=, 80 * GST_MSECOND);
  g_assert_cmpuint (meter.latency, <=, 120 * GST_MSECOND);
  g_assert_cmpint (changes (&meter, &now, 300, 30, 50), <=, 1);
  /* At once when more is needed. */
  g_assert_cmpint (changes (&meter, &now, 1, 100, 110), >=, 1);
  const GstClockTime high = meter.latency;
  g_assert_cmpuint (high, >=, 130 * GST_MSECOND);
  /* Half a minute passes before it shrinks, in one step. */
  g_assert_cmpint (changes (&meter, &now, 25, 10, 12), ==, 0);
  g_assert_cmpuint (meter.latency, ==, high);
  g_assert_cmpint (changes (&meter, &now, 60, 10, 12), ==, 1);
  g_assert_cmpuint (meter.latency, <, 60 * GST_MSECOND);
  g_assert_cmpuint (meter.latency, >=, 22 * GST_MSECOND);
  /* Another size: what was learned of costs goes, what is promised stays. */
  const GstClockTime promised = meter.latency;
  p2p_meter_forget_costs (&meter);
  g_assert_cmpuint (p2p_meter_last (&meter), ==, 0);
  g_assert_cmpuint (meter.latency, ==, promised);
}

static void
test_capacity (void)
{
  P2pMeter meter = { 0 };
  p2p_meter_add (&meter, 10 * GST_MSECOND, GST_SECOND);
  p2p_meter_update_latency (&meter, 40 * GST_MSECOND);
  g_assert_cmpuint (p2p_meter_capacity (&meter, 40 * GST_MSECOND, 2), ==,
      meter.latency + 80 * GST_MSECOND);
  g_assert_cmpuint (p2p_meter_capacity (&meter, 5 * GST_MSECOND, 2), ==,
      meter.latency + 20 * GST_MSECOND);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/parts/queue-loss", test_loss);
  g_test_add_func ("/parts/queue-flush", test_flush);
  g_test_add_func ("/parts/latency", test_latency);
  g_test_add_func ("/parts/capacity", test_capacity);
  const int status = g_test_run ();
  gst_deinit ();
  return status;
}
