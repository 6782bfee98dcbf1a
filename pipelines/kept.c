/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "kept.h"

#include "choice.h"

/* The run's name when all is chosen: a suffix may speak of any option. */
static gboolean
find_name (const P2pArguments *arguments, P2pOptions *o, GError **error)
{
  GHashTableIter iter;
  gpointer name;
  g_auto (P2pChoice) choice = { 0 };
  g_auto (P2pArguments) copy = { .given = g_hash_table_new (g_str_hash, g_str_equal) };
  p2p_options_copy (&arguments->options, &copy.options);
  g_hash_table_iter_init (&iter, arguments->given);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_hash_table_add (copy.given, name);
  if (!p2p_choice_make (&choice, &copy, error))
    return FALSE;
  g_free (o->name);
  o->name = g_strdup (copy.options.name);
  return TRUE;
}

static gboolean
find_record (const P2pArguments *arguments, P2pRecord **record, GError **error)
{
  g_auto (P2pOptions) o;
  p2p_options_copy (&arguments->options, &o);
  if (*o.suffix && !find_name (arguments, &o, error))
    return FALSE;
  *record = p2p_trainer_record (&o);
  return TRUE;
}

static gboolean
fits (const P2pRecord *record, const P2pOptions *now, GError **error)
{
  g_auto (P2pOptions) o;
  p2p_options_copy (now, &o);
  return p2p_record_keep (record, &o, error) && p2p_options_resolve (&o, error)
         && p2p_record_fits (record, &o, error) && p2p_record_same_data (record, &o, error);
}

/* A mode that the folder cannot be read in any more is chosen anew. */
static gboolean
is_there (const P2pOptions *o)
{
  const P2pDatasetSpec spec = { .dataroot = o->dataroot,
    .dataroot_b = o->dataroot_b,
    .phase = o->phase,
    .mode = o->dataset_mode };
  g_autoptr (P2pDataset) dataset = p2p_dataset_open (&spec, NULL);
  return dataset != NULL;
}

gboolean
p2p_kept_take (P2pArguments *arguments, GError **error)
{
  GHashTableIter iter;
  gpointer name;
  P2pOptions *o = &arguments->options;
  g_autoptr (P2pRecord) record = NULL;
  if (!p2p_options_check_names (o, error) || !find_record (arguments, &record, error))
    return FALSE;
  if (!record)
    return TRUE;
  if (!fits (record, o, error) || !p2p_record_keep (record, o, error))
    return FALSE;
  const gboolean mode = p2p_arguments_given (arguments, "dataset_mode");
  g_hash_table_iter_init (&iter, record->values);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_hash_table_add (arguments->given, name);
  if (mode || is_there (o))
    return TRUE;
  g_hash_table_remove (arguments->given, "dataset_mode");
  return p2p_option_set (o, p2p_option_find ("dataset_mode", P2P_FOR_TRAIN, NULL), "", error);
}
