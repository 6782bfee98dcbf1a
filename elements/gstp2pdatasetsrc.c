/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * SECTION:element-p2pdatasetsrc
 *
 * Gives the files of a data set, one encoded picture per buffer, in an order that
 * follows from the seed alone.
 *
 * |[
 * gst-launch-1.0 p2pdatasetsrc dataroot=datasets/facades epochs=1 ! p2pdecode name=d d.src_a ! queue ! fakesink d.src_b ! queue ! fakesink
 * ]|
 *
 * Where the files lie follows from dataset-mode (core/data/dataset.h). Of sets in two
 * folders (unaligned, paired) a pipeline has two of these elements, side=A and side=B:
 *
 * |[
 * gst-launch-1.0 p2pdatasetsrc dataroot=datasets/horse2zebra dataset-mode=unaligned side=A ! p2pdecode layout=whole name=d p2pdatasetsrc dataroot=datasets/horse2zebra dataset-mode=unaligned side=B ! p2pdecode layout=whole name=e p2paligncrop name=c d.src_a ! c.sink_a e.src_b ! c.sink_b c.src_a ! t.sink_a c.src_b ! t.sink_b p2ptrain name=t
 * ]|
 *
 * Every buffer carries a P2pPairMeta: epoch (from 1), sample (place in the epoch's
 * order), their number, the seed, and the file's path. A trainer downstream says
 * by the query p2p-start where to begin, with which seed, and which epoch is the
 * last, so that two sources are always at the same sample. Behind the last sample comes
 * the serialized event p2p-end-of-data, then EOS.
 *
 * Files that cannot be read are skipped with a warning; too many of them are an error.
 */

#include "gstp2pdatasetsrc.h"

#include <string.h>
#include "p2pmediatype.h"
#include "p2ppairmeta.h"
#include "p2pprops.h"
#include "p2pquery.h"
#include "p2ptally.h"

GST_DEBUG_CATEGORY_STATIC (p2p_dataset_src_debug);
#define GST_CAT_DEFAULT p2p_dataset_src_debug

struct _GstP2pDatasetSrc
{
  GstPushSrc parent;

  /* Properties, under the object lock. */
  char *dataroot, *dataroot_b, *phase, *dataset_mode, *side;
  int epochs;
  gint64 seed, max_dataset_size;
  gboolean serial_batches;

  /* Set by the query p2p-start in READY, under the object lock; epoch 0: not asked. */
  P2pStart start;
  /* Made by start(); streaming thread. */
  P2pDataset *dataset;
  guint32 n;
  int which; /* side: 0 (A, or both) or 1 (B) */
  gboolean alone;
  guint64 epoch, sample, seed_used, last_epoch, pair;
  const char *media_type; /* of the current caps */
  P2pTally tally;
};

G_DEFINE_TYPE_WITH_CODE (GstP2pDatasetSrc, gst_p2p_dataset_src, GST_TYPE_PUSH_SRC,
    GST_DEBUG_CATEGORY_INIT (p2p_dataset_src_debug, "p2pdatasetsrc", 0, "pix2pix data set source"))
GST_ELEMENT_REGISTER_DEFINE (p2pdatasetsrc, "p2pdatasetsrc", GST_RANK_NONE,
    GST_TYPE_P2P_DATASET_SRC)

static GstStaticPadTemplate src_template = GST_STATIC_PAD_TEMPLATE ("src", GST_PAD_SRC,
    GST_PAD_ALWAYS, GST_STATIC_CAPS (P2P_PICTURE_CAPS));

/* 0: A or both, 1: B, -1 and an error: neither. */
static int
parse_side (const char *side, GError **error)
{
  static const char *const names[] = { "both", "A", "B" };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (side, names[i]))
      return i == 2;
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE, "side cannot be \"%s\"; use one of: both, A, B",
      side);
  return -1;
}

