/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "backend.h"

#include "backends-list.h"
#include "error.h"
#include "named.h"

#define X(word) extern const P2pBackend p2p_backend_##word;
P2P_BACKENDS (X)
#undef X

const P2pBackend *const *
p2p_backends (void)
{
  static const P2pBackend *const all[] = {
#define X(word) &p2p_backend_##word,
    P2P_BACKENDS (X)
#undef X
        NULL
  };
  return all;
}

static const P2pBackend *
first_usable (GError **error)
{
  g_autoptr (GString) reasons = g_string_new (NULL);
  for (const P2pBackend *const *b = p2p_backends (); *b; b++) {
    g_autoptr (GError) reason = NULL;
    if ((*b)->probe (&reason))
      return *b;
    g_string_append_printf (reasons, "; %s: %s", (*b)->name, reason->message);
  }
  g_set_error (error, P2P_ERROR, P2P_ERROR_UNAVAILABLE, "no back-end works here%s", reasons->str);
  return NULL;
}

const P2pBackend *
p2p_backend_find (const char *name, GError **error)
{
  if (!name || !*name || g_str_equal (name, "auto"))
    return first_usable (error);
  for (const P2pBackend *const *b = p2p_backends (); *b; b++) {
    if (g_str_equal ((*b)->name, name)) {
      if ((*b)->probe (error))
        return *b;
      g_prefix_error (error, "back-end \"%s\" is not usable here: ", name);
      return NULL;
    }
  }
  g_autofree char *names = p2p_names_of (p2p_backends ());
  g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
      "unknown back-end \"%s\"; this build has: auto, %s", name, names);
  return NULL;
}

P2pDevice *
p2p_device_open (const char *backend, int threads, GError **error)
{
  const P2pBackend *b = p2p_backend_find (backend, error);
  return b ? b->open (threads, error) : NULL;
}

void
p2p_device_close (P2pDevice *device)
{
  if (device)
    device->backend->close (device);
}

guint64
p2p_store_left_out (const P2pStore *store)
{
  return store->left_out;
}
