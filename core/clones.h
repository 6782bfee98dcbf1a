/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Before a function with hot loops: it is compiled for several generations of processors and the
 * right one is chosen when the program starts, so that one binary is quick everywhere. Not under
 * the thread sanitizer: it is not yet there when the choice is made, and crashes. */

#include <features.h>

#if defined(__SANITIZE_THREAD__)
#define P2P_UNDER_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define P2P_UNDER_TSAN 1
#endif
#endif

/* P2P_CLONES: for bytes; _WIDE: for floats; _ARCH: with all that the processor's generation has. */
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(P2P_UNDER_TSAN)
#define P2P_CLONES __attribute__ ((target_clones ("avx2", "default")))
#define P2P_CLONES_WIDE __attribute__ ((target_clones ("avx512f", "avx2", "default")))
#else
#define P2P_CLONES
#define P2P_CLONES_WIDE
#endif
/* clang does not know generations by name */
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(P2P_UNDER_TSAN) && !defined(__clang__)
#define P2P_CLONES_ARCH                                                                            \
  __attribute__ ((target_clones ("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define P2P_CLONES_ARCH
#endif
