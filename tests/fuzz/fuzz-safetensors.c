/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Any bytes as a .safetensors file: never a crash, a read past the end, or an error of
 * another kind than "the data is bad". */

#include "core/error.h"
#include "core/model/recognise.h"
#include "core/io/statedict.h"
#include "fuzz.h"

#include <string.h>

unsigned fuzz_whole;

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (P2pStateDict) dict = p2p_state_dict_parse (bytes, size, "fuzz.safetensors", &error);
  const P2pArch *arch;
  P2pNetOptions options;
  fuzz_whole += dict != NULL;
  for (guint i = 0; dict && i < p2p_state_dict_n (dict); i++) {
    const P2pTensorInfo *info = p2p_state_dict_at (dict, i);
    g_autofree void *copy = g_malloc (info->count * p2p_dtype_size (info->dtype) + 1);
    g_assert_true (p2p_state_dict_read (dict, info, copy, NULL));
  }
  if (dict && p2p_state_dict_verify (dict, &error))
    p2p_recognise (dict, &arch, &options, &error);
  if (error)
    g_assert_true (error->domain == P2P_ERROR && error->code == P2P_ERROR_DATA);
  return 0;
}

#define EIGHT(length) length "\0\0\0\0\0\0\0"
const char *
fuzz_seed (unsigned i, size_t *size)
{
  static const struct
  {
    const char *bytes;
    gsize size;
  } seeds[] = {
#define SEED(literal) { literal, sizeof (literal) - 1 }
    SEED (EIGHT ("\2") "{}"),
    SEED (EIGHT ("\67") "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} 1234"),
    SEED (EIGHT ("\70") "{\"a\":{\"dtype\":\"F16\",\"shape\":[1,2],\"data_offsets\":[0,4]}}1234"),
    SEED (EIGHT ("\154") "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},"
                         "\"b\":{\"dtype\":\"I16\",\"shape\":[],\"data_offsets\":[2,4]}}   1234"),
    SEED (EIGHT ("\42") "{\"__metadata__\":{\"format\":\"pt\"}}  "),
  };
  if (i >= G_N_ELEMENTS (seeds))
    return NULL;
  *size = seeds[i].size;
  return seeds[i].bytes;
}
