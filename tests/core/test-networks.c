/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claims: of a file of several networks, in dictionaries or by the beginnings of their names,
 * the one that is asked for is read, value by value, and without asking the only one; whatever
 * wrappers stand before and between its names; else they are listed. A network that is none of
 * ours is refused with what makes it another: kind of tensor, number of blocks, of levels, norm. */

#include "error.h"
#include "io/safetensors.h"
#include "model/model.h"
#include "pth-maker.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static char *folder;
static P2pDevice *device;

static P2pNet *
make_net (P2pRole role, const char *arch, P2pNorm norm, float first)
{
  const P2pNetOptions options = { 3, 3, 2, 3, norm, FALSE };
  g_autoptr (GError) error = NULL;
  P2pNet *net = p2p_net_new (device, p2p_arch_find (role, arch, NULL), &options, FALSE, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < net->params->n; i++) {
    g_autofree float *values = g_new (float, net->params->list[i].count);
    for (gsize k = 0; k < net->params->list[i].count; k++)
      values[k] = first + (float) i;
    device->backend->store_write (net->store, P2P_STORE_VALUE, i, values);
  }
  return net;
}

/* ---- a .pth of any names, each with its storage ---- */

typedef struct
{
  GString *pickle;
  GPtrArray *entries; /* names of the archive's; their bytes are zeros, or `value` */
  GArray *items;      /* ZipItem */
  GPtrArray *bytes;
} Pth;

static Pth
pth_new (void)
{
  return (Pth){ g_string_new_len (PROTO, 2), g_ptr_array_new_with_free_func (g_free),
    g_array_new (FALSE, TRUE, sizeof (ZipItem)), g_ptr_array_new_with_free_func (g_free) };
}

static void
put_text (GString *pickle, const char *text)
{
  const guint32 length = GUINT32_TO_LE ((guint32) strlen (text));
  g_string_append_c (pickle, 'X');
  g_string_append_len (pickle, (const char *) &length, 4);
  g_string_append (pickle, text);
}

static void
put_int (GString *pickle, gint64 number)
{
  const gint32 n = GINT32_TO_LE ((gint32) number);
  g_string_append_c (pickle, 'J');
  g_string_append_len (pickle, (const char *) &n, 4);
}

/* "name": a tensor of floats that are all VALUE; the dictionary is open. */
static void
put_tensor (Pth *pth, const char *name, int rank, const int *dims, float value)
{
  GString *p = pth->pickle;
  g_autofree char *key = g_strdup_printf ("%u", pth->items->len);
  gsize count = 1;
  for (int i = 0; i < rank; i++)
    count *= (gsize) dims[i];
  float *values = g_new (float, count);
  for (gsize i = 0; i < count; i++)
    values[i] = value;
  const ZipItem item = { g_strdup_printf ("x/data/%s", key), values, count * sizeof (float), 0, 0,
    0, 0 };
  g_ptr_array_add (pth->entries, (gpointer) item.name);
  g_ptr_array_add (pth->bytes, values);
  g_array_append_val (pth->items, item);
  put_text (p, name);
  g_string_append (p, REBUILD "((");
  put_text (p, "storage");
  g_string_append (p, FLOATS);
  put_text (p, key);
  put_text (p, "cpu");
  put_int (p, (gint64) count);
  g_string_append (p, "tQ");
  put_int (p, 0);
  g_string_append_c (p, '(');
  for (int i = 0; i < rank; i++)
    put_int (p, dims[i]);
  g_string_append (p, "t(");
  for (int i = 0; i < rank; i++) {
    gint64 stride = 1;
    for (int k = i + 1; k < rank; k++)
      stride *= dims[k];
    put_int (p, stride);
  }
  g_string_append (p, "t\211" ODICT ")RtR");
}

/* All of NET, each name with PREFIX before it. */
static void
put_net (Pth *pth, const P2pNet *net, const char *prefix)
{
  for (guint i = 0; i < net->params->n; i++) {
    const P2pParam *p = &net->params->list[i];
    g_autofree float *values = g_new (float, p->count);
    g_autofree char *name = g_strconcat (prefix, p->name, NULL);
    device->backend->store_read (net->store, P2P_STORE_VALUE, i, values);
    put_tensor (pth, name, p->rank, p->dims, values[0]);
  }
}

