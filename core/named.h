/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Records that are found by name: networks, recipes, losses, schedules, modes ... The first member
 * of such a record is its name (const char *); a registry is an array of pointers to them that
 * ends with NULL. */

#include <glib.h>

/* The record called NAME, or NULL with P2P_ERROR_USAGE: "WHAT "NAME"; use one of: a, b, c (did you
 * mean b?)". */
gconstpointer p2p_find_named (gconstpointer records, const char *name, const char *what,
    GError **error);
/* "a, b, c"; free with g_free(). */
char *p2p_names_of (gconstpointer records);

/* The same for plain words, an array that ends with NULL: the place of WORD in it, or -1. */
int p2p_find_word (const char *const *words, const char *word, const char *what, GError **error);

/* The one of WORDS that WORD was likely meant to be: few letters differ, or it begins so. NULL: none
 * is near. */
const char *p2p_nearest_word (const char *const *words, const char *word);
