/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * SECTION:element-p2pinferplanes
 *
 * Translates pictures of any depth and number of channels, as planes of floats, with a trained
 * generator: what #p2pinfer is for RGB.
 *
 * |[
 * gst-launch-1.0 p2pdatasetsrc dataroot=scans dataset-mode=single epochs=1 ! p2pdecode keep-depth=true layout=whole ! p2pinferplanes model=latest_net_G.safetensors ! fakesink
 * ]|
 *
 * Without a model everything passes as it is. Pictures must have as many channels as
 * the model takes, and come out with as many as it gives; nothing is clipped or rounded.
 */

#include "gstp2pinferplanes.h"

#include "p2pinfersettings.h"
#include "p2pmedia.h"
#include "p2ppairmeta.h"

GST_DEBUG_CATEGORY_STATIC (p2p_infer_planes_debug);
#define GST_CAT_DEFAULT p2p_infer_planes_debug

struct _GstP2pInferPlanes
{
  GstBaseTransform parent;

  P2pInferSettings settings; /* those about the model; under the object lock */

  /* Made by start(), freed by stop(), and read by whoever asks for caps: under the object lock. */
  int channels_in, channels_out; /* of the model; 0: no model */
  /* Streaming thread; start() and stop(), while there is none. */
  P2pTranslator *translator; /* NULL: no model */
  P2pMedia in, out;
  guint64 index; /* of the next picture */
};

G_DEFINE_TYPE_WITH_CODE (GstP2pInferPlanes, gst_p2p_infer_planes, GST_TYPE_BASE_TRANSFORM,
    GST_DEBUG_CATEGORY_INIT (p2p_infer_planes_debug, "p2pinferplanes", 0,
        "pix2pix translation of planes"))
GST_ELEMENT_REGISTER_DEFINE (p2pinferplanes, "p2pinferplanes", GST_RANK_NONE,
    GST_TYPE_P2P_INFER_PLANES)

static GstStaticPadTemplate sink_template = GST_STATIC_PAD_TEMPLATE ("sink", GST_PAD_SINK,
    GST_PAD_ALWAYS, GST_STATIC_CAPS (P2P_PLANES_CAPS));
static GstStaticPadTemplate src_template =
    GST_STATIC_PAD_TEMPLATE ("src", GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS (P2P_PLANES_CAPS));

static gboolean
gst_p2p_infer_planes_start (GstBaseTransform *trans)
{
  GstP2pInferPlanes *self = GST_P2P_INFER_PLANES (trans);
  GError *error = NULL;
  GST_OBJECT_LOCK (self);
  g_auto (P2pInferSettings) settings = p2p_infer_settings_copy (&self->settings);
  GST_OBJECT_UNLOCK (self);
  self->index = 0;
  gst_base_transform_set_passthrough (trans, !*settings.model);
  if (!*settings.model)
    return TRUE;
  self->translator = p2p_infer_load (GST_ELEMENT (self), &settings, &error);
  if (!self->translator) {
    p2p_element_error (GST_ELEMENT (self), error);
    return FALSE;
  }
  GST_OBJECT_LOCK (self);
  p2p_translator_channels (self->translator, &self->channels_in, &self->channels_out);
  GST_OBJECT_UNLOCK (self);
  GST_INFO_OBJECT (self, "loaded %s: %s", settings.model,
      p2p_translator_describe (self->translator));
  return TRUE;
}

static gboolean
gst_p2p_infer_planes_stop (GstBaseTransform *trans)
{
  GstP2pInferPlanes *self = GST_P2P_INFER_PLANES (trans);
  GST_OBJECT_LOCK (self);
  self->channels_in = self->channels_out = 0;
  GST_OBJECT_UNLOCK (self);
  g_clear_pointer (&self->translator, p2p_translator_free);
  return TRUE;
}

/* The other side has the same size. Channels that do not suit are taken, and refused with the
 * file's name when the picture comes. */
static GstCaps *
gst_p2p_infer_planes_transform_caps (GstBaseTransform *trans, GstPadDirection direction,
    GstCaps *caps, GstCaps *filter)
{
  GstP2pInferPlanes *self = GST_P2P_INFER_PLANES (trans);
  g_autoptr (GstCaps) other = gst_caps_copy (caps);
  GST_OBJECT_LOCK (self);
  const int channels = self->channels_out;
  GST_OBJECT_UNLOCK (self);
  for (guint i = 0; i < gst_caps_get_size (other) && channels; i++) {
    GstStructure *s = gst_caps_get_structure (other, i);
    if (direction == GST_PAD_SINK)
      gst_structure_set (s, "channels", G_TYPE_INT, channels, NULL);
    else
      gst_structure_set (s, "channels", GST_TYPE_INT_RANGE, 1, P2P_LIMIT_PICTURE_CHANNELS, NULL);
  }
  return filter ? gst_caps_intersect_full (filter, other, GST_CAPS_INTERSECT_FIRST)
                : g_steal_pointer (&other);
}

