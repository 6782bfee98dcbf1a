/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "io/pickle-machine.h"

#include "error.h"
#include "io/limits.h"

#include <string.h>

#define VALUES_PER_BLOCK 256

gboolean
p2p_pickle_fail (const P2pPickle *p, GError **error, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list args;
  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
      "%s is not a usable .pth file: %s; fetch it again or use another", p->name, what);
  return FALSE;
}

void *
p2p_pickle_alloc (P2pPickle *p, gsize size, GError **error)
{
  void *block = NULL;
  if (size <= P2P_LIMIT_PICKLE_OWNED - p->owned)
    block = g_try_malloc0 (MAX (size, 1));
  if (!block) {
    p2p_pickle_fail (p, error,
        "its description needs too much memory (at byte %" G_GSIZE_FORMAT ")", p->op);
    return NULL;
  }
  p->owned += size;
  g_ptr_array_add (p->blocks, block);
  return block;
}

P2pPickleValue *
p2p_pickle_new (P2pPickle *p, P2pPickleKind kind, GError **error)
{
  P2pPickleValue *value;
  if (p->n_fresh == 0) {
    p->fresh = p2p_pickle_alloc (p, VALUES_PER_BLOCK * sizeof (P2pPickleValue), error);
    if (!p->fresh)
      return NULL;
    p->n_fresh = VALUES_PER_BLOCK;
  }
  value = &p->fresh[--p->n_fresh];
  value->kind = (guint8) kind;
  return value;
}

gboolean
p2p_pickle_append (P2pPickle *p, P2pPickleValue *to, P2pPickleValue *const *values, guint n,
    GError **error)
{
  if (n > to->room - to->n) {
    const guint room = MAX (to->n + n, to->n * 2);
    P2pPickleValue **items = p2p_pickle_alloc (p, room * sizeof *items, error);
    if (!items)
      return FALSE;
    if (to->n > 0)
      memcpy (items, to->u.items, to->n * sizeof *items);
    to->u.items = items;
    to->room = room;
  }
  if (n > 0)
    memcpy (to->u.items + to->n, values, n * sizeof *values);
  to->n += n;
  return TRUE;
}

/* ---- bytes ---- */

static const guint8 *
take (P2pPickle *p, gsize n, GError **error)
{
  const guint8 *at = p->bytes + p->at;
  if (n > p->size - p->at) {
    p2p_pickle_fail (p, error,
        "cut short: its description ends in the middle, at byte %" G_GSIZE_FORMAT, p->size);
    return NULL;
  }
  p->at += n;
  return at;
}

/* An unsigned number of N bytes, little endian. */
static gboolean
take_number (P2pPickle *p, guint n, guint64 *value, GError **error)
{
  const guint8 *bytes = take (p, n, error);
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
    return p2p_pickle_fail (p, error, "a name at byte %" G_GSIZE_FORMAT " has no end", p->at);
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
    return p2p_pickle_fail (p, error, "its stack grows past %u", P2P_LIMIT_PICKLE_STACK);
  g_ptr_array_add (p->stack, value);
  return TRUE;
}

