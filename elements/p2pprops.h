/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Properties as rows. An element declares fields in its instance struct and one
 * table; installing, defaults, getting and setting (under the object's lock),
 * freeing strings are done here, once. Names that come from registries are
 * string properties, checked where they are used: at READY to PAUSED.
 *
 *   static const P2pProp props[] = {
 *     { "model", "Model file to translate with", P2P_PROP_STRING, G_STRUCT_OFFSET (GstP2pInfer, model),
 *         0, 0, "", GST_PARAM_MUTABLE_READY },
 *   };
 *
 * class_init:  p2p_props_install (G_OBJECT_CLASS (klass), props, G_N_ELEMENTS (props));
 * finalize:    p2p_props_clear (object);
 * An element reads its own fields under GST_OBJECT_LOCK, or copies them at start. */

#include <gst/gst.h>
#include "core/p2p.h"

typedef enum
{
  P2P_PROP_STRING,   /* char *; NULL is stored as "" */
  P2P_PROP_PATH,     /* the same, of a file or folder: file:// and ~ are resolved when it is set */
  P2P_PROP_INT,      /* int */
  P2P_PROP_INT64,    /* gint64 */
  P2P_PROP_DOUBLE,   /* double */
  P2P_PROP_BOOLEAN,  /* gboolean */
  P2P_PROP_STRUCTURE /* GstStructure *, read only: `read` makes it, caller owns it */
} P2pPropType;

typedef struct
{
  const char *name, *blurb;
  P2pPropType type;
  gsize offset; /* of the field in the instance struct */
  double min, max;
  const char *value; /* default, as text; booleans "0" or "1" */
  guint flags;       /* GST_PARAM_MUTABLE_READY, GST_PARAM_CONTROLLABLE ..., 0 */
  /* Optional: called after a set, without the lock. */
  void (*changed) (GObject *object);
  /* Read-only properties: produces the value instead of the field. */
  void (*read) (GObject *object, GValue *value);
  /* A row of the option table: every set is noted, p2p_option_give(), in the P2pOptions at this
   * offset of the instance struct. */
  const P2pOption *option;
  gsize options;
} P2pProp;

/* PROPS must live as long as the program. Sets get_property and set_property,
 * and the fields of every new instance through G_PARAM_CONSTRUCT, but those of options, which
 * p2p_options_init() sets in the instance's init: every set is then somebody's wish. Rows of a
 * subclass add to those of its parent. */
void p2p_props_install (GObjectClass *klass, const P2pProp *props, guint n);
/* Frees the string fields. */
void p2p_props_clear (GObject *object);

/* The rows of core/options/options.h with USE as properties; OFFSET: of the P2pOptions in
 * the instance struct. Appended to EXTRA (N_EXTRA rows). Never freed: class data. */
const P2pProp *p2p_props_from_options (guint use, gsize offset, const P2pProp *extra, guint n_extra,
    guint *n);

/* Posts ERROR as the element's one error message, in the domain and code that
 * fit, and frees it. */
void p2p_element_error (GstElement *element, GError *error);
/* The same as a warning. */
void p2p_element_warning (GstElement *element, GError *error);
/* Posts NOTE, whose field `text` a user should hear, as an element message, and its text as an INFO
 * message, which gst-launch prints. Who listens to the first leaves out the second: its details are
 * named as NOTE is. */
void p2p_element_note (GstElement *element, GstStructure *note);
