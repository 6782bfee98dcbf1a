/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "io/seal.h"

#include <string.h>

#define BEFORE_TENSORS "{\"__metadata__\":{\"" P2P_SEAL_TENSORS "\":\""
#define BEFORE_FILE "\",\"" P2P_SEAL_FILE "\":\""

/* Where the digits stand, and where the header goes on. */
#define TENSORS (8 + sizeof BEFORE_TENSORS - 1)
#define AFTER_TENSORS (TENSORS + P2P_SEAL_DIGITS)
#define FILE_SUM (AFTER_TENSORS + sizeof BEFORE_FILE - 1)
#define AFTER_FILE (FILE_SUM + P2P_SEAL_DIGITS)

gboolean
p2p_seal_has_tensors (const guint8 *header, gsize size)
{
  return size > AFTER_TENSORS && memcmp (header + 8, BEFORE_TENSORS, TENSORS - 8) == 0
         && header[AFTER_TENSORS] == '"';
}

gboolean
p2p_seal_has_file (const guint8 *header, gsize size)
{
  return p2p_seal_has_tensors (header, size) && size > AFTER_FILE
         && memcmp (header + AFTER_TENSORS, BEFORE_FILE, FILE_SUM - AFTER_TENSORS) == 0
         && header[AFTER_FILE] == '"';
}

gsize
p2p_seal_end (const guint8 *header, gsize size)
{
  return p2p_seal_has_file (header, size) ? AFTER_FILE : AFTER_TENSORS;
}

/* Both sums; what stands in HEADER in their places does not matter. */
static void
compute (GChecksum *tensors, const guint8 *header, gsize size, char *of_tensors, char *of_file)
{
  g_autoptr (GChecksum) whole = g_checksum_copy (tensors);
  char zeros[P2P_SEAL_DIGITS];
  memset (zeros, '0', sizeof zeros);
  memcpy (of_tensors, g_checksum_get_string (tensors), P2P_SEAL_DIGITS);
  g_checksum_update (whole, header, TENSORS);
  g_checksum_update (whole, (const guchar *) of_tensors, P2P_SEAL_DIGITS);
  g_checksum_update (whole, header + AFTER_TENSORS, FILE_SUM - AFTER_TENSORS);
  g_checksum_update (whole, (const guchar *) zeros, sizeof zeros);
  g_checksum_update (whole, header + AFTER_FILE, (gssize) (size - AFTER_FILE));
  memcpy (of_file, g_checksum_get_string (whole), P2P_SEAL_DIGITS);
}

void
p2p_seal_write (GChecksum *tensors, guint8 *header, gsize size)
{
  if (p2p_seal_has_file (header, size))
    compute (tensors, header, size, (char *) header + TENSORS, (char *) header + FILE_SUM);
  else if (p2p_seal_has_tensors (header, size))
    memcpy (header + TENSORS, g_checksum_get_string (tensors), P2P_SEAL_DIGITS);
}

gboolean
p2p_seal_matches (GChecksum *tensors, const guint8 *header, gsize size)
{
  char of_tensors[P2P_SEAL_DIGITS], of_file[P2P_SEAL_DIGITS];
  if (!p2p_seal_has_file (header, size))
    return FALSE;
  compute (tensors, header, size, of_tensors, of_file);
  return memcmp (header + TENSORS, of_tensors, P2P_SEAL_DIGITS) == 0
         && memcmp (header + FILE_SUM, of_file, P2P_SEAL_DIGITS) == 0;
}
