/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The pickle that PyTorch's own would be, but for the numbers under which it
 * remembers: collections.OrderedDict of torch._utils._rebuild_tensor_v2 (...). */

#include "io/pth-pickle.h"

static void
put_text (GByteArray *out, const char *text)
{
  const guint32 length = (guint32) strlen (text);
  p2p_put_op (out, 'X');
  p2p_put (out, &length, 4);
  p2p_put_words (out, text);
}

/* In the shortest form, as Python does. */
static void
put_number (GByteArray *out, gint64 number)
{
  static const char ops[] = { 'K', 'M', 'J' };
  static const guint8 sizes[] = { 1, 2, 4 };
  const int form = number < 256 ? 0 : number < 65536 ? 1 : 2;
  if (number <= G_MAXINT32) {
    p2p_put_op (out, (guint8) ops[form]);
    p2p_put (out, &number, sizes[form]);
  } else {
    p2p_put (out, "\x8a\x08", 2);
    p2p_put (out, &number, 8);
  }
}

static void
put_tuple (GByteArray *out, const gint64 *numbers, int n)
{
  if (n == 0) {
    p2p_put_op (out, ')');
    return;
  }
  if (n > 3)
    p2p_put_op (out, '(');
  for (int i = 0; i < n; i++)
    put_number (out, numbers[i]);
  p2p_put_op (out, n > 3 ? 't' : (guint8) (0x84 + n));
}

/* Names and words that come again are remembered under these numbers. */
enum
{
  MEMO_DICT,
  MEMO_REBUILD,
  MEMO_STORAGE,
  MEMO_FLOAT,
  MEMO_LONG,
  MEMO_CPU,
  N_MEMO
};

/* WORDS: lines are a GLOBAL, else it is text; the second time its number is enough. */
static void
put_known (GByteArray *out, guint8 memo, gboolean known[N_MEMO], const char *words)
{
  if (known[memo]) {
    p2p_put_op (out, 'h');
  } else {
    if (strchr (words, '\n'))
      p2p_put_words (out, words);
    else
      put_text (out, words);
    p2p_put_op (out, 'q');
  }
  p2p_put_op (out, memo);
  known[memo] = TRUE;
}

/* name, _rebuild_tensor_v2 (storage, 0, sizes, strides, False, OrderedDict ()) */
static void
put_tensor (GByteArray *out, const P2pPthTensor *t, guint key, gboolean known[N_MEMO])
{
  g_autofree char *number = g_strdup_printf ("%u", key);
  const gboolean real = t->dtype == P2P_DTYPE_F32;
  gint64 strides[P2P_LIMIT_TENSOR_RANK], stride = 1;
  for (int i = t->rank - 1; i >= 0; i--) {
    strides[i] = stride;
    stride *= t->dims[i];
  }
  put_text (out, t->name);
  put_known (out, MEMO_REBUILD, known, "ctorch._utils\n_rebuild_tensor_v2\n");
  p2p_put_words (out, "((");
  put_known (out, MEMO_STORAGE, known, "storage");
  put_known (out, real ? MEMO_FLOAT : MEMO_LONG, known,
      real ? "ctorch\nFloatStorage\n" : "ctorch\nLongStorage\n");
  put_text (out, number);
  put_known (out, MEMO_CPU, known, "cpu");
  put_number (out, (gint64) t->count);
  p2p_put_words (out, "tQK");
  p2p_put_op (out, 0);
  put_tuple (out, t->dims, t->rank);
  put_tuple (out, strides, t->rank);
  p2p_put_op (out, 0x89);
  put_known (out, MEMO_DICT, known, "ccollections\nOrderedDict\n");
  p2p_put_words (out, ")RtR");
}

GByteArray *
p2p_pth_pickle (const GArray *tensors)
{
  GByteArray *out = g_byte_array_new ();
  gboolean known[N_MEMO] = { FALSE };
  p2p_put (out, "\x80\x02", 2);
  put_known (out, MEMO_DICT, known, "ccollections\nOrderedDict\n");
  p2p_put_words (out, ")R(");
  for (guint i = 0; i < tensors->len; i++)
    put_tensor (out, &g_array_index (tensors, P2pPthTensor, i), i, known);
  p2p_put_words (out, "u.");
  return out;
}
