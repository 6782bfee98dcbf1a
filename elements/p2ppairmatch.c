/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "p2ppairmatch.h"

#include "p2ppairmeta.h"

int
p2p_match_odd_file (GstBuffer *a, GstBuffer *b)
{
  P2pPair pa, pb;
  if (!p2p_pair_meta_get (a, &pa) || !p2p_pair_meta_get (b, &pb) || !pa.split || !pb.split
      || pa.seed != pb.seed || (pa.epoch == pb.epoch && pa.sample == pb.sample))
    return -1;
  return pa.epoch > pb.epoch || (pa.epoch == pb.epoch && pa.sample > pb.sample);
}

static char *
describe (const P2pPair *pair)
{
  if (pair->epoch == 0)
    return g_strdup ("a picture without pair meta");
  return g_strdup_printf ("%s (epoch %" G_GUINT64_FORMAT ", sample %" G_GUINT64_FORMAT ")",
      pair->name ? pair->name : "a picture", pair->epoch, pair->sample);
}

static gboolean
is_pair (const P2pPair *a, const P2pPair *b)
{
  return a->epoch == b->epoch && a->sample == b->sample && a->split == b->split
         && (a->split ? a->seed == b->seed : a->pair == b->pair);
}

gboolean
p2p_match_locate (GstBuffer *a, GstBuffer *b, const P2pPosition *next, P2pPosition *position,
    GError **error)
{
  P2pPair pa, pb;
  const gboolean has_a = p2p_pair_meta_get (a, &pa), has_b = p2p_pair_meta_get (b, &pb);
  if (!has_a && !has_b) {
    *position = (P2pPosition){ next->epoch, next->sample, 0 };
    return TRUE;
  }
  *position = (P2pPosition){ pa.epoch, pa.sample, pa.n_samples };
  if (pa.split && pb.split && pa.n_samples != pb.n_samples) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "the data set of sink_a has %" G_GUINT64_FORMAT
        " samples, that of sink_b %" G_GUINT64_FORMAT
        "; set all properties of both p2pdatasetsrc alike, but for side",
        pa.n_samples, pb.n_samples);
    return FALSE;
  }
  if (has_a == has_b && is_pair (&pa, &pb))
    return TRUE;
  g_autofree char *in_a = describe (&pa), *in_b = describe (&pb);
  if (pa.split && pb.split) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "the streams are out of step: sink_a has %s of seed %" G_GUINT64_FORMAT
        ", sink_b has %s of seed %" G_GUINT64_FORMAT
        "; give both sources the same properties, but for side: set seed alike",
        in_a, pa.seed, in_b, pb.seed);
    return FALSE;
  }
  g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
      "the streams are out of step: sink_a has %s, sink_b has %s; use one p2pdecode for both, "
      "and nothing behind it that drops pictures",
      in_a, in_b);
  return FALSE;
}
