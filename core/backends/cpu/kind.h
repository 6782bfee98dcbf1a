/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What a step of a plan is for. */
typedef enum
{
  P2P_CPU_CONV,    /* a convolution in one of its three directions */
  P2P_CPU_REORDER, /* the same numbers in another layout */
  P2P_CPU_NORM,    /* norm, dropout, activation, sum; forward or backward */
  P2P_CPU_PAD,     /* reflection; forward or backward */
  P2P_CPU_SUM      /* bias, gradient of a bias, accumulation */
} P2pCpuKind;
