/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Claims: a model file that somebody truncates, overwrites or lengthens while it is loaded is
 * an error that names it, never a signal and never half a network; to describe a safetensors
 * file its header is enough; a whole one is read once; numbers that are not finite are said;
 * one that has a sum of the whole file can be converted. */

#include "error.h"
#include "io/atomic.h"
#include "model/model.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

static char *folder;
static P2pDevice *device;

/* What happens to the file at the AT-th read, counted from 1. */
static struct
{
  const char *path;
  void (*what) (const char *path);
  guint at, reads;
  gsize bytes;
} event;

static ssize_t
disturbed_pread (int fd, void *bytes, size_t size, off_t offset)
{
  /* Small pieces, so that there is a middle. */
  const ssize_t got = pread (fd, bytes, MIN (size, 16384), offset);
  event.bytes += (gsize) MAX (got, 0);
  if (++event.reads == event.at)
    event.what (event.path);
  return got;
}

static void
cut (const char *path)
{
  g_assert_cmpint (truncate (path, 20000), ==, 0);
}

static void
empty (const char *path)
{
  g_assert_cmpint (truncate (path, 0), ==, 0);
}

/* In place, as a program that rewrites its file does; the time of the file may not show it. */
static void
overwrite (const char *path)
{
  const int fd = open (path, O_WRONLY | O_CLOEXEC);
  g_autofree char *junk = g_strnfill (40000, 'x');
  g_assert_cmpint (pwrite (fd, junk, 40000, 20000), ==, 40000);
  close (fd);
}

static void
lengthen (const char *path)
{
  const int fd = open (path, O_WRONLY | O_APPEND | O_CLOEXEC);
  g_assert_cmpint (write (fd, "more", 4), ==, 4);
  close (fd);
}

static P2pNet *
make_net (void)
{
  const P2pNetOptions options = { 3, 3, 4, 3, P2P_NORM_BATCH, FALSE };
  g_autoptr (GError) error = NULL;
  P2pNet *net = p2p_net_new (device, p2p_arch_find (P2P_ROLE_GENERATOR, "unet_64", NULL), &options,
      FALSE, &error);
  g_assert_no_error (error);
  g_assert_true (p2p_net_init (net, "normal", 0.02f, 1, 1, NULL));
  return net;
}

/* P2P_ERROR_DATA that names the file, whichever read it happens at; the loading that is not
 * disturbed works. */
static void
check_disturbed (const char *leaf, void (*what) (const char *))
{
  g_autofree char *path = g_build_filename (folder, leaf, NULL), *bytes = NULL;
  P2pFileOps ops = p2p_file_ops_system;
  P2pNet *net = make_net ();
  guint refused = 0;
  gsize size;
  g_assert_true (p2p_model_save_as (net, path, NULL, NULL));
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  ops.pread = disturbed_pread;
  p2p_file_ops = &ops;
  for (guint at = 1; at < 1000; at += at < 4 ? 1 : 5) {
    g_autoptr (GError) error = NULL;
    g_assert_true (g_file_set_contents (path, bytes, (gssize) size, NULL));
    memset (&event, 0, sizeof event);
    event.path = path;
    event.what = what;
    event.at = at;
    P2pNet *loaded = p2p_model_load (device, path, NULL, &error);
    if (event.reads < at) { /* nothing happened */
      g_assert_no_error (error);
      g_assert_nonnull (loaded);
      p2p_net_free (loaded);
      break;
    }
    if (loaded) {
      /* The last read had been done. */
      g_assert_cmpuint (event.reads, ==, at);
      p2p_net_free (loaded);
      continue;
    }
    g_assert_error (error, P2P_ERROR, P2P_ERROR_DATA);
    g_assert_nonnull (strstr (error->message, path));
    refused++;
  }
  p2p_file_ops = &p2p_file_ops_system;
  g_test_message ("%s: %u refused", leaf, refused);
  g_assert_cmpuint (refused, >=, 3);
  p2p_net_free (net);
  g_unlink (path);
}

static void
test_disturbed (void)
{
  check_disturbed ("net.safetensors", cut);
  check_disturbed ("net.safetensors", empty);
  check_disturbed ("net.safetensors", overwrite);
  check_disturbed ("net.safetensors", lengthen);
}

/* Files of the reference, in both layouts: between what tells the network and its values. */
static void
test_cut_pth (void)
{
  static const char *const leaves[] = { "resnet6_zip.pth", "resnet6_legacy.pth" };
  for (guint i = 0; i < G_N_ELEMENTS (leaves); i++) {
    g_autofree char *from = g_test_build_filename (G_TEST_DIST, "data", "pth", leaves[i], NULL);
    g_autofree char *path = g_build_filename (folder, leaves[i], NULL), *bytes = NULL;
    g_autoptr (GError) error = NULL;
    g_auto (P2pModelInfo) info = { 0 };
    gsize size;
    g_assert_true (g_file_get_contents (from, &bytes, &size, NULL));
    g_assert_true (g_file_set_contents (path, bytes, (gssize) size, NULL));
    g_autoptr (P2pStateDict) dict = p2p_state_dict_open (path, &error);
    g_assert_no_error (error);
    g_assert_true (p2p_model_describe (dict, &info, &error));
    g_assert_cmpint (truncate (path, 100), ==, 0);
    P2pNet *loaded = p2p_model_build (device, dict, &info, &error);
    if (i == 0) {
      g_assert_null (loaded);
      g_assert_error (error, P2P_ERROR, P2P_ERROR_DATA);
      g_assert_nonnull (strstr (error->message, path));
    } else {
      g_assert_no_error (error); /* read whole when it was opened */
      p2p_net_free (loaded);
    }
    g_unlink (path);
  }
}

