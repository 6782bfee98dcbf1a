/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What a pickle is made of once it is decoded, and how a file is refused. */

#include "io/dtypes.h"

typedef enum
{
  P2P_PICKLE_NONE,
  P2P_PICKLE_BOOL,
  P2P_PICKLE_INT,
  P2P_PICKLE_FLOAT,
  P2P_PICKLE_TEXT,
  P2P_PICKLE_TUPLE,
  P2P_PICKLE_LIST,
  P2P_PICKLE_DICT,    /* also an OrderedDict */
  P2P_PICKLE_GLOBAL,  /* what the table knows */
  P2P_PICKLE_STORAGE, /* a persistent id */
  P2P_PICKLE_TENSOR,
  P2P_PICKLE_MARK /* of the machine; never in a result */
} P2pPickleKind;

/* A run of numbers in the file, that tensors are views of. */
typedef struct
{
  const char *key; /* its name; not terminated */
  guint key_length;
  P2pDtype dtype;
  gint64 count;         /* numbers in the whole storage */
  gint64 first, length; /* the part that is meant: all of it but in very old files */
} P2pPickleStorage;

/* Checked: dims and strides are not negative, no two elements share a place, and
 * all lie in the storage. */
typedef struct
{
  const P2pPickleStorage *storage;
  gint64 offset; /* numbers from the storage's beginning */
  int rank;
  gint64 dims[8], strides[8]; /* strides in numbers */
  gsize count;
} P2pPickleTensor;

typedef struct _P2pPickleValue P2pPickleValue;
struct _P2pPickleValue
{
  guint8 kind;    /* P2pPickleKind */
  guint8 ordered; /* of a DICT: an OrderedDict */
  guint8 height;  /* of what it holds; for the check of nesting, as is state */
  guint8 state;
  guint n;    /* items, twice the pairs of a DICT, or bytes of TEXT */
  guint room; /* items allocated */
  union
  {
    gint64 number;
    double real;
    int global;
    const char *text;       /* N bytes of UTF-8 in the pickle itself; not terminated */
    P2pPickleValue **items; /* DICT: key, value, key, value, ... */
    const P2pPickleStorage *storage;
    const P2pPickleTensor *tensor;
  } u;
};

/* All values of one pickle: see io/pickle.h. */
typedef struct _P2pPickle P2pPickle;

gboolean p2p_pickle_is (const P2pPickleValue *value, const char *text);
/* Of a DICT: the value of KEY, or NULL. */
const P2pPickleValue *p2p_pickle_lookup (const P2pPickleValue *dict, const char *key);
/* An empty set of P2pPickleStorage; only the key of an entry is compared. */
GHashTable *p2p_pickle_storage_table (void);

/* FALSE, with what is wrong with the file NAME. */
gboolean p2p_pth_refuse (const char *name, GError **error, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