/* The N topmost values, which must be above the last mark; stays on the stack. */
static P2pPickleValue **
top (P2pPickle *p, guint n, GError **error)
{
  P2pPickleValue **items = (P2pPickleValue **) p->stack->pdata + p->stack->len - n;
  gboolean ok = n <= p->stack->len;
  for (guint i = 0; ok && i < n; i++)
    ok = items[i]->kind != P2P_PICKLE_MARK;
  if (ok)
    return items;
  p2p_pickle_fail (p, error, "its stack is empty at byte %" G_GSIZE_FORMAT, p->op);
  return NULL;
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
  return p2p_pickle_fail (p, error, "there is no mark at byte %" G_GSIZE_FORMAT, p->op);
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
push_tuple (P2pPickle *p, guint n, gboolean marked, GError **error)
{
  P2pPickleValue **items = top (p, n, error);
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
    return p2p_pickle_fail (p, error, "a text of %" G_GUINT64_FORMAT " bytes, %u are allowed",
        length, P2P_LIMIT_PICKLE_TEXT);
  text = take (p, (gsize) length, error);
  if (!text)
    return FALSE;
  if (!g_utf8_validate ((const char *) text, (gssize) length, NULL))
    return p2p_pickle_fail (p, error, "the text at byte %" G_GSIZE_FORMAT " is not UTF-8", p->op);
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
    return p2p_pickle_fail (p, error,
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
  const guint8 *bytes = take (p, 8, error);
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
  P2pPickleValue **value = top (p, 1, error);
  if (!value || !take_number (p, length_bytes, &index, error))
    return FALSE;
  if (index >= P2P_LIMIT_PICKLE_MEMO)
    return p2p_pickle_fail (p, error, "it remembers value %" G_GUINT64_FORMAT ", %u are allowed",
        index, P2P_LIMIT_PICKLE_MEMO);
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
    return p2p_pickle_fail (p, error, "it recalls value %" G_GUINT64_FORMAT ", which never was",
        index);
  return push (p, p->memo->pdata[index], error);
}

/* Moves N values from the stack into the list or dictionary below them. */
static gboolean
add_items (P2pPickle *p, P2pPickleKind kind, guint n, gboolean marked, GError **error)
{
  const guint under = n + marked + 1;
  P2pPickleValue *to = under <= p->stack->len ? p->stack->pdata[p->stack->len - under] : NULL;
  P2pPickleValue **items = top (p, n, error);
  if (!items)
    return FALSE;
  if (!to || to->kind != kind)
    return p2p_pickle_fail (p, error,
        "items for something that cannot have them at byte %" G_GSIZE_FORMAT, p->op);
  for (guint i = 0; kind == P2P_PICKLE_DICT && i < n; i += 2)
    if (n % 2 || (items[i]->kind != P2P_PICKLE_TEXT && items[i]->kind != P2P_PICKLE_INT))
      return p2p_pickle_fail (p, error,
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
  P2pPickleValue **id = top (p, 1, error);
  P2pPickleValue *storage = id ? p2p_pickle_persistent (p, id[0], error) : NULL;
  if (!storage)
    return FALSE;
  drop (p, 1);
  return push (p, storage, error);
}

static gboolean
reduce (P2pPickle *p, GError **error)
{
  P2pPickleValue **pair = top (p, 2, error);
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
  P2pPickleValue **pair = top (p, 2, error);
  if (!pair)
    return FALSE;
  if (pair[0]->kind != P2P_PICKLE_DICT || !pair[0]->ordered || pair[1]->kind != P2P_PICKLE_DICT)
    return p2p_pickle_fail (p, error,
        "it sets the state of an object at byte %" G_GSIZE_FORMAT ": refused", p->op);
  for (guint i = 0; i < pair[1]->n; i += 2)
    if (!p2p_pickle_is (pair[1]->u.items[i], "_metadata"))
      return p2p_pickle_fail (p, error,
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

static gboolean
step (P2pPickle *p, guint8 op, GError **error)
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
      return p2p_pickle_fail (p, error, "opcode 0x%02x at offset %" G_GSIZE_FORMAT " not allowed",
          op, p->op);
  }
}

/* ---- the whole ---- */

/* Heights are remembered, so that a value that many others hold is visited once;
 * one that is met again while it is being visited holds itself. */
static gboolean
check_nesting (const P2pPickle *p, P2pPickleValue *value, guint depth, GError **error)
{
  if (value->kind < P2P_PICKLE_TUPLE || value->kind > P2P_PICKLE_DICT)
    return TRUE;
  if (value->state == 1)
    return p2p_pickle_fail (p, error, "it holds a value that holds itself");
  if (depth + value->height > P2P_LIMIT_PICKLE_NESTING)
    return p2p_pickle_fail (p, error, "it is nested more than %d deep", P2P_LIMIT_PICKLE_NESTING);
  if (value->state == 2)
    return TRUE;
  value->state = 1;
  for (guint i = 0; i < value->n; i++) {
    P2pPickleValue *item = value->u.items[i];
    if (!check_nesting (p, item, depth + 1, error))
      return FALSE;
    value->height = MAX (value->height, (guint8) (item->height + 1));
  }
  value->state = 2;
  return TRUE;
}

static gboolean
run (P2pPickle *p, GError **error)
{
  const guint8 *op = take (p, 2, error);
  if (!op)
    return FALSE;
  if (op[0] != 0x80 || op[1] != 2)
    return p2p_pickle_fail (p, error, "it is not a pickle of protocol 2, as torch.save writes it");
  while ((p->op = p->at, op = take (p, 1, error))) {
    if (++p->ops > P2P_LIMIT_PICKLE_OPS)
      return p2p_pickle_fail (p, error, "it has more than %u operations", P2P_LIMIT_PICKLE_OPS);
    if (*op == '.')
      break;
    if (!step (p, *op, error))
      return FALSE;
  }
  if (!op || !top (p, 1, error))
    return FALSE;
  if (p->stack->len != 1)
    return p2p_pickle_fail (p, error, "its stack holds %u values at the end", p->stack->len);
  p->root = p->stack->pdata[0];
  return check_nesting (p, p->root, 0, error);
}

P2pPickle *
p2p_pickle_decode (const void *bytes, gsize size, gsize *used, const char *name, GError **error)
{
  g_autoptr (P2pPickle) p = g_new0 (P2pPickle, 1);
  gboolean ok;
  p->name = name;
  p->bytes = bytes;
  p->size = size;
  p->blocks = g_ptr_array_new_with_free_func (g_free);
  p->stack = g_ptr_array_sized_new (64); /* so that its end is a place even while it is empty */
  p->memo = g_ptr_array_new ();
  p->storages = g_ptr_array_new ();
  p->by_key = p2p_pickle_storage_table ();
  ok = run (p, error);
  if (ok && !used && p->at != size)
    ok = p2p_pickle_fail (p, error, "%" G_GSIZE_FORMAT " bytes follow its end", size - p->at);
  g_clear_pointer (&p->stack, g_ptr_array_unref);
  g_clear_pointer (&p->memo, g_ptr_array_unref);
  if (!ok)
    return NULL;
  if (used)
    *used = p->at;
  return g_steal_pointer (&p);
}

void
p2p_pickle_free (P2pPickle *p)
{
  if (!p)
    return;
  g_clear_pointer (&p->stack, g_ptr_array_unref);
  g_clear_pointer (&p->memo, g_ptr_array_unref);
  g_ptr_array_unref (p->storages);
  g_hash_table_unref (p->by_key);
  g_ptr_array_unref (p->blocks);
  g_free (p);
}

const P2pPickleValue *
p2p_pickle_root (const P2pPickle *p)
{
  return p->root;
}

guint
p2p_pickle_n_storages (const P2pPickle *p)
{
  return p->storages->len;
}

const P2pPickleStorage *
p2p_pickle_storage (const P2pPickle *p, guint i)
{
  return g_ptr_array_index (p->storages, i);
}

GHashTable *
p2p_pickle_storages (const P2pPickle *p)
{
  return p->by_key;
}

gboolean
p2p_pickle_is (const P2pPickleValue *value, const char *text)
{
  return value->kind == P2P_PICKLE_TEXT && value->n == strlen (text)
         && memcmp (value->u.text, text, value->n) == 0;
}

const P2pPickleValue *
p2p_pickle_lookup (const P2pPickleValue *dict, const char *key)
{
  for (guint i = 0; dict->kind == P2P_PICKLE_DICT && i < dict->n; i += 2)
    if (p2p_pickle_is (dict->u.items[i], key))
      return dict->u.items[i + 1];
  return NULL;
}
