/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "case.h"

#include <jansson.h>
#include <string.h>

static json_t *
load_json (const char *folder, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  json_error_t problem;
  json_t *json = json_load_file (path, JSON_REJECT_DUPLICATES, &problem);
  if (!json)
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA, "%s: %s (line %d)", path, problem.text,
        problem.line);
  return json;
}

static char *
json_text (const json_t *value)
{
  if (json_is_string (value))
    return g_strdup (json_string_value (value));
  if (json_is_boolean (value))
    return g_strdup (json_is_true (value) ? "1" : "0");
  return g_strdup_printf ("%.17g", json_number_value (value));
}

/* Keys that are no options of ours. TRUE if KEY was one of them. */
static gboolean
own_key (GoldenCase *g, const char *key, const json_t *value, GError **error)
{
  if (g_str_equal (key, "format"))
    return TRUE;
  if (g_str_equal (key, "steps"))
    g->steps = (int) json_integer_value (value);
  else if (g_str_equal (key, "chaotic"))
    g->chaotic = json_is_true (value);
  else if (g_str_equal (key, "size")) {
    g->h = (int) json_integer_value (json_array_get (value, 0));
    g->w = (int) json_integer_value (json_array_get (value, 1));
  } else if (g_str_equal (key, "beta2") || g_str_equal (key, "eps")) {
    const double ours = g_str_equal (key, "eps") ? 1e-8 : 0.999;
    if (json_number_value (value) != ours)
      g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE, "%s is %g; only %g is known", key,
          json_number_value (value), ours);
  } else
    return FALSE;
  return TRUE;
}

static gboolean
set_option (GoldenCase *g, const char *key, const json_t *value, GError **error)
{
  guint n;
  const P2pOption *table = p2p_options_table (&n);
  g_autofree char *text = json_text (value);
  for (guint i = 0; i < n; i++)
    if (g_str_equal (table[i].name, key))
      return p2p_option_set (&g->options, &table[i], text, error);
  g_set_error (error, P2P_ERROR, P2P_ERROR_DATA, "case.json: unknown key \"%s\"", key);
  return FALSE;
}

static gboolean
read_case (GoldenCase *g, GError **error)
{
  json_t *json = load_json (g->folder, "case.json", error), *value;
  const char *key;
  gboolean ok = json != NULL;
  json_object_foreach (json, key, value)
  {
    GError *problem = NULL;
    if (ok && !own_key (g, key, value, &problem))
      set_option (g, key, value, &problem);
    if (problem) {
      g_propagate_error (error, problem);
      ok = FALSE;
      break;
    }
  }
  json_decref (json);
  return ok;
}

static gboolean
read_losses (GoldenCase *g, GError **error)
{
  json_t *json = load_json (g->folder, "losses.json", error), *step, *value;
  const char *key;
  size_t i;
  if (!json)
    return FALSE;
  g->losses = g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref);
  json_array_foreach (json, i, step)
  {
    GHashTable *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    json_object_foreach (step, key, value)
    {
      const double number = json_number_value (value);
      g_hash_table_insert (table, g_strdup (key), g_memdup2 (&number, sizeof number));
    }
    g_ptr_array_add (g->losses, table);
  }
  json_decref (json);
  return TRUE;
}

static float *
read_inputs (const GoldenCase *g, const char *name, int channels, GError **error)
{
  const gsize count =
      (gsize) g->steps * g->options.batch_size * channels * (gsize) g->h * (gsize) g->w;
  float *values = g_new (float, count);
  if (p2p_safetensors_floats (g->inputs, name, count, values, error))
    return values;
  g_free (values);
  return NULL;
}

static P2pSafetensors *
open_file (const GoldenCase *g, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (g->folder, name, NULL);
  return p2p_safetensors_open (path, error);
}

P2pSafetensors *
golden_case_file (const GoldenCase *g, const char *kind, const char *net, GError **error)
{
  g_autofree char *name = g_strdup_printf ("%s_%s.safetensors", kind, net);
  return open_file (g, name, error);
}

GoldenCase *
golden_case_load (const char *folder, const char *backend, int threads, GError **error)
{
  g_autoptr (GoldenCase) g = g_new0 (GoldenCase, 1);
  g->folder = g_strdup (folder);
  p2p_options_init (&g->options, P2P_FOR_TRAIN);
  g_free (g->options.backend);
  g->options.backend = g_strdup (backend);
  g->options.threads = threads;
  if (!read_case (g, error) || !read_losses (g, error) || !p2p_options_resolve (&g->options, error)
      || !p2p_options_check (&g->options, error))
    return NULL;
  const gboolean forth = g_str_equal (g->options.direction, "AtoB");
  g->inputs = open_file (g, "inputs.safetensors", error);
  g->out = g->inputs ? open_file (g, "out.safetensors", error) : NULL;
  if (!g->out)
    return NULL;
  g->a = read_inputs (g, "in_A", forth ? g->options.input_nc : g->options.output_nc, error);
  g->b = g->a ? read_inputs (g, "in_B", forth ? g->options.output_nc : g->options.input_nc, error)
              : NULL;
  return g->b ? g_steal_pointer (&g) : NULL;
}

void
golden_case_free (GoldenCase *g)
{
  if (!g)
    return;
  g_free (g->folder);
  p2p_options_clear (&g->options);
  g_clear_pointer (&g->inputs, p2p_safetensors_free);
  g_clear_pointer (&g->out, p2p_safetensors_free);
  g_free (g->a);
  g_free (g->b);
  g_clear_pointer (&g->losses, g_ptr_array_unref);
  g_free (g);
}
