/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "io/statedict.h"

#include "error.h"
#include "io/dtypes.h"
#include "io/map.h"
#include "io/pth.h"

#include <string.h>

#define FIRST (4u << 10)  /* bytes that tell what a file is */
#define LARGE (64u << 10) /* bytes of a tensor whose pages are worth giving back */

struct _P2pStateDict
{
  char *name; /* of the file, for messages */
  P2pMap map; /* empty when the bytes are somebody else's */
  const P2pSafetensors *file;
  P2pSafetensors *own_file;
  P2pPth *pth;
  P2pPthLayout layout;
  P2pTensorInfo *infos;
  guint n;
  GPtrArray *names; /* that are not as in the file */
  P2pStateDict *of; /* a part of that one ... */
  GArray *places;   /* ... where its tensors stand there: guint */
  gboolean owns;    /* and it ends with the part */
  GHashTable *by_name;
};

/* ---- what is it? ---- */

static gboolean
begins (const guint8 *bytes, gsize size, const char *text)
{
  return size >= strlen (text) && memcmp (bytes, text, strlen (text)) == 0;
}

/* The byte at 8 is the brace of a header whose length stands before it. */
static gboolean
looks_like_safetensors (const guint8 *bytes, gsize size)
{
  return size >= 9 && bytes[8] == '{' && bytes[6] == 0 && bytes[7] == 0;
}

/* What became of a file that is none of ours; never NULL. */
static const char *
explain (const guint8 *bytes, gsize size)
{
  guint replaced = 0;
  for (gsize i = 0; i + 2 < MIN (size, 256); i++)
    replaced += memcmp (bytes + i, "\xef\xbf\xbd", 3) == 0;
  if (size == 0)
    return "it is empty (0 bytes): the download or copy failed; fetch it again";
  if (begins (bytes, size, "version "))
    return "it is a Git LFS pointer, not the file itself; run `git lfs pull` where it came from";
  if (replaced > 2)
    return "it was mangled by a program that took it for text (its bytes became U+FFFD, which "
           "cannot be undone); fetch it again, as binary";
  if (begins (bytes, size, "\x80\2\x8a\r\n\x6c"))
    return "its line ends were converted as if it were text; fetch it again, as binary";
  if (begins (bytes, size, "<!") || begins (bytes, size, "<html") || begins (bytes, size, "<?xml"))
    return "it is a web page, perhaps that of the download; fetch the file itself and use that";
  if (begins (bytes, size, "\x80"))
    return "it is a pickle, but not one of torch.save; use torch.save on the state_dict()";
  if (begins (bytes, size, "\x1f\x8b") || begins (bytes, size, "7z")
      || begins (bytes, size, "Rar!"))
    return "it is a compressed archive; unpack it and use the file inside";
  if (begins (bytes, size, "PK\5\6"))
    return "it is an empty archive; fetch it again";
  if (begins (bytes, size, "\x89HDF"))
    return "it is an HDF5 file (of Keras?); use a .pth or .safetensors file";
  return "it is neither a .pth of torch.save nor a .safetensors file; use one of these";
}

/* ---- opening ---- */

/* NAME without what wrappers of networks put between the dots; NULL if there is none. */
static char *
without_wrappers (const char *name)
{
  static const char *const wrappers[] = { "module", "_orig_mod", "_forward_module",
    "_fsdp_wrapped_module", "_checkpoint_wrapped_module", NULL };
  g_auto (GStrv) words = g_strsplit (name, ".", -1);
  GString *kept = g_string_new (NULL);
  for (guint i = 0; words[i]; i++)
    if (!words[i + 1] || !g_strv_contains (wrappers, words[i]))
      g_string_append_printf (kept, "%s%s", kept->len ? "." : "", words[i]);
  return g_string_free (kept, kept->len == strlen (name));
}

/* From all names, unless two would become one. */
static void
take_wrappers_off (P2pStateDict *dict)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree const char **names = g_new (const char *, dict->n);
  dict->names = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < dict->n; i++) {
    char *other = without_wrappers (dict->infos[i].name);
    if (other)
      g_ptr_array_add (dict->names, other);
    names[i] = other ? other : dict->infos[i].name;
    if (!g_hash_table_add (seen, (gpointer) names[i]))
      return;
  }
  for (guint i = 0; i < dict->n; i++)
    dict->infos[i].name = names[i];
}

static void
index_names (P2pStateDict *dict)
{
  dict->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < dict->n; i++)
    g_hash_table_insert (dict->by_name, (gpointer) dict->infos[i].name, &dict->infos[i]);
}

