/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* How p2pinfer finds out what comes in, and the decoder it builds when that is
 * not raw video:   typefind ! decodebin3, whose first video goes to a given pad.
 * typefind is there for decodebin3 of GStreamer 1.22.0, which fails behind
 * pushed data without caps. */

#include <gst/gst.h>

typedef enum
{
  P2P_INPUT_UNKNOWN, /* nobody there yet */
  P2P_INPUT_RAW,
  P2P_INPUT_ENCODED
} P2pInput;

/* Raw wins where both are on offer; ANY and EMPTY are bytes of a file. */
P2pInput p2p_input_of_caps (const GstCaps *caps);
/* What the peer of PAD can give; UNKNOWN without a peer. */
P2pInput p2p_input_of_peer (GstPad *pad);
/* For gst_pad_set_link_function(): refuses sound and text, so that delayed links
 * and gst-launch go on to a demuxer's video. */
GstPadLinkReturn p2p_input_link (GstPad *pad, GstObject *parent, GstPad *peer);

typedef struct
{
  GstElement *typefind, *decode; /* children of the bin; NULL: none */
} P2pDecoder;

/* Adds a decoder to BIN that feeds TARGET; FALSE, posting an error, when
 * GStreamer lacks an element. Its elements are in state NULL. */
gboolean p2p_decoder_build (P2pDecoder *decoder, GstBin *bin, GstPad *target);
/* Stops and removes it, if there is one. */
void p2p_decoder_remove (P2pDecoder *decoder, GstBin *bin);

/* Makes the element and adds it to BIN. NULL, posting an error, when it is missing. */
GstElement *p2p_bin_add (GstBin *bin, const char *factory, const char *name);
/* FALSE when the stream collection that MESSAGE carries has no video. */
gboolean p2p_message_has_video (GstMessage *message);
