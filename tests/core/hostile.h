/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Claims about whole .pth files: refused, in time and in little memory; or read. */

#include "error.h"
#include "io/limits.h"
#include "io/statedict.h"
#include "measure.h"
#include "pth-maker.h"

static guint n_refused;

/* Parses and reads every tensor, in memory of exactly that size, so that reading past
 * it is seen. */
static inline gboolean
read_all (const void *bytes, gsize size, GError **error)
{
  g_autofree void *exact = g_memdup2 (bytes, size);
  g_autoptr (P2pStateDict) dict = p2p_state_dict_parse (exact, size, "x.pth", error);
  for (guint i = 0; dict && i < p2p_state_dict_n (dict); i++) {
    const P2pTensorInfo *info = p2p_state_dict_at (dict, i);
    g_autofree void *values = g_malloc (info->count * p2p_dtype_size (info->dtype) + 1);
    if (!p2p_state_dict_read (dict, info, values, error))
      return FALSE;
  }
  return dict != NULL;
}

static inline void
refuse (const char *what, const void *bytes, gsize size, const char *word)
{
  g_autoptr (GError) error = NULL;
  const Measure before = measure_begin ();
  gboolean ok = read_all (bytes, size, &error);
  measure_end (&before);
  g_test_message ("%s: %.300s", what, error ? error->message : "accepted");
  g_assert_false (ok);
  g_assert_error (error, P2P_ERROR, P2P_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "x.pth"));
  g_assert_nonnull (strstr (error->message, word));
  n_refused++;
}

static inline void
accept (const void *bytes, gsize size)
{
  g_autoptr (GError) error = NULL;
  gboolean ok = read_all (bytes, size, &error);
  g_assert_no_error (error);
  g_assert_true (ok);
}

static inline void
refuse_pickle (const char *what, const void *pickle, gsize size, const char *word)
{
  g_autoptr (GByteArray) file = maker_pth (pickle, size);
  refuse (what, file->data, file->len, word);
}

/* The honest pickle and its storage, as entries of an archive. */
#define ITEM(name, bytes)                                                                          \
  {                                                                                                \
    name, bytes, sizeof (bytes) - 1, 0, 0, 0, 0                                                    \
  }
#define PKL ITEM ("x/data.pkl", GOOD)
#define ZERO                                                                                       \
  {                                                                                                \
    "x/data/0", maker_four, 16, 0, 0, 0, 0                                                         \
  }
