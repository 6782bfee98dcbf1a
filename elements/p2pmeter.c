/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2pmeter.h"

#include <stdlib.h>
#include <string.h>

void
p2p_meter_reset (P2pMeter *m)
{
  *m = (P2pMeter){ 0 };
}

void
p2p_meter_forget_costs (P2pMeter *m)
{
  *m = (P2pMeter){ .latency = m->latency, .since = m->since };
}

void
p2p_meter_add (P2pMeter *m, GstClockTime cost, GstClockTime end)
{
  m->costs[m->n % P2P_METER_SIZE] = cost;
  m->ends[m->n % P2P_METER_SIZE] = end;
  m->n++;
}

static guint
size (const P2pMeter *m)
{
  return (guint) MIN (m->n, P2P_METER_SIZE);
}

GstClockTime
p2p_meter_last (const P2pMeter *m)
{
  return m->n ? m->costs[(m->n - 1) % P2P_METER_SIZE] : 0;
}

GstClockTime
p2p_meter_mean (const P2pMeter *m)
{
  GstClockTime sum = 0;
  for (guint i = 0; i < size (m); i++)
    sum += m->costs[i];
  return m->n ? sum / size (m) : 0;
}

static int
compare (const void *a, const void *b)
{
  const GstClockTime x = *(const GstClockTime *) a, y = *(const GstClockTime *) b;
  return (x > y) - (x < y);
}

GstClockTime
p2p_meter_percentile (const P2pMeter *m, guint percent)
{
  GstClockTime sorted[P2P_METER_SIZE];
  if (m->n == 0)
    return 0;
  memcpy (sorted, m->costs, sizeof sorted);
  qsort (sorted, size (m), sizeof *sorted, compare);
  return sorted[(size (m) - 1) * percent / 100];
}

double
p2p_meter_rate (const P2pMeter *m)
{
  const guint n = size (m);
  if (n < 2)
    return 0;
  const GstClockTime time =
      m->ends[(m->n - 1) % P2P_METER_SIZE] - m->ends[(m->n - n) % P2P_METER_SIZE];
  return time ? (n - 1) * (double) GST_SECOND / (double) time : 0;
}

/* Coarse steps, each a quarter above the one before: what wanders a little stays where it is. */
static GstClockTime
step_above (GstClockTime wanted)
{
  GstClockTime step = 4 * GST_MSECOND;
  while (step < wanted)
    step += step / 4;
  return step;
}

gboolean
p2p_meter_update_latency (P2pMeter *m, GstClockTime interval)
{
  const GstClockTime cost = p2p_meter_percentile (m, 95), before = m->latency;
  const GstClockTime now = m->n ? m->ends[(m->n - 1) % P2P_METER_SIZE] : 0;
  const GstClockTime wanted = cost + (interval ? MIN (cost, interval) : cost / 2);
  m->most = MAX (m->most, wanted);
  if (wanted > m->latency)
    m->latency = step_above (wanted + wanted / 10);
  if (m->latency == before && now < m->since + P2P_METER_PATIENCE)
    return FALSE;
  if (m->latency == before && step_above (m->most + m->most / 10) < before / 4 * 3)
    m->latency = step_above (m->most + m->most / 10);
  m->since = now;
  m->most = wanted;
  return m->latency != before;
}

GstClockTime
p2p_meter_capacity (const P2pMeter *m, GstClockTime interval, guint waiting)
{
  return m->latency + waiting * MAX (interval, p2p_meter_mean (m));
}
