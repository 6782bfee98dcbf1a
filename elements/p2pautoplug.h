/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* How p2pinfer finds out what comes in, and the decoder it builds when that is
 * not raw video:   [typefind !] decodebin3, whose first video goes to a given pad.
 * typefind is there for bytes without caps that are pushed, where decodebin3 of
 * GStreamer 1.22.0 fails. Where it can pull, typefind would sometimes send caps
 * before stream-start. */

#include <gst/gst.h>

typedef enum
{
  P2P_INPUT_UNKNOWN, /* nobody there yet */
  P2P_INPUT_RAW,
  P2P_INPUT_ENCODED, /* of a known kind, or a file that can be pulled from */
  P2P_INPUT_BYTES    /* pushed, of an unknown kind */
} P2pInput;

/* Raw wins where both are on offer; ANY and EMPTY are bytes. */
P2pInput p2p_input_of_caps (const GstCaps *caps);
/* What the peer of PAD can give; UNKNOWN without a peer. */
P2pInput p2p_input_of_peer (GstPad *pad);
/* For gst_pad_set_link_function(): refuses sound and text, so that delayed links
 * and gst-launch go on to a demuxer's video. */
GstPadLinkReturn p2p_input_link (GstPad *pad, GstObject *parent, GstPad *peer);

typedef struct
{
  GstElement *first, *decode; /* children of the bin, or NULL; without typefind the same */
} P2pDecoder;

/* Adds a decoder for INPUT to BIN that feeds TARGET; FALSE, posting an error, when
 * GStreamer lacks an element. Its elements are in state NULL. */
gboolean p2p_decoder_build (P2pDecoder *decoder, P2pInput input, GstBin *bin, GstPad *target);
/* Stops and removes it, if there is one. */
void p2p_decoder_remove (P2pDecoder *decoder, GstBin *bin);

/* FALSE when the stream collection that MESSAGE carries has no video. */
gboolean p2p_message_has_video (GstMessage *message);
/* What it takes to decode the video of that collection, if nothing here can; NULL: something can, or
 * it has none. Where GStreamer is older than 1.24, NULL too: its decodebin3 says so itself, newer ones
 * end with "not-negotiated". Free with g_free(). */
char *p2p_message_undecodable (GstMessage *message);
/* What MESSAGE of a decoder says is missing to get at pictures, and where it is to be had; NULL:
 * it says nothing of the kind. Free with g_free(). */
char *p2p_message_missing (GstMessage *message);
