/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Makes .pth files byte by byte, honest and otherwise. */

#include <glib.h>
#include <string.h>
#include <zlib.h>

/* ---- pieces of pickles; numbers in octal, so that no digit is swallowed ---- */
#define PROTO "\200\002"
#define ODICT "ccollections\nOrderedDict\n"
#define REBUILD "ctorch._utils\n_rebuild_tensor_v2\n"
#define FLOATS "ctorch\nFloatStorage\n"
#define TEXT(length, text) "X" length "\0\0\0" text
#define WORD_STORAGE TEXT ("\7", "storage")
#define CPU TEXT ("\3", "cpu")
#define KEY0 TEXT ("\1", "0")
/* The persistent id of storage "0" of NUMEL (an opcode) numbers. */
#define STORAGE(numel) "(" WORD_STORAGE FLOATS KEY0 CPU numel "tQ"
#define OLD_STORAGE(numel, view) "(" WORD_STORAGE FLOATS KEY0 CPU numel view "tQ"
#define TENSOR_OF(storage, offset, dims, strides)                                                  \
  REBUILD "(" storage offset dims strides "\211" ODICT ")RtR"
#define TENSOR(numel, offset, dims, strides) TENSOR_OF (STORAGE (numel), offset, dims, strides)
/* 2 x 2 numbers, all of a storage of four. */
#define D22 "K\2K\2\206"
#define S21 "K\2K\1\206"
#define GOOD_TENSOR TENSOR ("K\4", "K\0", D22, S21)
#define DICT(items) PROTO ODICT ")R(" items "u."
#define NAME_A TEXT ("\1", "a")
#define GOOD DICT (NAME_A GOOD_TENSOR)

/* ---- a zip archive ---- */
typedef struct
{
  const char *name;
  const void *bytes;
  gsize size;
  guint method;    /* 0: stored */
  guint flags;     /* 1: encrypted */
  guint32 crc_xor; /* a wrong checksum */
  gsize more;      /* claims so many bytes more than there are */
} ZipItem;

static inline void
maker_put (GByteArray *out, guint64 number, guint bytes)
{
  number = GUINT64_TO_LE (number);
  g_byte_array_append (out, (const guint8 *) &number, bytes);
}

static inline void
maker_put_fields (GByteArray *out, const ZipItem *item)
{
  const guint32 crc =
      (guint32) crc32 (0, item->bytes ? item->bytes : (const void *) "", (uInt) item->size);
  maker_put (out, item->flags, 2);
  maker_put (out, item->method, 2);
  maker_put (out, 0x00210000, 4); /* 1 January 1980 */
  maker_put (out, crc ^ item->crc_xor, 4);
  maker_put (out, item->size + item->more, 4);
  maker_put (out, item->size + item->more, 4);
  maker_put (out, strlen (item->name), 2);
  maker_put (out, 0, 2);
}

/* ENTRIES: what the end claims, 0 for the truth. */
static inline GByteArray *
maker_zip (const ZipItem *items, guint n, guint64 entries)
{
  GByteArray *out = g_byte_array_new (), *directory = g_byte_array_new ();
  for (guint i = 0; i < n; i++) {
    const guint at = out->len;
    g_byte_array_append (out, (const guint8 *) "PK\3\4\12\0", 6);
    maker_put_fields (out, &items[i]);
    g_byte_array_append (out, (const guint8 *) items[i].name, (guint) strlen (items[i].name));
    if (items[i].size > 0)
      g_byte_array_append (out, items[i].bytes, (guint) items[i].size);
    g_byte_array_append (directory, (const guint8 *) "PK\1\2\12\0\12\0", 8);
    maker_put_fields (directory, &items[i]);
    maker_put (directory, 0, 8);
    maker_put (directory, 0, 2);
    maker_put (directory, at, 4);
    g_byte_array_append (directory, (const guint8 *) items[i].name, (guint) strlen (items[i].name));
  }
  const guint at = out->len, size = directory->len;
  g_byte_array_append (out, directory->data, size);
  g_byte_array_unref (directory);
  if (entries > 0) { /* a zip64 end */
    const guint end = out->len;
    g_byte_array_append (out, (const guint8 *) "PK\6\6\54\0\0\0\0\0\0\0\55\0\55\0", 16);
    maker_put (out, 0, 8);
    maker_put (out, entries, 8);
    maker_put (out, entries, 8);
    maker_put (out, size, 8);
    maker_put (out, at, 8);
    g_byte_array_append (out, (const guint8 *) "PK\6\7\0\0\0\0", 8);
    maker_put (out, end, 8);
    maker_put (out, 1, 4);
  }
  g_byte_array_append (out, (const guint8 *) "PK\5\6\0\0\0\0", 8);
  maker_put (out, entries > 0 ? 0xffff : n, 2);
  maker_put (out, entries > 0 ? 0xffff : n, 2);
  maker_put (out, entries > 0 ? 0xffffffff : size, 4);
  maker_put (out, entries > 0 ? 0xffffffff : at, 4);
  maker_put (out, 0, 2);
  return out;
}

/* The numbers 0, 1, 2, 3 as float32. */
static const guint8 maker_four[16] = { 0, 0, 0, 0, 0, 0, 0x80, 0x3f, 0, 0, 0, 0x40, 0, 0, 0x40,
  0x40 };

/* PICKLE with one storage of four numbers. */
static inline GByteArray *
maker_pth (const void *pickle, gsize size)
{
  const ZipItem items[] = { { "x/data.pkl", pickle, size, 0, 0, 0, 0 },
    { "x/data/0", maker_four, 16, 0, 0, 0, 0 }, { "x/version", "3\n", 2, 0, 0, 0, 0 } };
  return maker_zip (items, G_N_ELEMENTS (items), 0);
}

/* ---- the older layout ---- */
#define LEGACY_MAGIC "\200\002\212\012\154\374\234\106\371\040\152\250\120\031."
#define LEGACY_PROTOCOL PROTO "M\351\003."
#define LEGACY_MACHINE PROTO "}(" TEXT ("\15", "little_endian") "\210u."
#define LEGACY_HEAD LEGACY_MAGIC LEGACY_PROTOCOL LEGACY_MACHINE
#define LEGACY_KEYS PROTO "](" KEY0 "e."
#define COUNT4 "\4\0\0\0\0\0\0\0"
#define NUMBERS4 "\0\0\0\0\0\0\200\77\0\0\0\100\0\0\100\100"
#define LEGACY_TENSOR TENSOR_OF (OLD_STORAGE ("K\4", "N"), "K\0", D22, S21)
#define LEGACY_GOOD LEGACY_HEAD DICT (NAME_A LEGACY_TENSOR) LEGACY_KEYS COUNT4 NUMBERS4
