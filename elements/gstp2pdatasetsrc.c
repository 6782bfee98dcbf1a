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
 * Every buffer carries a P2pPairMeta: epoch (from 1), sample (place in the epoch's
 * order), their number, the seed, and the file's path. A trainer downstream says
 * by the query p2p-start where to begin, with which seed, and which epoch is the
 * last. Files that cannot be read are skipped with a warning; too many of them are
 * an error.
 */

#include "gstp2pdatasetsrc.h"

#include <string.h>
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
  char *dataroot, *phase, *dataset_mode;
  int epochs;
  gint64 seed, max_dataset_size;
  gboolean serial_batches;

  /* Set by the query p2p-start in READY, under the object lock; epoch 0: not asked. */
  P2pStart start;
  GPtrArray *listed; /* then: what start() need not list again */
  /* Made by start(); streaming thread. */
  GPtrArray *files;
  guint32 *order; /* of `epoch`; NULL: to be drawn */
  guint64 epoch, sample, seed_used, last_epoch, pair;
  gboolean serial;
  const char *kind; /* media type of the current caps */
  P2pTally tally;
};

G_DEFINE_TYPE_WITH_CODE (GstP2pDatasetSrc, gst_p2p_dataset_src, GST_TYPE_PUSH_SRC,
    GST_DEBUG_CATEGORY_INIT (p2p_dataset_src_debug, "p2pdatasetsrc", 0, "pix2pix data set source"))
GST_ELEMENT_REGISTER_DEFINE (p2pdatasetsrc, "p2pdatasetsrc", GST_RANK_NONE,
    GST_TYPE_P2P_DATASET_SRC)

static GstStaticPadTemplate src_template = GST_STATIC_PAD_TEMPLATE ("src", GST_PAD_SRC,
    GST_PAD_ALWAYS, GST_STATIC_CAPS ("image/jpeg; image/png"));

/* Lists what the properties name. */
static GPtrArray *
list_files (GstP2pDatasetSrc *self, GError **error)
{
  GST_OBJECT_LOCK (self);
  g_autofree char *root = g_strdup (self->dataroot);
  g_autofree char *phase = g_strdup (self->phase);
  g_autofree char *mode = g_strdup (self->dataset_mode);
  const guint max = (guint) MIN (self->max_dataset_size, G_MAXINT32);
  GST_OBJECT_UNLOCK (self);
  if (!g_str_equal (mode, "aligned")) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "dataset-mode cannot be \"%s\"; use one of: aligned", mode);
    return NULL;
  }
  if (!*root) {
    g_set_error_literal (error, P2P_ERROR, P2P_ERROR_USAGE,
        "no data set is named; set dataroot to the folder that holds train and test");
    return NULL;
  }
  g_autofree char *folder = p2p_aligned_folder (root, phase, error);
  return folder ? p2p_list_pictures (folder, max, error) : NULL;
}

static GstBuffer *
read_picture (const char *path, GError **error)
{
  gsize size = 0;
  guint8 *bytes = p2p_picture_read (path, &size, error);
  return bytes ? gst_buffer_new_wrapped (bytes, size) : NULL;
}

/* The trainer's query, asked while this element is still in READY. */
static gboolean
answer_start (GstP2pDatasetSrc *self, GstQuery *query)
{
  P2pStart start;
  if (!p2p_query_parse_start (query, &start) || start.epoch == 0)
    return FALSE;
  g_autoptr (GPtrArray) files = list_files (self, NULL);
  if (files)
    gst_structure_set (gst_query_writable_structure (query), "n-samples", G_TYPE_UINT64,
        (guint64) files->len, NULL);
  GST_OBJECT_LOCK (self);
  const gboolean early = GST_STATE (self) < GST_STATE_PAUSED;
  if (early) {
    self->start = start;
    g_clear_pointer (&self->listed, g_ptr_array_unref);
    self->listed = g_steal_pointer (&files);
  }
  GST_OBJECT_UNLOCK (self);
  return early;
}

static gboolean
gst_p2p_dataset_src_query (GstBaseSrc *base, GstQuery *query)
{
  GstP2pDatasetSrc *self = GST_P2P_DATASET_SRC (base);
  if (p2p_query_is (query, "p2p-start"))
    return answer_start (self, query);
  if (p2p_query_is (query, "p2p-options")) {
    p2p_query_add_options (query, GST_ELEMENT (self));
    return TRUE;
  }
  return GST_BASE_SRC_CLASS (gst_p2p_dataset_src_parent_class)->query (base, query);
}

