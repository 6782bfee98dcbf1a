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