static void
list_infos (P2pStateDict *dict)
{
  dict->n = dict->pth ? p2p_pth_n (dict->pth) : p2p_safetensors_n (dict->file);
  dict->infos = g_new0 (P2pTensorInfo, dict->n);
  for (guint i = 0; i < dict->n; i++)
    dict->infos[i] = dict->pth ? *p2p_pth_at (dict->pth, i) : *p2p_safetensors_at (dict->file, i);
  take_wrappers_off (dict);
  index_names (dict);
}

/* BYTES of SIZE, of which the first FIRST are there. Not for a .pth. */
static gboolean
open_safetensors (P2pStateDict *dict, const guint8 *bytes, gsize size, GError **error)
{
  if (looks_like_safetensors (bytes, size)
      || (size > 0 && !begins (bytes, size, "version ")
          && g_str_has_suffix (dict->name, ".safetensors")))
    dict->file = dict->own_file =
        p2p_map_fill (&dict->map, p2p_safetensors_head (bytes, size), error)
            ? p2p_safetensors_parse (bytes, size, dict->name, error)
            : NULL;
  else
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA, "%s is not a model file: %s", dict->name,
        explain (bytes, size));
  return dict->file != NULL;
}

/* The map of DICT is empty, or holds BYTES, which are read as far as they are needed. */
static P2pStateDict *
parse (P2pStateDict *dict, const void *bytes, gsize size, GError **error)
{
  dict->layout = p2p_pth_sniff (bytes, size);
  if (dict->layout != P2P_PTH_NONE)
    dict->pth = p2p_pth_parse (bytes, size, &dict->map, dict->name, error);
  if (!dict->pth
      && (dict->layout != P2P_PTH_NONE || !open_safetensors (dict, bytes, size, error))) {
    p2p_state_dict_free (dict);
    return NULL;
  }
  list_infos (dict);
  return dict;
}

static P2pStateDict *
new_dict (const char *name)
{
  P2pStateDict *dict = g_new0 (P2pStateDict, 1);
  dict->name = g_strdup (name);
  dict->map.fd = -1;
  return dict;
}

P2pStateDict *
p2p_state_dict_parse (const void *bytes, gsize size, const char *name, GError **error)
{
  return parse (new_dict (name), bytes, size, error);
}

P2pStateDict *
p2p_state_dict_open (const char *path, GError **error)
{
  P2pStateDict *dict = new_dict (path);
  if (p2p_map_open (&dict->map, path, FIRST, error))
    return parse (dict, dict->map.bytes, dict->map.size, error);
  p2p_state_dict_free (dict);
  return NULL;
}

P2pStateDict *
p2p_state_dict_of_safetensors (const P2pSafetensors *file)
{
  P2pStateDict *dict = new_dict (p2p_safetensors_name (file));
  dict->file = file;
  list_infos (dict);
  return dict;
}

P2pStateDict *
p2p_state_dict_part (P2pStateDict *dict, const char *prefix)
{
  const gsize length = strlen (prefix);
  g_autofree char *name = length
                              ? g_strdup_printf ("%s (%.*s)", dict->name, (int) length - 1, prefix)
                              : g_strdup (dict->name);
  P2pStateDict *part = new_dict (name);
  part->of = dict;
  part->infos = g_new0 (P2pTensorInfo, dict->n);
  part->places = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < dict->n; i++)
    if (strncmp (dict->infos[i].name, prefix, length) == 0 && dict->infos[i].name[length]) {
      part->infos[part->n] = dict->infos[i];
      part->infos[part->n++].name += length;
      g_array_append_val (part->places, i);
    }
  index_names (part);
  return part;
}

void
p2p_state_dict_adopt (P2pStateDict *part)
{
  part->owns = TRUE;
}

void
p2p_state_dict_free (P2pStateDict *dict)
{
  if (!dict)
    return;
  if (dict->owns)
    p2p_state_dict_free (dict->of);
  if (dict->places)
    g_array_unref (dict->places);
  if (dict->names)
    g_ptr_array_unref (dict->names);
  g_clear_pointer (&dict->by_name, g_hash_table_unref);
  p2p_pth_free (dict->pth);
  p2p_safetensors_free (dict->own_file);
  p2p_map_close (&dict->map);
  g_free (dict->infos);
  g_free (dict->name);
  g_free (dict);
}

