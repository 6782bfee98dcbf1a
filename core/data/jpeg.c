/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* JPEG through libjpeg, with its defaults (slow integer DCT, fancy upsampling):
 * the same library and settings as Pillow's give the same pixels. Damage that
 * libjpeg would paper over with a warning and grey is an error here. */

#include "data/metadata.h"
#include "data/raster.h"
#include "error.h"
#include "io/limits.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

typedef struct _Reader Reader;
struct _Reader
{
  struct jpeg_decompress_struct cinfo;
  struct jpeg_error_mgr manager;
  struct jpeg_progress_mgr progress;
  jmp_buf jump;

  const char *name;
  P2pRaster *raster;
  guint8 *row, *rgb; /* one line, when it does not go straight into the picture */
  gboolean done;

  P2pError code;
  const char *verdict;
  char reason[JMSG_LENGTH_MAX];
  GError *error; /* instead of the three above */
};

G_NORETURN static void
leave (Reader *r)
{
  longjmp (r->jump, 1);
}

G_NORETURN static void
give_up (Reader *r, const char *verdict, const char *reason)
{
  r->code = P2P_ERROR_DATA;
  r->verdict = verdict;
  g_strlcpy (r->reason, reason, sizeof r->reason);
  leave (r);
}

G_NORETURN static void
give_up_with_message (j_common_ptr cinfo)
{
  Reader *r = cinfo->client_data;
  const int code = cinfo->err->msg_code;
  r->code = code == JERR_OUT_OF_MEMORY ? P2P_ERROR_MEMORY : P2P_ERROR_DATA;
  r->verdict = code == JWRN_HIT_MARKER || code == JWRN_JPEG_EOF ? "truncated" : "damaged";
  cinfo->err->format_message (cinfo, r->reason);
  leave (r);
}

static void
on_error (j_common_ptr cinfo)
{
  give_up_with_message (cinfo);
}

static void
on_message (j_common_ptr cinfo, int level)
{
  const int code = cinfo->err->msg_code;
  /* Odd version numbers say nothing about the pixels, nor do bytes behind the last one,
   * which cameras write and Pillow accepts. */
  if (level < 0 && code != JWRN_JFIF_MAJOR && code != JWRN_ADOBE_XFORM
      && code != JWRN_EXTRANEOUS_DATA)
    give_up_with_message (cinfo);
}

static void
on_output (j_common_ptr cinfo)
{
}

/* Called for every few lines of every scan. The markers may have been hidden from
 * count_scans(). */
static void
on_progress (j_common_ptr cinfo)
{
  Reader *r = cinfo->client_data;
  if (r->cinfo.input_scan_number > P2P_LIMIT_JPEG_SCANS)
    give_up (r, "oversized", "it has too many scans; save it again without progressive coding");
  if (!p2p_raster_in_time (r->raster, r->name, &r->error))
    leave (r);
}

/* The scans in the file, counted by their markers, before a byte is decoded. */
static int
count_scans (const guint8 *bytes, gsize size)
{
  int scans = 0;
  for (gsize at = 2; at + 3 < size;) {
    const guint8 *p = memchr (bytes + at, 0xff, size - at - 3);
    if (p == NULL)
      break;
    at = (gsize) (p - bytes) + 1;
    if (p[1] == 0 || p[1] == 0xff || (p[1] >= 0xd0 && p[1] <= 0xd8)) /* no segment follows */
      at += p[1] != 0xff;
    else if (p[1] == 0xd9)
      break;
    else
      at += 1 + (gsize) (p[2] << 8 | p[3]);
    scans += p[1] == 0xda;
  }
  return scans;
}

/* What could make a small file large work. Every block of 64 pixels takes a bit at least;
 * arithmetic coding does with less. */
static void
check_work (Reader *r, const guint8 *bytes, gsize size)
{
  const guint64 pixels = (guint64) r->cinfo.image_width * r->cinfo.image_height;
  const guint64 scans = (guint64) count_scans (bytes, size);
  if (scans > P2P_LIMIT_JPEG_SCANS || scans * pixels > P2P_LIMIT_JPEG_SCAN_PIXELS)
    give_up (r, "oversized", "it has too many scans; save it again without progressive coding");
  if (pixels / (r->cinfo.arith_code ? 65536 : 64 * 8) > size)
    give_up (r, "truncated", "it has too few bytes for its size");
}

/* What cameras and programs write before the first scan: libjpeg need not keep it for us. Of a
 * profile in several pieces the first tells its name. */
static void
read_traits (P2pTraits *traits, const guint8 *bytes, gsize size)
{
  traits->orientation = 1;
  for (gsize at = 2; size - at >= 4 && bytes[at] == 0xff && bytes[at + 1] != 0xda;) {
    const guint8 *p = bytes + at;
    const gsize length = (gsize) (p[2] << 8 | p[3]); /* of itself and what follows */
    if (p[1] == 0xff) {                              /* filling */
      at++;
      continue;
    }
    if (length < 2 || length > size - at - 2)
      return;
    if (p[1] == 0xe1 && length >= 8 && memcmp (p + 4, "Exif\0\0", 6) == 0
        && traits->orientation == 1)
      traits->orientation = p2p_exif_orientation (p + 4, length - 2);
    if (p[1] == 0xe2 && length >= 16 && memcmp (p + 4, "ICC_PROFILE\0\1", 13) == 0)
      traits->profile = !p2p_icc_is_srgb (p + 18, length - 16);
    at += 2 + length;
  }
}

