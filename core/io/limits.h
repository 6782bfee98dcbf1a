/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What files from outside may ask of us. Everything that is read passes these
 * numbers before anything is allocated. */

#include <glib.h>

/* Pictures of any format, and folders of them */
#define P2P_LIMIT_PICTURE_FILE (640u << 20) /* bytes */
/* Of a file, unless `--max_pixels` says otherwise: what Pillow opens, and so the reference. */
#define P2P_LIMIT_PICTURE_PIXELS 178956970u
#define P2P_LIMIT_PICTURE_PIXELS_MOST (1u << 30) /* of any picture */
#define P2P_LIMIT_PICTURE_SIDE 65500             /* of JPEG */
#define P2P_LIMIT_PICTURE_CHANNELS 512           /* kept with --keep_depth */
#define P2P_LIMIT_PICTURE_SAMPLES 4u             /* likewise: times the pixels that there may be */
#define P2P_LIMIT_DECODE_SECONDS 10 /* of processor time, per file or 64 million pixels of one */
#define P2P_LIMIT_LISTED_FILES 10000000u /* below one folder */
#define P2P_LIMIT_BAD_SHARE 0.05         /* share of unreadable pictures that stops a run */

/* One format each */
#define P2P_LIMIT_JPEG_SCANS 100                                  /* of a progressive file */
#define P2P_LIMIT_JPEG_SCAN_PIXELS (G_GUINT64_CONSTANT (1) << 31) /* scans x pixels */
/* Chunks that libpng may hold, and bytes of one. Pixels need none; others are skipped. */
#define P2P_LIMIT_PNG_CHUNK (8u << 20)
#define P2P_LIMIT_PNG_CHUNKS 128
#define P2P_LIMIT_WEBP_CHUNKS 65536      /* of a file */
#define P2P_LIMIT_TIFF_ENTRIES 512       /* tags of the first directory */
#define P2P_LIMIT_TIFF_ALLOC (64u << 20) /* bytes at once, by libtiff */
#define P2P_LIMIT_TIFF_BLOCK (48u << 20) /* bytes of one tile or line */

/* What a run keeps as text: logs, records of options */
#define P2P_LIMIT_TEXT_FILE (1u << 30) /* bytes */

/* Tensors in files */
#define P2P_LIMIT_MODEL_FILE (G_GUINT64_CONSTANT (8) << 30)
#define P2P_LIMIT_SAFETENSORS_HEADER (16u << 20) /* bytes of JSON */
#define P2P_LIMIT_PTH_ENTRIES 65536              /* of its zip archive */
#define P2P_LIMIT_PICKLE (64u << 20)             /* bytes of data.pkl */
#define P2P_LIMIT_PICKLE_OPS (1u << 20)
#define P2P_LIMIT_PICKLE_STACK (1u << 16)
#define P2P_LIMIT_PICKLE_MEMO (1u << 20)
#define P2P_LIMIT_PICKLE_NESTING 64
#define P2P_LIMIT_PICKLE_TEXT (64u << 10)  /* bytes of one string */
#define P2P_LIMIT_PICKLE_OWNED (24u << 20) /* bytes that decoding may ever allocate */
#define P2P_LIMIT_TENSORS 65536
#define P2P_LIMIT_NETWORKS 64 /* of one file: places where a network may begin */
#define P2P_LIMIT_TENSOR_NAME 512
#define P2P_LIMIT_TENSOR_RANK 8
#define P2P_LIMIT_METADATA 4096 /* entries of a safetensors file */
/* Of a network in a file */
#define P2P_LIMIT_FEATURES 1024 /* base width */
#define P2P_LIMIT_CHANNELS 64
#define P2P_LIMIT_LAYERS 8
/* A model file's own word on the size it was trained at, which p2p test follows. A larger one is
 * said and left alone: pictures of it are asked for with --load_size. */
#define P2P_LIMIT_MODEL_SIDE 2048
