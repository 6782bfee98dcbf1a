/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "io/pickle-ops.h"

#include "io/limits.h"
#include "io/pickle-call.h"

#include <string.h>

/* ---- bytes ---- */

/* An unsigned number of N bytes, little endian. */
static gboolean
take_number (P2pPickle *p, guint n, guint64 *value, GError **error)
{
  const guint8 *bytes = p2p_pickle_take (p, n, error);
  *value = 0;
  for (guint i = 0; bytes && i < n; i++)
    *value |= (guint64) bytes[i] << (8 * i);
  return bytes != NULL;
}

static gboolean
take_line (P2pPickle *p, const char **text, gsize *length, GError **error)
{
  const gsize most = MIN (p->size - p->at, P2P_LIMIT_PICKLE_TEXT);
  const guint8 *start = p->bytes + p->at, *end = most ? memchr (start, '\n', most) : NULL;
  if (!end)
    return p2p_pth_refuse (p->name, error, "a name at byte %" G_GSIZE_FORMAT " has no end", p->at);
  *text = (const char *) start;
  *length = (gsize) (end - start);
  p->at += *length + 1;
  return TRUE;
}

/* ---- stack ---- */

static gboolean
push (P2pPickle *p, P2pPickleValue *value, GError **error)
{
  if (!value)
    return FALSE;
  if (p->stack->len >= P2P_LIMIT_PICKLE_STACK)
    return p2p_pth_refuse (p->name, error, "its stack grows past %u", P2P_LIMIT_PICKLE_STACK);
  g_ptr_array_add (p->stack, value);
  return TRUE;
}

static void
drop (P2pPickle *p, guint n)
{
  g_ptr_array_set_size (p->stack, (int) (p->stack->len - n));
}

/* How many values lie above the last mark. */
static gboolean
count_to_mark (P2pPickle *p, guint *n, GError **error)
{
  for (*n = 0; *n < p->stack->len; ++*n) {
    const P2pPickleValue *value = g_ptr_array_index (p->stack, p->stack->len - 1 - *n);
    if (value->kind == P2P_PICKLE_MARK)
      return TRUE;
  }
  return p2p_pth_refuse (p->name, error, "there is no mark at byte %" G_GSIZE_FORMAT, p->op);
}

static gboolean
push_number (P2pPickle *p, P2pPickleKind kind, gint64 number, GError **error)
{
  P2pPickleValue *value = p2p_pickle_new (p, kind, error);
  if (value)
    value->u.number = number;
  return push (p, value, error);
}

static gboolean
push_tuple (P2pPickle *p, guint n, guint marked, GError **error)
{
  P2pPickleValue **items = p2p_pickle_top (p, n, error);
  P2pPickleValue *value = items ? p2p_pickle_new (p, P2P_PICKLE_TUPLE, error) : NULL;
  if (!value || !p2p_pickle_append (p, value, items, n, error))
    return FALSE;
  drop (p, n + marked);
  return push (p, value, error);
}

static gboolean
push_text (P2pPickle *p, guint length_bytes, GError **error)
{
  guint64 length;
  const guint8 *text;
  P2pPickleValue *value;
  if (!take_number (p, length_bytes, &length, error))
    return FALSE;
  if (length > P2P_LIMIT_PICKLE_TEXT)
    return p2p_pth_refuse (p->name, error, "a text of %" G_GUINT64_FORMAT " bytes, %u are allowed",
        length, P2P_LIMIT_PICKLE_TEXT);
  text = p2p_pickle_take (p, (gsize) length, error);
  if (!text)
    return FALSE;
  if (!g_utf8_validate ((const char *) text, (gssize) length, NULL))
    return p2p_pth_refuse (p->name, error, "the text at byte %" G_GSIZE_FORMAT " is not UTF-8",
        p->op);
  value = p2p_pickle_new (p, P2P_PICKLE_TEXT, error);
  if (!value)
    return FALSE;
  value->u.text = (const char *) text;
  value->n = (guint) length;
  return push (p, value, error);
}