static void
read_header (Reader *r, const guint8 *bytes, gsize size)
{
  int n;
  jpeg_read_header (&r->cinfo, TRUE);
  n = r->cinfo.num_components;
  if (!p2p_raster_set (r->raster, r->cinfo.image_width, r->cinfo.image_height, n == 1 ? 1 : 3, 8,
          r->name, &r->error))
    leave (r);
  if (r->cinfo.data_precision != 8)
    give_up (r, "unsuitable", "it does not have 8 bits per sample; save it with 8");
  if (n != 1 && n != 3 && n != 4)
    give_up (r, "unsuitable", "it has neither 1, 3 nor 4 colour components; save it as RGB");
  check_work (r, bytes, size);
  read_traits (&r->raster->traits, bytes, size);
  r->raster->traits.inks = n == 4;
  if (r->cinfo.progressive_mode || r->cinfo.arith_code) /* all coefficients, of two bytes */
    r->raster->work = 2 * (guint64) n * r->cinfo.image_width * r->cinfo.image_height;
}

/* Lines are read into the picture, or into a row first when they are not RGB yet. */
static void
choose_output (Reader *r)
{
  const gboolean ink = r->cinfo.num_components == 4,
                 planes = r->raster->how->format == P2P_FORMAT_PLANES;
  if (ink)
    r->cinfo.out_color_space = JCS_CMYK;
  else if (planes && r->raster->channels == 1)
    r->cinfo.out_color_space = JCS_GRAYSCALE;
  else
    r->cinfo.out_color_space = JCS_RGB;
  if (!ink && !planes)
    return;
  r->row = g_try_malloc_n (r->cinfo.image_width, 4);
  r->rgb = g_try_malloc_n (r->cinfo.image_width, 3);
  if (r->row == NULL || r->rgb == NULL)
    ERREXIT1 (&r->cinfo, JERR_OUT_OF_MEMORY, 0);
}

static void
take_row (Reader *r, int y)
{
  P2pRaster *t = r->raster;
  const guint8 *row = r->row;
  if (r->cinfo.out_color_space == JCS_CMYK) {
    guint8 *rgb = t->how->format == P2P_FORMAT_RGB ? p2p_raster_line (t, y) : r->rgb;
    p2p_cmyk_to_rgb (r->row, TRUE, rgb, t->width);
    row = rgb;
  }
  if (t->how->format == P2P_FORMAT_PLANES)
    p2p_raster_put_bytes (t, y, row, t->channels, 255);
}

static void
read_pixels (Reader *r)
{
  P2pRaster *t = r->raster;
  choose_output (r);
  if (!p2p_raster_alloc (t, r->name, &r->error))
    leave (r);
  jpeg_start_decompress (&r->cinfo);
  while (r->cinfo.output_scanline < r->cinfo.output_height) {
    const int y = (int) r->cinfo.output_scanline;
    JSAMPROW line = r->row ? r->row : p2p_raster_line (t, y);
    if (jpeg_read_scanlines (&r->cinfo, &line, 1) != 1)
      give_up (r, "truncated", "a line of pixels is missing");
    if (r->row)
      take_row (r, y);
  }
  jpeg_finish_decompress (&r->cinfo);
}

static void
set_error (Reader *r, GError **error)
{
  if (r->error)
    g_propagate_error (error, g_steal_pointer (&r->error));
  else if (r->code == P2P_ERROR_MEMORY)
    p2p_raster_no_memory (r->name, error);
  else
    g_set_error (error, P2P_ERROR, r->code,
        "cannot decode %s: %s JPEG (%s); fetch it again, or remove it and try without", r->name,
        r->verdict, r->reason);
}

/* Everything that may jump happens below this call; what must be freed after a
 * jump stands in the Reader. */
static gboolean
run (Reader *r, const guint8 *bytes, gsize size, GError **error)
{
  r->cinfo.err = jpeg_std_error (&r->manager);
  r->cinfo.client_data = r;
  r->manager.error_exit = on_error;
  r->manager.emit_message = on_message;
  r->manager.output_message = on_output;
  if (setjmp (r->jump) == 0) {
    jpeg_create_decompress (&r->cinfo);
    r->progress.progress_monitor = on_progress;
    r->cinfo.progress = &r->progress;
    jpeg_mem_src (&r->cinfo, bytes, size);
    read_header (r, bytes, size);
    if (r->raster->picture)
      read_pixels (r);
    r->done = TRUE;
  }
  if (!r->done)
    set_error (r, error);
  jpeg_destroy_decompress (&r->cinfo);
  g_free (r->row);
  g_free (r->rgb);
  return r->done;
}

static gboolean
read_jpeg (const guint8 *bytes, gsize size, const char *name, P2pRaster *raster, GError **error)
{
  g_autofree Reader *r = g_new0 (Reader, 1);
  r->name = name;
  r->raster = raster;
  return run (r, bytes, size, error);
}

const P2pCodec p2p_codec_jpeg = {
  .endings = { ".jpg", ".JPG", ".jpeg", ".JPEG" },
  .magic = { "\xff\xd8\xff" },
  .magic_length = 3,
  .read = read_jpeg,
};