/* Lists what the properties name. */
static P2pDataset *
open_dataset (GstP2pDatasetSrc *self, int *which, GError **error)
{
  GST_OBJECT_LOCK (self);
  g_autofree char *root = g_strdup (self->dataroot);
  g_autofree char *root_b = g_strdup (self->dataroot_b);
  g_autofree char *phase = g_strdup (self->phase);
  g_autofree char *mode = g_strdup (self->dataset_mode);
  g_autofree char *side = g_strdup (self->side);
  const P2pDatasetSpec spec = { root, root_b, phase, mode,
    (guint) MIN (self->max_dataset_size, G_MAXINT32), self->serial_batches };
  GST_OBJECT_UNLOCK (self);
  *which = parse_side (side, error);
  g_autoptr (P2pDataset) dataset = *which < 0 ? NULL : p2p_dataset_open (&spec, error);
  if (!dataset || !p2p_dataset_is_split (dataset) || !g_str_equal (side, "both"))
    return g_steal_pointer (&dataset);
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
      "a sample of dataset-mode %s is two files; use two p2pdatasetsrc, one with side=A and one "
      "with side=B",
      mode);
  return NULL;
}

static GstBuffer *
read_picture (const char *path, GError **error)
{
  gsize size = 0;
  guint8 *bytes = p2p_picture_read (path, &size, error);
  return bytes ? gst_buffer_new_wrapped (bytes, size) : NULL;
}

/* The trainer's query, asked while this element is still in READY; twice where both of its pads
 * lead here. */
static gboolean
answer_start (GstP2pDatasetSrc *self, GstQuery *query)
{
  P2pStart start;
  if (!p2p_query_parse_start (query, &start) || start.epoch == 0)
    return FALSE;
  GST_OBJECT_LOCK (self);
  const gboolean early = GST_STATE (self) < GST_STATE_PAUSED;
  if (early)
    self->start = start;
  GST_OBJECT_UNLOCK (self);
  return early;
}

/* In READY too. What is wrong with the set is said by start(). */
static void
answer_options (GstP2pDatasetSrc *self, GstQuery *query)
{
  int which;
  g_autoptr (P2pDataset) dataset = open_dataset (self, &which, NULL);
  p2p_query_add_options (query, GST_ELEMENT (self));
  if (dataset)
    p2p_query_add_data_set (query, dataset);
}

static gboolean
gst_p2p_dataset_src_query (GstBaseSrc *base, GstQuery *query)
{
  GstP2pDatasetSrc *self = GST_P2P_DATASET_SRC (base);
  if (p2p_query_is (query, "p2p-start"))
    return answer_start (self, query);
  if (p2p_query_is (query, "p2p-options")) {
    answer_options (self, query);
    return TRUE;
  }
  return GST_BASE_SRC_CLASS (gst_p2p_dataset_src_parent_class)->query (base, query);
}

/* More files without a partner than there may be bad ones: these are rather no pairs. Where the
 * set is cut to a wanted size, there are pairs enough. */
static gboolean
too_many_unmatched (GstP2pDatasetSrc *self, guint n, guint *of)
{
  *of = n + 2 * self->n;
  GST_OBJECT_LOCK (self);
  const gboolean is_cut = (gint64) self->n == self->max_dataset_size;
  GST_OBJECT_UNLOCK (self);
  return !is_cut && (double) n > P2P_LIMIT_BAD_SHARE * (double) *of;
}

/* Once, and by one source of the two. FALSE with an error: too many. */
static gboolean
check_unmatched (GstP2pDatasetSrc *self, GError **error)
{
  guint of;
  const char *const *files = p2p_dataset_unmatched (self->dataset);
  const guint n = g_strv_length ((char **) files);
  if (n == 0 || self->which == 1)
    return TRUE;
  g_autoptr (GString) names = g_string_new (NULL);
  for (guint i = 0; i < MIN (n, 5); i++)
    g_string_append_printf (names, "%s%s", i ? ", " : "", files[i]);
  if (n > 5)
    g_string_append_printf (names, " and %u more", n - 5);
  if (too_many_unmatched (self, n, &of)) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "%u of %u files have no partner of the same name in the other folder, more than %g %%: %s; "
        "rename them so that the names of partners are equal, remove them, or use --model "
        "%s (dataset-mode=%s), which needs no partners",
        n, of, 100 * P2P_LIMIT_BAD_SHARE, names->str,
        p2p_recipe_for (p2p_mode_unaligned.name)->name, p2p_mode_unaligned.name);
    return FALSE;
  }
  p2p_element_warning (GST_ELEMENT (self),
      g_error_new (P2P_ERROR, P2P_ERROR_DATA,
          "%u files have no partner of the same name in the other folder and are left out: %s; add "
          "the partners or remove them",
          n, names->str));
  return TRUE;
}

