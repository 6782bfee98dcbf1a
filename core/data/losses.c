/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "data/losses.h"

static gboolean
is_rgb (const P2pReading *how)
{
  return how->format == P2P_FORMAT_RGB;
}

static gboolean
is_grey (const P2pHeader *h)
{
  return h->channels <= 2;
}

static gboolean
deep_grey (const P2pHeader *h, const P2pReading *how)
{
  return is_rgb (how) && is_grey (h) && h->depth > 8 && !h->traits.floats;
}

static gboolean
deep_colour (const P2pHeader *h, const P2pReading *how)
{
  return is_rgb (how) && !is_grey (h) && h->depth > 8 && !h->traits.floats;
}

static gboolean
floats (const P2pHeader *h, const P2pReading *how)
{
  return is_rgb (how) && h->traits.floats;
}

static gboolean
alpha (const P2pHeader *h, const P2pReading *how)
{
  return is_rgb (how) && h->traits.alpha;
}

static gboolean
more_channels (const P2pHeader *h, const P2pReading *how)
{
  return is_rgb (how) && h->channels > (h->traits.alpha ? 4 : 3);
}

static gboolean
clear (const P2pHeader *h, const P2pReading *how)
{
  return h->traits.clear;
}

static gboolean
inks (const P2pHeader *h, const P2pReading *how)
{
  return h->traits.inks;
}

static gboolean
profile (const P2pHeader *h, const P2pReading *how)
{
  return h->traits.profile && !h->traits.inks;
}

static gboolean
frames (const P2pHeader *h, const P2pReading *how)
{
  return h->traits.frames > 1;
}

static gboolean
turned (const P2pHeader *h, const P2pReading *how)
{
  return h->traits.orientation > 1 && !how->as_stored;
}

static gboolean
not_turned (const P2pHeader *h, const P2pReading *how)
{
  return h->traits.orientation > 1 && how->as_stored;
}

static const P2pLoss all[] = {
  { "deep-grey", "grey of more than 8 bits is clipped at 255, so that most of it becomes white",
      TRUE, deep_grey },
  { "deep-colour", "colours of more than 8 bits are cut to 8 bits", TRUE, deep_colour },
  { "floats", "floats become whole numbers of 0 to 255, so that 0 .. 1 is black", TRUE, floats },
  { "alpha", "alpha is dropped, what is transparent is seen", TRUE, alpha },
  { "channels", "channels beyond the third are dropped", TRUE, more_channels },
  { "clear", "transparent colours are not: what is transparent is seen", FALSE, clear },
  { "cmyk", "CMYK becomes RGB plainly, without its colour profile", FALSE, inks },
  { "profile",
      "the colour profile, which is not sRGB, is not applied: convert to sRGB if colours matter",
      FALSE, profile },
  { "frames", "only the first page or frame is read", FALSE, frames },
  { "turned",
      "turned as the EXIF orientation says, which the reference does not do; --ignore_orientation "
      "leaves it",
      FALSE, turned },
  { "not-turned", "the EXIF orientation is ignored, as you say: pictures may lie on their side",
      FALSE, not_turned },
};

const P2pLoss *
p2p_losses (guint *n)
{
  *n = G_N_ELEMENTS (all);
  return all;
}

guint32
p2p_losses_of (const P2pHeader *header, const P2pReading *how)
{
  guint32 bits = 0;
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    bits |= all[i].applies (header, how) ? 1u << i : 0;
  return bits;
}

const P2pLoss *
p2p_loss_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (g_strcmp0 (all[i].name, name) == 0)
      return &all[i];
  return NULL;
}

char *
p2p_loss_text (const P2pLoss *loss, gboolean can_keep)
{
  return g_strconcat (loss->text, loss->kept && can_keep ? "; --keep_depth keeps it" : "", NULL);
}