static void
pth_save (Pth *pth, const char *path)
{
  const ZipItem pickle = { "x/data.pkl", pth->pickle->str, pth->pickle->len, 0, 0, 0, 0 };
  g_array_prepend_val (pth->items, pickle);
  g_autoptr (GByteArray) file =
      maker_zip ((const ZipItem *) (gpointer) pth->items->data, pth->items->len, 0);
  g_assert_true (g_file_set_contents (path, (const char *) file->data, (gssize) file->len, NULL));
  g_string_free (pth->pickle, TRUE);
  g_array_unref (pth->items);
  g_ptr_array_unref (pth->entries);
  g_ptr_array_unref (pth->bytes);
}

/* ---- what is read ---- */

/* NULL or "": without a name. The network that is read is NET. */
static void
assert_reads (const char *path, const char *network, const P2pNet *net)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (P2pNet) loaded = p2p_model_load (device, path, network, &error);
  g_assert_no_error (error);
  g_assert_true (loaded->arch == net->arch);
  for (guint i = 0; i < net->params->n; i++) {
    const gsize count = net->params->list[i].count;
    g_autofree float *x = g_new (float, count), *y = g_new (float, count);
    device->backend->store_read (net->store, P2P_STORE_VALUE, i, x);
    device->backend->store_read (loaded->store, P2P_STORE_VALUE, i, y);
    g_assert_cmpmem (x, count * sizeof (float), y, count * sizeof (float));
  }
}

static void
assert_refused (const char *path, const char *network, P2pError code, const char *const *words)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (p2p_model_load (device, path, network, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, P2P_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_null (strstr (error->message, "fetch it again"));
  for (guint i = 0; words[i]; i++)
    if (!strstr (error->message, words[i]))
      g_error ("\"%s\" is not in \"%s\"", words[i], error->message);
}

static void
test_dictionaries (void)
{
  g_autofree char *path = g_build_filename (folder, "two.pth", NULL);
  g_autofree char *converted = g_build_filename (folder, "d.safetensors", NULL);
  g_autoptr (P2pNet) g = make_net (P2P_ROLE_GENERATOR, "unet_64", P2P_NORM_BATCH, 1);
  g_autoptr (P2pNet) d = make_net (P2P_ROLE_DISCRIMINATOR, "basic", P2P_NORM_BATCH, 100);
  g_auto (P2pModelInfo) info = { 0 };
  g_autoptr (GError) error = NULL;
  const char *const both[] = { "netG (unet_64)", "netD (basic)", "--network", NULL };
  const char *const other[] = { "\"netX\"", "netG (unet_64)", "netD (basic)", NULL };
  Pth pth = pth_new ();
  g_string_append (pth.pickle, "}");
  put_text (pth.pickle, "epoch");
  put_int (pth.pickle, 3);
  g_string_append_c (pth.pickle, 's');
  put_text (pth.pickle, "netG");
  g_string_append (pth.pickle, ODICT ")R(");
  put_net (&pth, g, "");
  g_string_append (pth.pickle, "us");
  put_text (pth.pickle, "netD");
  g_string_append (pth.pickle, ODICT ")R(");
  put_net (&pth, d, "module.");
  g_string_append (pth.pickle, "us.");
  pth_save (&pth, path);
  assert_refused (path, NULL, P2P_ERROR_USAGE, both);
  assert_refused (path, "netX", P2P_ERROR_USAGE, other);
  g_assert_false (p2p_model_load_into (g, path, &error));
  g_assert_error (error, P2P_ERROR, P2P_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, "run p2p convert"));
  assert_reads (path, "netG", g);
  assert_reads (path, "netD", d);
  g_assert_true (p2p_model_convert (path, "netD", converted, &info, NULL, NULL));
  assert_reads (converted, "", d);
  g_unlink (path);
  g_unlink (converted);
}

/* The same in dictionaries in each other, beside what an optimizer keeps. */
static void
test_nested (void)
{
  static const char *const outer[] = { "state_dict", "params_ema", "checkpoint", "model" };
  g_autofree char *path = g_build_filename (folder, "nested.pth", NULL);
  g_autoptr (P2pNet) g = make_net (P2P_ROLE_GENERATOR, "resnet_6blocks", P2P_NORM_INSTANCE, 1);
  for (guint i = 0; i < G_N_ELEMENTS (outer); i++) {
    const int one = 1;
    Pth pth = pth_new ();
    g_string_append (pth.pickle, "}");
    put_text (pth.pickle, outer[i]);
    g_string_append (pth.pickle, "}");
    put_text (pth.pickle, "generator");
    g_string_append (pth.pickle, ODICT ")R(");
    put_net (&pth, g, "");
    g_string_append (pth.pickle, "uss");
    put_text (pth.pickle, "optimizer");
    g_string_append (pth.pickle, "}");
    put_text (pth.pickle, "state");
    g_string_append (pth.pickle, "}K\1}");
    put_tensor (&pth, "exp_avg", 1, &one, 5);
    g_string_append (pth.pickle, "ssss.");
    pth_save (&pth, path);
    assert_reads (path, NULL, g);
    assert_reads (path, "", g);
  }
  assert_reads (path, "model.generator", g);
  g_unlink (path);
}