/* A signed number, little endian, of as many bytes as the next one says. */
static gboolean
push_long (P2pPickle *p, GError **error)
{
  guint64 n, bits;
  if (!take_number (p, 1, &n, error))
    return FALSE;
  if (n > 8)
    return p2p_pth_refuse (p->name, error,
        "a number of %" G_GUINT64_FORMAT " bytes at byte %" G_GSIZE_FORMAT ", 8 are allowed", n,
        p->op);
  if (!take_number (p, (guint) n, &bits, error))
    return FALSE;
  if (n > 0 && n < 8 && bits >> (8 * n - 1))
    bits |= G_MAXUINT64 << (8 * n);
  return push_number (p, P2P_PICKLE_INT, (gint64) bits, error);
}

static gboolean
push_float (P2pPickle *p, GError **error)
{
  const guint8 *bytes = p2p_pickle_take (p, 8, error);
  P2pPickleValue *value = bytes ? p2p_pickle_new (p, P2P_PICKLE_FLOAT, error) : NULL;
  guint64 bits;
  if (!value)
    return FALSE;
  memcpy (&bits, bytes, 8);
  bits = GUINT64_FROM_BE (bits);
  memcpy (&value->u.real, &bits, 8);
  return push (p, value, error);
}

static gboolean
push_global (P2pPickle *p, GError **error)
{
  const char *module, *name;
  gsize module_length, name_length;
  int global;
  if (!take_line (p, &module, &module_length, error) || !take_line (p, &name, &name_length, error))
    return FALSE;
  global = p2p_pickle_find_global (p, module, module_length, name, name_length, error);
  return global >= 0 && push_number (p, P2P_PICKLE_GLOBAL, global, error);
}

static gboolean
put (P2pPickle *p, guint length_bytes, GError **error)
{
  guint64 index;
  P2pPickleValue **value = p2p_pickle_top (p, 1, error);
  if (!value || !take_number (p, length_bytes, &index, error))
    return FALSE;
  if (index >= P2P_LIMIT_PICKLE_MEMO)
    return p2p_pth_refuse (p->name, error,
        "it remembers value %" G_GUINT64_FORMAT ", %u are allowed", index, P2P_LIMIT_PICKLE_MEMO);
  if (index >= p->memo->len)
    g_ptr_array_set_size (p->memo, (int) index + 1);
  p->memo->pdata[index] = *value;
  return TRUE;
}

static gboolean
get (P2pPickle *p, guint length_bytes, GError **error)
{
  guint64 index;
  if (!take_number (p, length_bytes, &index, error))
    return FALSE;
  if (index >= p->memo->len || !p->memo->pdata[index])
    return p2p_pth_refuse (p->name, error,
        "it recalls value %" G_GUINT64_FORMAT ", which never was", index);
  return push (p, p->memo->pdata[index], error);
}

/* Moves N values from the stack into the list or dictionary below them. */
static gboolean
add_items (P2pPickle *p, P2pPickleKind kind, guint n, guint marked, GError **error)
{
  const guint under = n + marked + 1;
  P2pPickleValue *to = under <= p->stack->len ? p->stack->pdata[p->stack->len - under] : NULL;
  P2pPickleValue **items = p2p_pickle_top (p, n, error);
  if (!items)
    return FALSE;
  if (!to || to->kind != kind)
    return p2p_pth_refuse (p->name, error,
        "items for something that cannot have them at byte %" G_GSIZE_FORMAT, p->op);
  for (guint i = 0; kind == P2P_PICKLE_DICT && i < n; i += 2)
    if (n % 2 || (items[i]->kind != P2P_PICKLE_TEXT && items[i]->kind != P2P_PICKLE_INT))
      return p2p_pth_refuse (p->name, error,
          "a key that is neither text nor number at byte %" G_GSIZE_FORMAT, p->op);
  if (!p2p_pickle_append (p, to, items, n, error))
    return FALSE;
  drop (p, n + marked);
  return TRUE;
}

static gboolean
add_marked (P2pPickle *p, P2pPickleKind kind, GError **error)
{
  guint n;
  return count_to_mark (p, &n, error) && add_items (p, kind, n, TRUE, error);
}

static gboolean
tuple_marked (P2pPickle *p, GError **error)
{
  guint n;
  return count_to_mark (p, &n, error) && push_tuple (p, n, TRUE, error);
}

