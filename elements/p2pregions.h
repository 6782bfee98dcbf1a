/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Regions of interest (GstVideoRegionOfInterestMeta) on their way through p2pinfer: videoflip loses
 * them, converters lose what is known of them. */

#include <gst/video/video.h>

/* Where REGION of a picture of WIDTH x HEIGHT lies when that is turned: its x, y, w and h. */
void p2p_region_turn (GstVideoRegionOfInterestMeta *region, GstVideoOrientationMethod turn,
    guint width, guint height);

/* Carries them around ELEMENT, which gives one picture for one: a converter or, if it TURNS them as
 * the tag image-orientation says, a videoflip. Once, for its whole life. */
void p2p_regions_carry (GstElement *element, gboolean turns);