static gboolean
gst_p2p_dataset_src_start (GstBaseSrc *base)
{
  GstP2pDatasetSrc *self = GST_P2P_DATASET_SRC (base);
  g_autoptr (GError) error = NULL;
  GST_OBJECT_LOCK (self);
  self->files = g_steal_pointer (&self->listed);
  GST_OBJECT_UNLOCK (self);
  if (!self->files)
    self->files = list_files (self, &error);
  if (!self->files) {
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
  self->serial = self->serial_batches;
  GST_OBJECT_UNLOCK (self);
  self->pair = 0;
  self->kind = NULL;
  self->tally = (P2pTally){ 0 };
  GST_INFO_OBJECT (self, "%u files, from epoch %" G_GUINT64_FORMAT " sample %" G_GUINT64_FORMAT,
      self->files->len, self->epoch, self->sample);
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

/* What is neither is passed on as what came before: p2pdecode names the file. */
static void
follow_kind (GstP2pDatasetSrc *self, GstBuffer *buffer)
{
  static const guint8 png[] = { 0x89, 'P', 'N', 'G' }, jpeg[] = { 0xff, 0xd8, 0xff };
  const char *kind = self->kind ? self->kind : "image/jpeg";
  if (gst_buffer_memcmp (buffer, 0, png, sizeof png) == 0)
    kind = "image/png";
  else if (gst_buffer_memcmp (buffer, 0, jpeg, sizeof jpeg) == 0)
    kind = "image/jpeg";
  if (self->kind && g_str_equal (kind, self->kind))
    return;
  g_autoptr (GstCaps) caps = gst_caps_new_empty_simple (kind);
  gst_base_src_set_caps (GST_BASE_SRC (self), caps);
  self->kind = kind;
}

/* The path of the sample to give now; NULL after the last epoch. */
static const char *
current (GstP2pDatasetSrc *self)
{
  if (self->sample >= self->files->len) {
    self->epoch++;
    self->sample = 0;
    g_clear_pointer (&self->order, g_free);
  }
  if (self->last_epoch && self->epoch > self->last_epoch)
    return NULL;
  if (!self->order)
    self->order = p2p_epoch_order (self->seed_used, self->epoch, self->files->len, self->serial);
  return g_ptr_array_index (self->files, self->order[self->sample]);
}

static GstFlowReturn
gst_p2p_dataset_src_create (GstPushSrc *push, GstBuffer **out)
{
  GstP2pDatasetSrc *self = GST_P2P_DATASET_SRC (push);
  const char *path;
  while ((path = current (self))) {
    g_autoptr (GError) error = NULL;
    const P2pPair pair = { self->pair, self->epoch, self->sample, self->files->len, self->seed_used,
      0, path };
    GstBuffer *buffer = read_picture (path, &error);
    p2p_tally_add (&self->tally, self->epoch, self->files->len, !buffer);
    self->sample++;
    if (buffer) {
      self->pair++;
      p2p_pair_meta_add (buffer, &pair);
      follow_kind (self, buffer);
      *out = buffer;
      return GST_FLOW_OK;
    }
    p2p_element_warning (GST_ELEMENT (self), g_steal_pointer (&error));
    if (!p2p_tally_check (&self->tally, FALSE, &error)) {
      p2p_element_error (GST_ELEMENT (self), g_steal_pointer (&error));
      return GST_FLOW_ERROR;
    }
  }
  return GST_FLOW_EOS;
}

static gboolean
gst_p2p_dataset_src_stop (GstBaseSrc *base)
{
  GstP2pDatasetSrc *self = GST_P2P_DATASET_SRC (base);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_clear_pointer (&self->order, g_free);
  GST_OBJECT_LOCK (self);
  self->start = (P2pStart){ 0 };
  GST_OBJECT_UNLOCK (self);
  return TRUE;
}

#define AT(field) G_STRUCT_OFFSET (GstP2pDatasetSrc, field)

static const P2pProp props[] = {
  { "dataroot", "Folder of the data set: pairs side by side in DATAROOT/PHASE", P2P_PROP_STRING,
      AT (dataroot), 0, 0, "", GST_PARAM_MUTABLE_READY },
  { "phase", "Sub-folder of dataroot", P2P_PROP_STRING, AT (phase), 0, 0, "train",
      GST_PARAM_MUTABLE_READY },
  { "dataset-mode", "aligned: A and B side by side in one picture", P2P_PROP_STRING,
      AT (dataset_mode), 0, 0, "aligned", GST_PARAM_MUTABLE_READY },
  { "epochs",
      "Number of the last epoch, counted from 1; 0: no end. A trainer downstream overrides it",
      P2P_PROP_INT, AT (epochs), 0, G_MAXINT, "0", GST_PARAM_MUTABLE_READY },
  { "seed", "The order follows from it. A trainer downstream overrides it", P2P_PROP_INT64,
      AT (seed), 0, 9e15, "0", GST_PARAM_MUTABLE_READY },
  { "serial-batches", "Do not shuffle", P2P_PROP_BOOLEAN, AT (serial_batches), 0, 0, "0",
      GST_PARAM_MUTABLE_READY },
  { "max-dataset-size", "Use the first so many files; 0: all", P2P_PROP_INT64,
      AT (max_dataset_size), 0, 9e15, "0", GST_PARAM_MUTABLE_READY },
};

static void
gst_p2p_dataset_src_finalize (GObject *object)
{
  g_clear_pointer (&GST_P2P_DATASET_SRC (object)->listed, g_ptr_array_unref);
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