static void
test_reads (void)
{
  g_autofree char *path = g_build_filename (folder, "net.safetensors", NULL), *bytes = NULL;
  P2pFileOps ops = p2p_file_ops_system;
  g_auto (P2pModelInfo) info = { 0 };
  P2pNet *net = make_net ();
  gsize size;
  g_assert_true (p2p_model_save_as (net, path, NULL, NULL));
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  ops.pread = disturbed_pread;
  p2p_file_ops = &ops;
  memset (&event, 0, sizeof event);
  g_assert_true (p2p_model_info (path, NULL, &info, NULL));
  g_assert_cmpuint (event.bytes, <, size / 4);
  memset (&event, 0, sizeof event);
  P2pNet *loaded = p2p_model_load (device, path, NULL, NULL);
  g_assert_nonnull (loaded);
  g_assert_cmpuint (event.bytes, ==, size);
  p2p_file_ops = &p2p_file_ops_system;
  p2p_net_free (loaded);
  p2p_net_free (net);
  g_unlink (path);
}

/* Numbers that are not finite: a network is read and says so, one to be trained further is not. */
static void
test_broken (void)
{
  static const float bad[] = { NAN, -INFINITY, INFINITY };
  g_autofree char *path = g_build_filename (folder, "broken.pth", NULL);
  g_autofree char *copy = g_build_filename (folder, "broken.safetensors", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (P2pNet) net = make_net ();
    g_autofree float *values = g_new0 (float, p2p_params_largest (net->params));
    g_auto (P2pModelInfo) info = { 0 };
    g_autofree char *said = NULL;
    g_assert_null (p2p_model_trouble (net, path));
    values[net->params->list[2].count - 1] = bad[i];
    device->backend->store_write (net->store, P2P_STORE_VALUE, 2, values);
    device->backend->store_write (net->store, P2P_STORE_VALUE, 4, values);
    values[0] = bad[i];
    device->backend->store_write (net->store, P2P_STORE_VALUE, 4, values);
    g_assert_true (p2p_model_save_pth (net, path, NULL));
    g_autoptr (P2pNet) loaded = p2p_model_load (device, path, NULL, &error);
    g_assert_no_error (error);
    g_autofree char *trouble = p2p_model_trouble (loaded, path);
    g_test_message ("%s", trouble);
    g_assert_nonnull (strstr (trouble, path));
    g_assert_nonnull (strstr (trouble, net->params->list[2].name));
    g_assert_nonnull (strstr (trouble, "and 1 more"));
    g_assert_true (p2p_model_convert (path, NULL, copy, &info, &said, NULL));
    g_assert_cmpstr (said, ==, trouble);
    g_assert_false (p2p_model_load_into (net, copy, &error));
    g_assert_error (error, P2P_ERROR, P2P_ERROR_DATA);
    g_assert_nonnull (strstr (error->message, net->params->list[2].name));
  }
  g_unlink (path);
  g_unlink (copy);
}

/* What is said of the bytes of a file is not said of those of another: converting a sealed one. */
static void
test_sealed (void)
{
  g_autofree char *path = g_build_filename (folder, "sealed.safetensors", NULL);
  g_autofree char *copy = g_build_filename (folder, "copy.safetensors", NULL);
  g_autoptr (P2pSafetensorsWriter) writer = p2p_safetensors_writer_new_sealed ();
  g_autoptr (P2pNet) net = make_net ();
  g_autoptr (GError) error = NULL;
  g_auto (P2pModelInfo) info = { 0 };
  p2p_model_add (writer, net, P2P_STORE_VALUE, "");
  g_assert_true (p2p_safetensors_writer_save (writer, path, NULL));
  p2p_model_convert (path, NULL, copy, &info, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (P2pSafetensors) file = p2p_safetensors_open (copy, &error);
  g_assert_no_error (error);
  g_assert_false (p2p_safetensors_is_sealed (file));
  g_assert_true (p2p_safetensors_verify (file, NULL));
  g_unlink (path);
  g_unlink (copy);
}

int
main (int argc, char **argv)
{
  int result;
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("p2p-modelfiles-XXXXXX", NULL);
  device = p2p_device_open ("ref", 1, NULL);
  g_test_add_func ("/modelfiles/disturbed", test_disturbed);
  g_test_add_func ("/modelfiles/cut-pth", test_cut_pth);
  g_test_add_func ("/modelfiles/broken", test_broken);
  g_test_add_func ("/modelfiles/reads", test_reads);
  g_test_add_func ("/modelfiles/sealed", test_sealed);
  result = g_test_run ();
  p2p_device_close (device);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (folder);
  return result;
}