static gboolean
gst_p2p_dataset_src_start (GstBaseSrc *base)
{
  GstP2pDatasetSrc *self = GST_P2P_DATASET_SRC (base);
  g_autoptr (GError) error = NULL;
  GST_OBJECT_LOCK (self);
  const P2pDatasetMode *mode = p2p_dataset_mode_find (self->dataset_mode, NULL);
  self->alone = mode && mode->sides == P2P_SIDES_SAME;
  GST_OBJECT_UNLOCK (self);
  self->dataset = open_dataset (self, &self->which, &error);
  if (!self->dataset) {
    p2p_element_error (GST_ELEMENT (self), g_steal_pointer (&error));
    return FALSE;
  }
  GST_OBJECT_LOCK (self);
  const gboolean asked = self->start.epoch > 0;
  self->epoch = asked ? self->start.epoch : 1;
  self->sample = asked ? self->start.sample : 0;
  self->seed_used = asked ? self->start.seed : (guint64) self->seed;
  self->last_epoch =
      asked && self->start.last_epoch ? self->start.last_epoch : (guint64) self->epochs;
  GST_OBJECT_UNLOCK (self);
  self->n = p2p_dataset_length (self->dataset);
  self->alone |= !p2p_dataset_is_paired (self->dataset);
  self->pair = 0;
  self->media_type = NULL;
  self->tally = (P2pTally){ 0 };
  if (!check_unmatched (self, &error)) {
    g_clear_pointer (&self->dataset, p2p_dataset_free);
    p2p_element_error (GST_ELEMENT (self), g_steal_pointer (&error));
    return FALSE;
  }
  GST_INFO_OBJECT (self, "%u samples, from epoch %" G_GUINT64_FORMAT " sample %" G_GUINT64_FORMAT,
      self->n, self->epoch, self->sample);
  return TRUE;
}

/* Caps follow the first bytes of the file, in create(). */
static gboolean
gst_p2p_dataset_src_negotiate (GstBaseSrc *base)
{
  return TRUE;
}

static gboolean
gst_p2p_dataset_src_is_seekable (GstBaseSrc *base)
{
  return FALSE;
}

/* What is of no known type is passed on as what came before: p2pdecode names the file. */
static void
follow_media_type (GstP2pDatasetSrc *self, GstBuffer *buffer)
{
  const char *type = p2p_media_type_of_picture (buffer);
  if (!type)
    type = self->media_type ? self->media_type : "image/jpeg";
  if (self->media_type && g_str_equal (type, self->media_type))
    return;
  g_autoptr (GstCaps) caps = gst_caps_new_empty_simple (type);
  gst_base_src_set_caps (GST_BASE_SRC (self), caps);
  self->media_type = type;
}

/* The path of the sample to give now; NULL after the last epoch. */
static const char *
current (GstP2pDatasetSrc *self)
{
  if (self->sample >= self->n) {
    self->epoch++;
    self->sample = 0;
  }
  if (self->last_epoch && self->epoch > self->last_epoch)
    return NULL;
  return p2p_dataset_path (self->dataset, self->which, self->seed_used, self->epoch,
      (guint32) self->sample);
}

/* Halves of one file are cut alike, and so are the two files of a pair; the reference treats a
 * picture to be colorized as one that stands alone. */
static P2pPair
pair_of (GstP2pDatasetSrc *self, const char *path)
{
  return (P2pPair){ .pair = self->pair,
    .epoch = self->epoch,
    .sample = self->sample,
    .n_samples = self->n,
    .seed = self->seed_used,
    .side = self->alone ? 1 + self->which : 0,
    .split = p2p_dataset_is_split (self->dataset),
    .name = path };
}

static GstFlowReturn
gst_p2p_dataset_src_create (GstPushSrc *push, GstBuffer **out)
{
  GstP2pDatasetSrc *self = GST_P2P_DATASET_SRC (push);
  const char *path;
  while ((path = current (self))) {
    g_autoptr (GError) error = NULL;
    const P2pPair pair = pair_of (self, path);
    GstBuffer *buffer = read_picture (path, &error);
    p2p_tally_add (&self->tally, self->epoch, self->n, !buffer);
    self->sample++;
    if (buffer) {
      self->pair++;
      p2p_pair_meta_add (buffer, &pair);
      follow_media_type (self, buffer);
      *out = buffer;
      return GST_FLOW_OK;
    }
    p2p_element_warning (GST_ELEMENT (self), g_steal_pointer (&error));
    if (!p2p_tally_check (&self->tally, FALSE, &error)) {
      p2p_element_error (GST_ELEMENT (self), g_steal_pointer (&error));
      return GST_FLOW_ERROR;
    }
  }
  gst_pad_push_event (GST_BASE_SRC_PAD (self), gst_event_new_custom (GST_EVENT_CUSTOM_DOWNSTREAM,
                                                   gst_structure_new_empty (P2P_END_OF_DATA)));
  return GST_FLOW_EOS;
}