/* ---- beginnings of names, in a .safetensors ---- */

static void
save_prefixed (const char *path, const P2pNet *a, const char *before_a, const P2pNet *b,
    const char *before_b)
{
  static const gint64 five = 5;
  static const float extra[5] = { 0 };
  static const gint64 averaged = 7;
  g_autoptr (P2pSafetensorsWriter) writer = p2p_safetensors_writer_new ();
  p2p_safetensors_writer_metadata (writer, "format", "pt");
  p2p_model_add (writer, a, P2P_STORE_VALUE, before_a);
  if (b)
    p2p_model_add (writer, b, P2P_STORE_VALUE, before_b);
  g_autofree char *counter = g_strconcat (before_a, "n_averaged", NULL);
  p2p_safetensors_writer_add (writer, counter, P2P_DTYPE_I64, 0, NULL, &averaged);
  p2p_safetensors_writer_add (writer, "criterion.vgg.mean", P2P_DTYPE_F32, 1, &five, extra);
  g_assert_true (p2p_safetensors_writer_save (writer, path, NULL));
}

static void
test_prefixes (void)
{
  static const struct
  {
    P2pRole role;
    const char *arch;
  } nets[] = { { P2P_ROLE_GENERATOR, "resnet_6blocks" }, { P2P_ROLE_GENERATOR, "unet_64" },
    { P2P_ROLE_DISCRIMINATOR, "basic" }, { P2P_ROLE_DISCRIMINATOR, "pixel" } };
  static const char *const before[] = { "module.", "_orig_mod.", "module._orig_mod.", "model.",
    "net.", "netG.", "model.netG._orig_mod.", "a.b.c.d.module.model.net." };
  g_autofree char *path = g_build_filename (folder, "prefixed.safetensors", NULL);
  for (guint n = 0; n < G_N_ELEMENTS (nets); n++) {
    g_autoptr (P2pNet) net = make_net (nets[n].role, nets[n].arch, P2P_NORM_BATCH, 1);
    for (guint i = 0; i < G_N_ELEMENTS (before); i++) {
      g_autoptr (P2pSafetensorsWriter) writer = p2p_safetensors_writer_new ();
      p2p_model_add (writer, net, P2P_STORE_VALUE, before[i]);
      g_assert_true (p2p_safetensors_writer_save (writer, path, NULL));
      assert_reads (path, NULL, net);
    }
  }
  g_unlink (path);
}

/* As Lightning saves a module that holds both, and a loss with a network of its own. */
static void
test_two_by_name (void)
{
  const char *const both[] = { "gen (resnet_6blocks)", "model.disc (basic)", NULL };
  const char *const one[] = { "no name", "leave --network", NULL };
  g_autofree char *path = g_build_filename (folder, "lightning.safetensors", NULL);
  g_autoptr (P2pNet) g = make_net (P2P_ROLE_GENERATOR, "resnet_6blocks", P2P_NORM_BATCH, 1);
  g_autoptr (P2pNet) d = make_net (P2P_ROLE_DISCRIMINATOR, "basic", P2P_NORM_BATCH, 100);
  save_prefixed (path, g, "gen._orig_mod.", d, "model.disc.");
  assert_refused (path, NULL, P2P_ERROR_USAGE, both);
  assert_reads (path, "gen", g);
  assert_reads (path, "model.disc", d);
  save_prefixed (path, g, "gen.", NULL, NULL);
  assert_reads (path, NULL, g);
  assert_reads (path, "gen", g);
  g_assert_true (p2p_model_save (g, path, NULL, NULL));
  assert_refused (path, "gen", P2P_ERROR_USAGE, one);
  assert_reads (path, "", g);
  g_unlink (path);
}

/* ---- none of ours ---- */

