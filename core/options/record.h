/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The options that a run was trained with, as its files keep them: metadata "option.NAME" in
 * checkpoints and model files. What belongs to one call (P2P_OF_CALL) is not kept. A run that goes
 * on keeps them, besides those that are given anew. */

#include "options/options.h"

typedef struct
{
  GHashTable *values; /* names in the table: texts */
  char *history;      /* what changed when, a line each: "lambda_L1: 10 -> 100 from step 600 on" */
  char *word, *path;  /* dataroot as it was given, and where the pictures are; "" if not said */
  gboolean whole;     /* FALSE: an older file, with the options that define the networks alone */
} P2pRecord;

/* The metadata for a file: keys and values in turn, NULL-terminated; free with g_strfreev().
 * FOLDERS: with the folders of the pictures, which are nobody else's business. */
char **p2p_record_metadata (const P2pOptions *options, const char *history, gboolean folders);

/* The text of KEY, or NULL. */
typedef const char *(*P2pRecordLookup) (gconstpointer file, const char *key);
/* NULL: FILE holds no option at all. */
P2pRecord *p2p_record_read (P2pRecordLookup lookup, gconstpointer file);
P2pRecord *p2p_record_copy (const P2pRecord *record);
void p2p_record_free (P2pRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (P2pRecord, p2p_record_free)

/* What is not given in OPTIONS becomes as RECORD has it. P2P_ERROR_DATA: it cannot be so. */
gboolean p2p_record_keep (const P2pRecord *record, P2pOptions *options, GError **error);
/* Whether the pictures are where they were. Going on with others is as likely a mistake as a wish, so
 * it must be wished: continue_train. The folder may have been moved together with the run: then the
 * words are the same. P2P_ERROR_USAGE. */
gboolean p2p_record_same_data (const P2pRecord *record, const P2pOptions *options, GError **error);
/* Whether the resolved OPTIONS define the same networks; P2P_ERROR_USAGE says which does not. */
gboolean p2p_record_fits (const P2pRecord *record, const P2pOptions *options, GError **error);
/* The resolved OPTIONS beside RECORD: a line of history to CHANGES for each that is another from STEP on.
 * One of PAST (P2P_FIRST_VALUES, P2P_AT_BEGIN) comes too late: it becomes as it was, and NOTES says
 * so. */
void p2p_record_compare (const P2pRecord *record, P2pOptions *options, guint past, guint64 step,
    GPtrArray *changes, GPtrArray *notes);