static gboolean
gst_p2p_dataset_src_stop (GstBaseSrc *base)
{
  GstP2pDatasetSrc *self = GST_P2P_DATASET_SRC (base);
  g_clear_pointer (&self->dataset, p2p_dataset_free);
  GST_OBJECT_LOCK (self);
  self->start = (P2pStart){ 0 };
  GST_OBJECT_UNLOCK (self);
  return TRUE;
}

#define AT(field) G_STRUCT_OFFSET (GstP2pDatasetSrc, field)

static const P2pProp props[] = {
  { "dataroot", "Folder of the data set", P2P_PROP_PATH, AT (dataroot), 0, 0, "",
      GST_PARAM_MUTABLE_READY },
  { "dataroot-b",
      "Folder of the pictures B; dataroot then is that of A (unaligned, paired). Usually both lie "
      "below dataroot",
      P2P_PROP_PATH, AT (dataroot_b), 0, 0, "", GST_PARAM_MUTABLE_READY },
  { "phase", "Sub-folder of dataroot, or beginning of its name", P2P_PROP_STRING, AT (phase), 0, 0,
      "train", GST_PARAM_MUTABLE_READY },
  { "dataset-mode",
      "aligned (A and B side by side in one picture), unaligned (two folders), paired (two "
      "folders, "
      "equal names), single or colorization (one picture is both)",
      P2P_PROP_STRING, AT (dataset_mode), 0, 0, "aligned", GST_PARAM_MUTABLE_READY },
  { "side", "Which files this element gives: A or B of sets in two folders, both of others",
      P2P_PROP_STRING, AT (side), 0, 0, "both", GST_PARAM_MUTABLE_READY },
  { "epochs",
      "Number of the last epoch, counted from 1; 0: no end. A trainer downstream overrides it",
      P2P_PROP_INT, AT (epochs), 0, G_MAXINT, "0", GST_PARAM_MUTABLE_READY },
  { "seed", "The order follows from it. A trainer downstream overrides it", P2P_PROP_INT64,
      AT (seed), 0, 9e15, "0", GST_PARAM_MUTABLE_READY },
  { "serial-batches", "Do not shuffle", P2P_PROP_BOOLEAN, AT (serial_batches), 0, 0, "0",
      GST_PARAM_MUTABLE_READY },
  { "max-dataset-size", "Use the first so many files of a folder; 0: all", P2P_PROP_INT64,
      AT (max_dataset_size), 0, 9e15, "0", GST_PARAM_MUTABLE_READY },
};

static void
gst_p2p_dataset_src_finalize (GObject *object)
{
  p2p_props_clear (object);
  G_OBJECT_CLASS (gst_p2p_dataset_src_parent_class)->finalize (object);
}

static void
gst_p2p_dataset_src_init (GstP2pDatasetSrc *self)
{
  gst_base_src_set_format (GST_BASE_SRC (self), GST_FORMAT_TIME);
}

static void
gst_p2p_dataset_src_class_init (GstP2pDatasetSrcClass *klass)
{
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstBaseSrcClass *base_class = GST_BASE_SRC_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = gst_p2p_dataset_src_finalize;
  p2p_props_install (G_OBJECT_CLASS (klass), props, G_N_ELEMENTS (props));
  gst_element_class_set_static_metadata (element_class, "pix2pix data set source", "Source/Image",
      "Gives the files of a data set in a seeded order", "The gst-pix2pix authors");
  gst_element_class_add_static_pad_template (element_class, &src_template);
  base_class->query = gst_p2p_dataset_src_query;
  base_class->start = gst_p2p_dataset_src_start;
  base_class->negotiate = gst_p2p_dataset_src_negotiate;
  base_class->is_seekable = gst_p2p_dataset_src_is_seekable;
  base_class->stop = gst_p2p_dataset_src_stop;
  GST_PUSH_SRC_CLASS (klass)->create = gst_p2p_dataset_src_create;
}