static gboolean
persistent (P2pPickle *p, GError **error)
{
  P2pPickleValue **id = p2p_pickle_top (p, 1, error);
  P2pPickleValue *storage = id ? p2p_pickle_persistent (p, id[0], error) : NULL;
  if (!storage)
    return FALSE;
  drop (p, 1);
  return push (p, storage, error);
}

static gboolean
reduce (P2pPickle *p, GError **error)
{
  P2pPickleValue **pair = p2p_pickle_top (p, 2, error);
  P2pPickleValue *made = pair ? p2p_pickle_call (p, pair[0], pair[1], error) : NULL;
  if (!made)
    return FALSE;
  drop (p, 2);
  return push (p, made, error);
}

/* PyTorch hangs version numbers on its OrderedDicts; nobody needs them. */
static gboolean
build (P2pPickle *p, GError **error)
{
  P2pPickleValue **pair = p2p_pickle_top (p, 2, error);
  if (!pair)
    return FALSE;
  if (pair[0]->kind != P2P_PICKLE_DICT || !pair[0]->ordered || pair[1]->kind != P2P_PICKLE_DICT)
    return p2p_pth_refuse (p->name, error,
        "it sets the state of an object at byte %" G_GSIZE_FORMAT ": refused", p->op);
  for (guint i = 0; i < pair[1]->n; i += 2)
    if (!p2p_pickle_is (pair[1]->u.items[i], "_metadata"))
      return p2p_pth_refuse (p->name, error,
          "it sets attributes of a dictionary at byte %" G_GSIZE_FORMAT ": refused", p->op);
  drop (p, 1);
  return TRUE;
}

static gboolean
push_short (P2pPickle *p, guint bytes, GError **error)
{
  guint64 number;
  if (!take_number (p, bytes, &number, error))
    return FALSE;
  return push_number (p, P2P_PICKLE_INT, bytes == 4 ? (gint32) number : (gint64) number, error);
}

gboolean
p2p_pickle_step (P2pPickle *p, guint8 op, GError **error)
{
  switch (op) {
    case 'c':
      return push_global (p, error);
    case 'q':
      return put (p, 1, error);
    case 'r':
      return put (p, 4, error);
    case 'h':
      return get (p, 1, error);
    case 'j':
      return get (p, 4, error);
    case '(':
      return push (p, p2p_pickle_new (p, P2P_PICKLE_MARK, error), error);
    case 't':
      return tuple_marked (p, error);
    case 0x85:
    case 0x86:
    case 0x87:
      return push_tuple (p, op - 0x84u, FALSE, error);
    case ')':
      return push_tuple (p, 0, FALSE, error);
    case '}':
      return push (p, p2p_pickle_new (p, P2P_PICKLE_DICT, error), error);
    case ']':
      return push (p, p2p_pickle_new (p, P2P_PICKLE_LIST, error), error);
    case 's':
      return add_items (p, P2P_PICKLE_DICT, 2, FALSE, error);
    case 'u':
      return add_marked (p, P2P_PICKLE_DICT, error);
    case 'a':
      return add_items (p, P2P_PICKLE_LIST, 1, FALSE, error);
    case 'e':
      return add_marked (p, P2P_PICKLE_LIST, error);
    case 'X':
      return push_text (p, 4, error);
    case 'U':
      return push_text (p, 1, error);
    case 'J':
      return push_short (p, 4, error);
    case 'K':
      return push_short (p, 1, error);
    case 'M':
      return push_short (p, 2, error);
    case 0x8a:
      return push_long (p, error);
    case 'G':
      return push_float (p, error);
    case 'N':
      return push_number (p, P2P_PICKLE_NONE, 0, error);
    case 0x88:
      return push_number (p, P2P_PICKLE_BOOL, 1, error);
    case 0x89:
      return push_number (p, P2P_PICKLE_BOOL, 0, error);
    case 'Q':
      return persistent (p, error);
    case 'R':
      return reduce (p, error);
    case 'b':
      return build (p, error);
    default:
      return p2p_pth_refuse (p->name, error,
          "opcode 0x%02x at offset %" G_GSIZE_FORMAT " not allowed", op, p->op);
  }
}
