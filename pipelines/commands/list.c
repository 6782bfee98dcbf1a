/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* p2p list: what can be chosen. Everything comes from the core's records. */

#include <jansson.h>
#include "arguments.h"
#include "console.h"

/* One thing: its name, what it is, why it cannot be used here (or NULL). */
typedef void (*Each) (gpointer user, const char *name, const char *description, const char *why);

static void
each_backend (Each each, gpointer user)
{
  for (const P2pBackend *const *b = p2p_backends (); *b; b++) {
    g_autoptr (GError) why = NULL;
    const gboolean usable = (*b)->probe (&why);
    each (user, (*b)->name, (*b)->description, usable ? NULL : why ? why->message : "unknown");
  }
}

static void
each_model (Each each, gpointer user)
{
  for (const P2pRecipe *const *r = p2p_recipes (); *r; r++)
    each (user, (*r)->name, (*r)->description, NULL);
}

static void
each_arch (Each each, gpointer user, P2pRole role)
{
  g_autofree const P2pArch **archs = p2p_archs (role);
  for (guint i = 0; archs[i]; i++)
    each (user, archs[i]->name, archs[i]->description, NULL);
}

static void
each_generator (Each each, gpointer user)
{
  each_arch (each, user, P2P_ROLE_GENERATOR);
}

static void
each_discriminator (Each each, gpointer user)
{
  each_arch (each, user, P2P_ROLE_DISCRIMINATOR);
}

static void
each_norm (Each each, gpointer user)
{
  static const char *const descriptions[] = { [P2P_NORM_NONE] = "no normalisation",
    [P2P_NORM_BATCH] = "over all pictures of a batch; the usual one with batches of 1 too",
    [P2P_NORM_INSTANCE] = "over each picture alone" };
  for (guint i = 0; i < G_N_ELEMENTS (descriptions); i++)
    each (user, p2p_norm_name ((P2pNorm) i), descriptions[i], NULL);
}

static void
each_loss (Each each, gpointer user)
{
  for (const P2pGanMode *const *g = p2p_gan_modes (); *g; g++)
    each (user, (*g)->name, (*g)->description, NULL);
}

static void
each_schedule (Each each, gpointer user)
{
  for (const P2pSchedule *const *s = p2p_schedules (); *s; s++)
    each (user, (*s)->name, (*s)->description, NULL);
}

static void
each_init (Each each, gpointer user)
{
  for (const P2pInitialiser *const *i = p2p_initialisers (); *i; i++)
    each (user, (*i)->name, (*i)->description, NULL);
}

static void
each_report (Each each, gpointer user)
{
  for (const P2pReporter *const *r = p2p_reporters (); *r; r++)
    each (user, (*r)->name, (*r)->description, NULL);
}

static const struct
{
  const char *key, *title;
  void (*loop) (Each each, gpointer user);
} kinds[] = { { "backends", "Back-ends (--backend)", each_backend },
  { "models", "Models (--model)", each_model },
  { "generators", "Generators (--netG)", each_generator },
  { "discriminators", "Discriminators (--netD)", each_discriminator },
  { "norms", "Normalisations (--norm)", each_norm },
  { "losses", "Adversarial losses (--gan_mode)", each_loss },
  { "schedules", "Schedules of the learning rate (--lr_policy)", each_schedule },
  { "init_types", "Initial weights (--init_type)", each_init },
  { "reports", "Reports of every training run", each_report } };

static void
print_text (gpointer user, const char *name, const char *description, const char *why)
{
  if (why)
    p2p_console_print ("  %-14s %s; not usable here: %s", name, description, why);
  else
    p2p_console_print ("  %-14s %s", name, description);
}

static void
add_json (gpointer user, const char *name, const char *description, const char *why)
{
  json_t *thing = json_pack ("{s:s, s:s, s:b}", "name", name, "description", description, "usable",
      why == NULL);
  if (why)
    json_object_set_new (thing, "reason", json_string (why));
  json_array_append_new (user, thing);
}

static void
print_json (void)
{
  json_t *all = json_pack ("{s:s}", "version", P2P_VERSION);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    json_t *things = json_array ();
    kinds[i].loop (add_json, things);
    json_object_set_new (all, kinds[i].key, things);
  }
  char *text = json_dumps (all, JSON_INDENT (2));
  p2p_console_print ("%s", text);
  free (text);
  json_decref (all);
}

static gboolean
run (char **argv, GError **error)
{
  gboolean json = FALSE;
  const char *extra;
  const GOptionEntry own[] = { { "json", 0, 0, G_OPTION_ARG_NONE, &json, "Print JSON", NULL },
    { NULL } };
  g_auto (P2pArguments) arguments = { 0 };
  if (!p2p_arguments_parse (&arguments, &p2p_command_list, argv, 0, NULL, own, error)
      || !p2p_arguments_single (&arguments, &extra, error))
    return FALSE;
  if (extra) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE, "p2p list takes no argument; leave out \"%s\"",
        extra);
    return FALSE;
  }
  if (json)
    print_json ();
  for (guint i = 0; !json && i < G_N_ELEMENTS (kinds); i++) {
    p2p_console_print ("%s%s", i ? "\n" : "", kinds[i].title);
    kinds[i].loop (print_text, NULL);
  }
  return TRUE;
}

const P2pCommand p2p_command_list = {
  .name = "list",
  .arguments = "",
  .summary = "Lists back-ends, models, networks, losses and what else can be chosen",
  .examples = "  p2p list\n  p2p list --json | jq -r '.backends[] | select(.usable).name'",
  .run = run,
};
