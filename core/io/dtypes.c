/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "io/dtypes.h"

#include "io/limits.h"

#include <string.h>

static const struct
{
  const char *name;
  gsize size;
} dtypes[] = {
  [P2P_DTYPE_F32] = { "F32", 4 },
  [P2P_DTYPE_F64] = { "F64", 8 },
  [P2P_DTYPE_F16] = { "F16", 2 },
  [P2P_DTYPE_BF16] = { "BF16", 2 },
  [P2P_DTYPE_I64] = { "I64", 8 },
  [P2P_DTYPE_I32] = { "I32", 4 },
  [P2P_DTYPE_I16] = { "I16", 2 },
  [P2P_DTYPE_I8] = { "I8", 1 },
  [P2P_DTYPE_U64] = { "U64", 8 },
  [P2P_DTYPE_U32] = { "U32", 4 },
  [P2P_DTYPE_U16] = { "U16", 2 },
  [P2P_DTYPE_U8] = { "U8", 1 },
  [P2P_DTYPE_BOOL] = { "BOOL", 1 },
};

gsize
p2p_dtype_size (P2pDtype dtype)
{
  return dtypes[dtype].size;
}

const char *
p2p_dtype_name (P2pDtype dtype)
{
  return dtypes[dtype].name;
}

gboolean
p2p_dtype_parse (const char *name, P2pDtype *dtype)
{
  for (guint i = 0; name && i < G_N_ELEMENTS (dtypes); i++)
    if (strcmp (dtypes[i].name, name) == 0) {
      *dtype = (P2pDtype) i;
      return TRUE;
    }
  return FALSE;
}

static float
from_bits (guint32 bits)
{
  float value;
  memcpy (&value, &bits, sizeof value);
  return value;
}

/* IEEE 754 binary16: 1 sign, 5 exponent (bias 15), 10 fraction bits. */
static float
from_half (guint16 half)
{
  const guint32 sign = (guint32) (half & 0x8000) << 16;
  const guint32 exponent = half >> 10 & 31, fraction = half & 1023;
  if (exponent == 31)
    return from_bits (sign | 0x7f800000u | fraction << 13);
  if (exponent > 0)
    return from_bits (sign | (exponent + 112) << 23 | fraction << 13);
  return (sign ? -1.0f : 1.0f) * (float) fraction * 0x1p-24f;
}

#define EACH(Type, expression)                                                                     \
  for (gsize i = 0; i < count; i++) {                                                              \
    Type value;                                                                                    \
    memcpy (&value, (const guint8 *) from + i * sizeof value, sizeof value);                       \
    to[i] = expression;                                                                            \
  }

gboolean
p2p_dtype_floats (P2pDtype dtype, const void *from, gsize count, float *to)
{
  if (dtype == P2P_DTYPE_F32)
    EACH (float, value)
  else if (dtype == P2P_DTYPE_F64)
    EACH (double, (float) value)
  else if (dtype == P2P_DTYPE_F16)
    EACH (guint16, from_half (value))
  else if (dtype == P2P_DTYPE_BF16)
    EACH (guint16, from_bits ((guint32) value << 16))
  else if (dtype == P2P_DTYPE_I64)
    EACH (gint64, (float) value)
  else if (dtype == P2P_DTYPE_I32)
    EACH (gint32, (float) value)
  else
    return FALSE;
  return TRUE;
}

gboolean
p2p_tensor_name_ok (const char *name)
{
  const gsize length = strlen (name);
  if (length == 0 || length > P2P_LIMIT_TENSOR_NAME || !g_utf8_validate (name, -1, NULL))
    return FALSE;
  for (const char *c = name; *c; c++)
    if (g_ascii_iscntrl (*c))
      return FALSE;
  return TRUE;
}
