/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Before a function with hot loops: it is compiled for several instruction sets
 * and the right one is chosen when the program starts. Not under the thread
 * sanitizer: it is not yet there when the choice is made, and crashes. */

#include <features.h>

#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__SANITIZE_THREAD__)
#define P2P_CLONES __attribute__ ((target_clones ("avx2", "default")))
#else
#define P2P_CLONES
#endif
