/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Any bytes as a .pth file: never a crash, a read past the end, or an error of another
 * kind than "the data is bad". What does not begin like such a file is taken for a
 * pickle and put into an archive, so that mutations get past its checksums. */

#include "core/error.h"
#include "core/model/recognise.h"
#include "core/io/statedict.h"
#include "fuzz.h"
#include "tests/core/pth-maker.h"

unsigned fuzz_whole;

#define MOST (1u << 20) /* bytes of tensors to read per input */

static void
read_some (P2pStateDict *dict)
{
  gsize left = MOST;
  for (guint i = 0; i < p2p_state_dict_n (dict); i++) {
    const P2pTensorInfo *info = p2p_state_dict_at (dict, i);
    const gsize size = info->count * p2p_dtype_size (info->dtype);
    if (size > left)
      break;
    left -= size;
    g_autofree void *bytes = g_malloc (size + 1);
    g_autofree float *values = g_new (float, info->count + 1);
    g_autoptr (GError) error = NULL;
    if (!p2p_state_dict_read (dict, info, bytes, &error)
        || !p2p_state_dict_floats (dict, info->name, info->count, values, &error))
      g_assert_true (error->domain == P2P_ERROR && error->code == P2P_ERROR_DATA);
  }
}

static void
try (const void *bytes, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (P2pStateDict) dict = p2p_state_dict_parse (bytes, size, "fuzz.pth", &error);
  const P2pArch *arch;
  P2pNetOptions options;
  if (dict) {
    fuzz_whole++;
    read_some (dict);
    p2p_recognise (dict, &arch, &options, &error);
  }
  if (error)
    g_assert_true (error->domain == P2P_ERROR && error->code == P2P_ERROR_DATA);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  if (size > 2 && (memcmp (bytes, "PK", 2) == 0 || memcmp (bytes, "\200\002\212", 3) == 0)) {
    try (bytes, size);
  } else {
    g_autoptr (GByteArray) file = maker_pth (bytes, size);
    g_autofree void *exact = g_memdup2 (file->data, file->len);
    try (exact, file->len);
  }
  return 0;
}

const char *
fuzz_seed (unsigned i, size_t *size)
{
  static const struct
  {
    const char *bytes;
    gsize size;
  } seeds[] = {
#define SEED(literal) { literal, sizeof (literal) - 1 }
    SEED (GOOD),
    SEED (LEGACY_GOOD),
    SEED (PROTO "}" TEXT ("\12", "state_dict") ODICT ")R" NAME_A GOOD_TENSOR "ss."),
    SEED (PROTO ODICT ")R" NAME_A GOOD_TENSOR "s}" TEXT ("\11", "_metadata") ODICT ")Rsb."),
    SEED (PROTO ODICT "](](" NAME_A GOOD_TENSOR "ee\205R."),
    SEED (DICT (NAME_A "ctorch._utils\n_rebuild_parameter\n" GOOD_TENSOR "\210" ODICT ")R\207R")),
    SEED (DICT (NAME_A "ctorch._utils\n_rebuild_tensor\n(" STORAGE ("K\4") "K\0" D22 S21 "tR")),
    SEED (PROTO "}q\0(" NAME_A "h\0" NAME_A "G\77\360\0\0\0\0\0\0" NAME_A "N" NAME_A "\210u."),
    SEED (PROTO "]q\1(U\3abcJ\1\2\3\4M\1\2\212\3\1\2\3e."),
  };
  if (i >= G_N_ELEMENTS (seeds))
    return NULL;
  *size = seeds[i].size;
  return seeds[i].bytes;
}