static gboolean
gst_p2p_infer_planes_get_unit_size (GstBaseTransform *trans, GstCaps *caps, gsize *size)
{
  P2pMedia media;
  const gboolean ok = p2p_media_from_caps (&media, caps);
  *size = ok ? p2p_media_size (&media) : 0;
  return ok;
}

static gboolean
gst_p2p_infer_planes_set_caps (GstBaseTransform *trans, GstCaps *in, GstCaps *out)
{
  GstP2pInferPlanes *self = GST_P2P_INFER_PLANES (trans);
  return p2p_media_from_caps (&self->in, in) && p2p_media_from_caps (&self->out, out);
}

static gboolean
check (const GstP2pInferPlanes *self, const P2pPair *pair, GError **error)
{
  if (self->in.channels == self->channels_in)
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
      "%s (%dx%d) has %d channel%s, but the model takes %d; use pictures with %d, or a model "
      "trained "
      "with --input_nc %d",
      pair->name ? pair->name : "a picture", self->in.video.width, self->in.video.height,
      self->in.channels, self->in.channels == 1 ? "" : "s", self->channels_in, self->channels_in,
      self->in.channels);
  return FALSE;
}

static gboolean
translate (GstP2pInferPlanes *self, GstBuffer *in, GstBuffer *out, guint64 index, GError **error)
{
  P2pMapped from, to;
  if (!p2p_translator_prepare (self->translator, self->in.video.width, self->in.video.height, error)
      || !p2p_media_map (&self->in, in, GST_MAP_READ, &from, error))
    return FALSE;
  const gboolean ok = p2p_media_map (&self->out, out, GST_MAP_WRITE, &to, NULL);
  if (ok) {
    p2p_translator_run (self->translator, &from.picture, &to.picture, index);
    p2p_media_unmap (&to);
  } else {
    g_set_error_literal (error, P2P_ERROR, P2P_ERROR_INTERNAL,
        "a buffer for the result cannot be written; check the elements downstream");
  }
  p2p_media_unmap (&from);
  return ok;
}

static GstFlowReturn
gst_p2p_infer_planes_transform (GstBaseTransform *trans, GstBuffer *in, GstBuffer *out)
{
  GstP2pInferPlanes *self = GST_P2P_INFER_PLANES (trans);
  GError *error = NULL;
  P2pPair pair;
  const guint64 index = p2p_pair_meta_get (in, &pair) ? pair.sample : self->index++;
  if (check (self, &pair, &error) && translate (self, in, out, index, &error))
    return GST_FLOW_OK;
  p2p_element_error (GST_ELEMENT (self), error);
  return GST_FLOW_ERROR;
}

static void
gst_p2p_infer_planes_finalize (GObject *object)
{
  p2p_props_clear (object);
  G_OBJECT_CLASS (gst_p2p_infer_planes_parent_class)->finalize (object);
}

static void
gst_p2p_infer_planes_init (GstP2pInferPlanes *self)
{
  self->settings.format = P2P_FORMAT_PLANES;
}

static void
gst_p2p_infer_planes_class_init (GstP2pInferPlanesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstBaseTransformClass *trans_class = GST_BASE_TRANSFORM_CLASS (klass);
  guint n;
  const P2pProp *props = p2p_infer_model_props (G_STRUCT_OFFSET (GstP2pInferPlanes, settings), &n);

  object_class->finalize = gst_p2p_infer_planes_finalize;
  p2p_props_install (object_class, props, n);
  gst_element_class_set_static_metadata (element_class, "pix2pix translator of planes",
      "Filter/Effect", "Translates pictures of any depth and number of channels",
      "The gst-pix2pix authors");
  gst_element_class_add_static_pad_template (element_class, &sink_template);
  gst_element_class_add_static_pad_template (element_class, &src_template);
  trans_class->start = gst_p2p_infer_planes_start;
  trans_class->stop = gst_p2p_infer_planes_stop;
  trans_class->transform_caps = gst_p2p_infer_planes_transform_caps;
  trans_class->get_unit_size = gst_p2p_infer_planes_get_unit_size;
  trans_class->set_caps = gst_p2p_infer_planes_set_caps;
  trans_class->transform = gst_p2p_infer_planes_transform;
}