static void
put (Pth *pth, const char *key, int out, int in, int side, gboolean bias)
{
  const int dims[4] = { out, in, side, side };
  g_autofree char *weight = g_strconcat (key, ".weight", NULL);
  g_autofree char *shift = g_strconcat (key, ".bias", NULL);
  put_tensor (pth, weight, 4, dims, 0.1f);
  if (bias)
    put_tensor (pth, shift, 1, dims, 0.1f);
}

/* A residual generator of any number of blocks; with FILT as CUT makes it; GAIN: its norms have
 * one each. */
static void
put_resnet (Pth *pth, int blocks, gboolean filt, gboolean gain)
{
  const int three[4] = { 4, 1, 3, 3 }, width = 2;
  int at = filt ? 12 : 10;
  put (pth, "model.1", 2, 3, 7, TRUE);
  if (gain)
    put_tensor (pth, "model.2.weight", 1, &width, 1);
  put (pth, "model.4", 4, 2, 3, TRUE);
  if (filt)
    put_tensor (pth, "model.7.filt", 4, three, 1);
  put (pth, filt ? "model.8" : "model.7", 8, 4, 3, TRUE);
  for (int b = 0; b < blocks; b++, at++)
    for (int half = 1; half <= 5; half += 4) {
      g_autofree char *key = g_strdup_printf ("model.%d.conv_block.%d", at, half);
      put (pth, key, 8, 8, 3, TRUE);
    }
  for (int i = 0; i < 2; i++) {
    g_autofree char *key = g_strdup_printf ("model.%d", at + 3 * i);
    put (pth, key, 8 >> i, 4 >> i, 3, FALSE);
  }
  g_autofree char *last = g_strdup_printf ("model.%d", at + 7);
  put (pth, last, 3, 2, 7, TRUE);
}

/* A U-Net of LEVELS, without its norms. */
static void
put_unet (Pth *pth, int levels)
{
  g_autofree char *prefix = g_strdup ("model.model.");
  for (int level = 0; level < levels; level++) {
    const char *down = level ? "1" : "0", *up = level == 0 || level == levels - 1 ? "3" : "5";
    g_autofree char *in = g_strconcat (prefix, down, NULL), *out = g_strconcat (prefix, up, NULL);
    put (pth, in, 2, level ? 2 : 3, 4, FALSE);
    put (pth, out, level ? 2 : 3, 2, 4, FALSE);
    char *next = g_strconcat (prefix, level ? "3" : "1", ".model.", NULL);
    g_free (prefix);
    prefix = next;
  }
}

static void
check_kind (int blocks, int levels, gboolean filt, gboolean gain, const char *const *words)
{
  g_autofree char *path = g_build_filename (folder, "kind.pth", NULL);
  Pth pth = pth_new ();
  g_string_append (pth.pickle, ODICT ")R(");
  if (blocks)
    put_resnet (&pth, blocks, filt, gain);
  else
    put_unet (&pth, levels);
  g_string_append (pth.pickle, "u.");
  pth_save (&pth, path);
  assert_refused (path, NULL, P2P_ERROR_DATA, words);
  g_unlink (path);
}

static void
test_kinds (void)
{
  check_kind (9, 0, TRUE, FALSE, (const char *[]){ "\"model.7.filt\"", "CUT", NULL });
  check_kind (3, 0, FALSE, FALSE,
      (const char *[]){ "it has 3 residual blocks", "9 (resnet_9", NULL });
  check_kind (12, 0, FALSE, FALSE, (const char *[]){ "it has 12 residual blocks", NULL });
  check_kind (9, 0, FALSE, TRUE, (const char *[]){ "norm", "\"model.2.weight\"", NULL });
  check_kind (0, 9, FALSE, FALSE, (const char *[]){ "it has 9 levels", "8 (unet_256)", NULL });
  check_kind (0, 4, FALSE, FALSE, (const char *[]){ "it has 4 levels", NULL });
  /* as many as one of ours: the first tensor that differs, and how many do */
  check_kind (0, 8, FALSE, FALSE,
      (const char *[]){ "it looks like", "tensor \"", "missing", NULL });
}

int
main (int argc, char **argv)
{
  int result;
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("p2p-networks-XXXXXX", NULL);
  device = p2p_device_open ("ref", 1, NULL);
  g_test_add_func ("/networks/dictionaries", test_dictionaries);
  g_test_add_func ("/networks/nested", test_nested);
  g_test_add_func ("/networks/prefixes", test_prefixes);
  g_test_add_func ("/networks/two-by-name", test_two_by_name);
  g_test_add_func ("/networks/kinds", test_kinds);
  result = g_test_run ();
  p2p_device_close (device);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (folder);
  return result;
}
