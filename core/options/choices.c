/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "options/choices.h"

#include <string.h>

#include "backend.h"
#include "data/dataset.h"
#include "data/modes.h"
#include "graph/net.h"
#include "losses/loss.h"
#include "named.h"
#include "recipes/recipe.h"
#include "schedules/schedule.h"

/* --- names of records --- */

static gboolean
check_generator (const char *name, GError **error)
{
  return p2p_arch_find (P2P_ROLE_GENERATOR, name, error) != NULL;
}

static gboolean
check_discriminator (const char *name, GError **error)
{
  return p2p_arch_find (P2P_ROLE_DISCRIMINATOR, name, error) != NULL;
}

static gboolean
check_norm (const char *name, GError **error)
{
  P2pNorm norm;
  return g_str_equal (name, "syncbatch") || p2p_norm_parse (name, &norm, error);
}

static gboolean
check_gan_mode (const char *name, GError **error)
{
  return p2p_gan_mode_find (name, error) != NULL;
}

static gboolean
check_policy (const char *name, GError **error)
{
  return p2p_schedule_find (name, error) != NULL;
}

static gboolean
check_backend (const char *name, GError **error)
{
  return p2p_backend_find (name, error) != NULL;
}

static gboolean
check_model (const char *name, GError **error)
{
  return p2p_recipe_find (name, error) != NULL;
}

static gboolean
check_mode (const char *name, GError **error)
{
  return p2p_find_named (p2p_dataset_modes (), name, "--dataset_mode cannot be", error) != NULL;
}

static gboolean
check_init_type (const char *name, GError **error)
{
  return p2p_find_named (p2p_initialisers (), name, "--init_type cannot be", error) != NULL;
}

static char *
arch_names (P2pRole role)
{
  g_autofree const P2pArch **all = p2p_archs (role);
  return p2p_names_of (all);
}

static char *
generator_names (void)
{
  return arch_names (P2P_ROLE_GENERATOR);
}

static char *
discriminator_names (void)
{
  return arch_names (P2P_ROLE_DISCRIMINATOR);
}

static char *
gan_mode_names (void)
{
  return p2p_names_of (p2p_gan_modes ());
}

static char *
norm_names (void)
{
  return g_strjoin (", ", p2p_norm_name (P2P_NORM_BATCH), p2p_norm_name (P2P_NORM_INSTANCE),
      p2p_norm_name (P2P_NORM_NONE), "syncbatch", NULL);
}

static char *
policy_names (void)
{
  return p2p_names_of (p2p_schedules ());
}

static char *
backend_names (void)
{
  g_autofree char *names = p2p_names_of (p2p_backends ());
  return g_strconcat ("auto, ", names, NULL);
}

static char *
model_names (void)
{
  return p2p_names_of (p2p_recipes ());
}

static char *
mode_names (void)
{
  return p2p_names_of (p2p_dataset_modes ());
}

static char *
init_type_names (void)
{
  return p2p_names_of (p2p_initialisers ());
}

static const struct
{
  const char *option;
  gboolean (*check) (const char *name, GError **error); /* NULL: judged with others */
  char *(*names) (void);
} records[] = {
  { "model", check_model, model_names },
  { "netG", check_generator, generator_names },
  { "netD", check_discriminator, discriminator_names },
  { "norm", check_norm, norm_names },
  { "gan_mode", check_gan_mode, gan_mode_names },
  { "init_type", check_init_type, init_type_names },
  { "lr_policy", check_policy, policy_names },
  { "backend", check_backend, backend_names },
  { "dataset_mode", check_mode, mode_names },
  { "preprocess", NULL, p2p_transform_names },
};

/* --- words --- */

static const char *const directions[] = { "AtoB", "BtoA", NULL };
static const char *const orders[] = { "newest", "classic", NULL };
static const char *const gp_types[] = { "mixed", "real", "fake", NULL };
static const char *const switches[] = { "auto", "on", "off", NULL };
static const char *const stats[] = { "batch", "running", "image", NULL };
static const char *const formats[] = { "both", "safetensors", "pth", NULL };

static const struct
{
  const char *option;
  const char *const *words;
  gboolean may_be_empty;
} words[] = {
  { "direction", directions },
  { "lr_order", orders },
  { "gp_type", gp_types },
  { "dropout", switches },
  { "norm_stats", stats, TRUE },
  { "save_format", formats },
};

static gboolean
check_word (guint i, const char *value, GError **error)
{
  g_autofree char *what = g_strdup_printf ("--%s cannot be", words[i].option);
  return (words[i].may_be_empty && !*value)
         || p2p_find_word (words[i].words, value, what, error) >= 0;
}

gboolean
p2p_option_check (const P2pOptions *options, const P2pOption *option, GError **error)
{
  g_autofree char *value = p2p_option_get (options, option);
  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    if (g_str_equal (records[i].option, option->name))
      return !records[i].check || records[i].check (value, error);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i].option, option->name))
      return check_word (i, value, error);
  return TRUE;
}

char *
p2p_option_names (const P2pOption *option)
{
  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    if (g_str_equal (records[i].option, option->name))
      return records[i].names ();
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i].option, option->name))
      return g_strjoinv (", ", (char **) words[i].words);
  return NULL;
}

const char *
p2p_option_help (const P2pOption *option)
{
  if (!g_str_has_suffix (option->help, ":"))
    return option->help;
  g_autofree char *names = p2p_option_names (option);
  g_autofree char *text = g_strdup_printf ("%s %s", option->help, names);
  return g_intern_string (text);
}

static gboolean
says_all (const char *text, const char *names)
{
  g_auto (GStrv) all = g_strsplit (names, ", ", -1);
  for (char **name = all; *name; name++)
    if (!strstr (text, *name))
      return FALSE;
  return TRUE;
}

const char *
p2p_option_full_help (const P2pOption *option)
{
  const char *help = p2p_option_help (option);
  g_auto (GStrv) parts = g_strsplit (help, " (see p2p list)", 2);
  g_autofree char *plain = g_strjoinv ("", parts), *names = p2p_option_names (option);
  GString *s = g_string_new (plain);
  if (names && !says_all (plain, names))
    g_string_append_printf (s, "; one of %s", names);
  if (option->unset && *option->unset)
    g_string_append_printf (s, "; %s: as the model has it by default", option->unset);
  else if (option->unset && !strstr (plain, "by default"))
    g_string_append (s, "; empty: as the model has it by default");
  const char *text = g_intern_string (s->str);
  g_string_free (s, TRUE);
  return text;
}