const char *
p2p_state_dict_format (const P2pStateDict *dict)
{
  if (dict->of)
    return p2p_state_dict_format (dict->of);
  return dict->layout == P2P_PTH_ZIP      ? "pth"
         : dict->layout == P2P_PTH_LEGACY ? "pth-legacy"
                                          : "safetensors";
}

const char *
p2p_state_dict_name (const P2pStateDict *dict)
{
  return dict->name;
}

guint
p2p_state_dict_n (const P2pStateDict *dict)
{
  return dict->n;
}

const P2pTensorInfo *
p2p_state_dict_at (const P2pStateDict *dict, guint i)
{
  return i < dict->n ? &dict->infos[i] : NULL;
}

const P2pTensorInfo *
p2p_state_dict_find (const P2pStateDict *dict, const char *name)
{
  return g_hash_table_lookup (dict->by_name, name);
}

const char *
p2p_state_dict_metadata (const P2pStateDict *dict, const char *key)
{
  if (dict->of)
    return p2p_state_dict_metadata (dict->of, key);
  return dict->file ? p2p_safetensors_metadata (dict->file, key) : NULL;
}

GPtrArray *
p2p_state_dict_all_metadata (const P2pStateDict *dict)
{
  GPtrArray *none;
  if (dict->of)
    return p2p_state_dict_all_metadata (dict->of);
  if (dict->file)
    return p2p_safetensors_all_metadata (dict->file);
  none = g_ptr_array_new ();
  g_ptr_array_add (none, NULL);
  return none;
}

gboolean
p2p_state_dict_verify (P2pStateDict *dict, GError **error)
{
  if (dict->of)
    return p2p_state_dict_verify (dict->of, error);
  return !dict->file
         || (p2p_map_fill (&dict->map, dict->map.size, error)
             && p2p_safetensors_verify (dict->file, error));
}

/* ---- the tensors ---- */

gboolean
p2p_state_dict_read (P2pStateDict *dict, const P2pTensorInfo *info, void *bytes, GError **error)
{
  if (dict->of)
    return p2p_state_dict_read (dict->of,
        &dict->of->infos[g_array_index (dict->places, guint, info - dict->infos)], bytes, error);
  if (!dict->file)
    return p2p_pth_read (dict->pth, (guint) (info - dict->infos), bytes, error);
  if (!p2p_map_fill (&dict->map, dict->map.size, error))
    return FALSE;
  p2p_safetensors_read (dict->file, info, bytes);
  return TRUE;
}

void
p2p_state_dict_let_go (P2pStateDict *dict, const char *name)
{
  const P2pTensorInfo *info = p2p_state_dict_find (dict, name);
  const gsize size = info ? info->count * p2p_dtype_size (info->dtype) : 0;
  while (dict->of)
    dict = dict->of;
  if (size < LARGE || !dict->file)
    return;
  if (dict->map.size > 0)
    p2p_map_let_go (info->data, size);
  else
    p2p_safetensors_let_go (dict->file, info);
}

static gboolean
read_converted (P2pStateDict *dict, const P2pTensorInfo *info, float *values, GError **error)
{
  gsize size;
  g_autofree void *bytes = NULL;
  if (g_size_checked_mul (&size, info->count, p2p_dtype_size (info->dtype)))
    bytes = g_try_malloc (MAX (size, 1));
  if (!bytes) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_MEMORY,
        "no memory to read tensor \"%s\" of %s; use a smaller network", info->name, dict->name);
    return FALSE;
  }
  if (!p2p_state_dict_read (dict, info, bytes, error))
    return FALSE;
  if (p2p_dtype_floats (info->dtype, bytes, info->count, values))
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
      "tensor \"%s\" of %s is of type %s, which holds no network's values; check that it is of the "
      "same network",
      info->name, dict->name, p2p_dtype_name (info->dtype));
  return FALSE;
}

gboolean
p2p_state_dict_floats (P2pStateDict *dict, const char *name, gsize count, float *values,
    GError **error)
{
  const P2pTensorInfo *info = p2p_state_dict_find (dict, name);
  if (!info) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "%s has no tensor \"%s\"; check that it is of the same network", dict->name, name);
    return FALSE;
  }
  if (info->count != count) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "tensor \"%s\" of %s has %" G_GSIZE_FORMAT " numbers instead of %" G_GSIZE_FORMAT
        "; check that it is of the same network",
        name, dict->name, info->count, count);
    return FALSE;
  }
  if (info->dtype == P2P_DTYPE_F32)
    return p2p_state_dict_read (dict, info, values, error);
  return read_converted (dict, info, values, error);
}
