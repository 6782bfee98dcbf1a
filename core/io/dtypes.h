/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What reading and writing the formats share; nobody else needs them. */

#include "io/safetensors.h"

/* As in the file: "F32". */
const char *p2p_dtype_name (P2pDtype dtype);
/* FALSE for NULL and for what is not in P2pDtype. */
gboolean p2p_dtype_parse (const char *name, P2pDtype *dtype);
/* COUNT numbers of type DTYPE as float32; FALSE for types that hold no network's
 * values. FROM may be unaligned. */
gboolean p2p_dtype_floats (P2pDtype dtype, const void *from, gsize count, float *to);
/* Not empty, within the limit, UTF-8, no control characters. */
gboolean p2p_tensor_name_ok (const char *name);
