/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "demo/sheet.h"

#include <string.h>

#define COLUMNS (P2P_SHEET_TIMES + 2)
#define GAP 4      /* pixels between pictures */
#define CAPTION 16 /* height of the line of captions */
#define PEN 2      /* pixels for a dot of a letter */
#define MIN_CELL 128

/* When to look, as parts of the whole training: often at first. */
static const double parts[P2P_SHEET_TIMES] = { 0, 0.02, 0.08, 0.25, 0.55, 0.97 };

/* The letters needed, three dots wide and five high. */
static const struct
{
  char letter;
  const char *dots;
} font[] = { { '0', "111101101101111" }, { '1', "010110010010111" }, { '2', "111001111100111" },
  { '3', "111001011001111" }, { '4', "101101111001001" }, { '5', "111100111001111" },
  { '6', "111100111101111" }, { '7', "111001010010010" }, { '8', "111101111101111" },
  { '9', "111101111001111" }, { 'A', "010101111101101" }, { 'B', "110101110101110" },
  { 'E', "111100110100111" }, { 'H', "101101111101101" }, { 'L', "100100100100111" },
  { 'O', "111101101101111" }, { 'P', "111101111100100" }, { 'S', "011100010001110" },
  { 'T', "111010010010010" } };

void
p2p_sheet_init (P2pSheet *sheet, const P2pDemoPairs *pairs, const char *path, double seconds)
{
  *sheet = (P2pSheet){ .pairs = pairs, .path = g_strdup (path) };
  for (int i = 0; i < P2P_SHEET_TIMES; i++)
    sheet->due[i] = parts[i] * seconds;
}

void
p2p_sheet_clear (P2pSheet *sheet)
{
  for (int row = 0; row < P2P_SHEET_ROWS; row++)
    for (int i = 0; i < P2P_SHEET_TIMES; i++)
      p2p_picture_clear (&sheet->cells[row][i]);
  g_clear_pointer (&sheet->path, g_free);
}

/* Copies FROM's pixels to (X, Y) of TO, each SCALE times as large. */
static void
paste (const guint8 *from, int stride, int size, P2pPicture *to, int x, int y, int scale)
{
  for (int j = 0; j < size * scale; j++) {
    guint8 *out = to->data + (gsize) (y + j) * (gsize) to->stride + 3 * x;
    const guint8 *in = from + (gsize) (j / scale) * (gsize) stride;
    for (int i = 0; i < size * scale; i++, out += 3)
      memcpy (out, in + 3 * (i / scale), 3);
  }
}

/* The column that a preview seen at SECONDS belongs to; the very first preview comes
 * first, however late. The last column keeps the newest, others the first. */
static int
column_at (const P2pSheet *sheet, int row, double seconds)
{
  int column = sheet->cells[row][0].data ? P2P_SHEET_TIMES - 1 : 0;
  while (column > 0 && seconds < sheet->due[column])
    column--;
  return column;
}

static void
take_one (P2pSheet *sheet, const guint8 *rgb, int stride, double seconds)
{
  const int size = sheet->pairs->size;
  const int row = p2p_demo_pairs_recognise (sheet->pairs, rgb, stride);
  if (row < 0 || row >= P2P_SHEET_ROWS)
    return;
  const int column = column_at (sheet, row, seconds);
  const gboolean last = column == P2P_SHEET_TIMES - 1;
  P2pPicture *cell = &sheet->cells[row][column];
  if ((cell->data && !last)
      || (!cell->data && !p2p_picture_alloc (cell, P2P_FORMAT_RGB, size, size, 3, NULL)))
    return;
  paste (rgb + 3 * size, stride, size, cell, 0, 0, 1);
  if (sheet->taken[column] <= 0 || last)
    sheet->taken[column] = MAX (seconds, 0.001);
  sheet->changed = TRUE;
}

void
p2p_sheet_take (P2pSheet *sheet, const P2pPicture *preview, double seconds)
{
  const int size = sheet->pairs->size;
  for (int y = 0; preview->width >= 3 * size && y + size <= preview->height; y += size)
    take_one (sheet, preview->data + (gsize) y * (gsize) preview->stride, preview->stride, seconds);
}

static void
write_letter (P2pPicture *to, char letter, int x, int y)
{
  for (guint i = 0; i < G_N_ELEMENTS (font); i++)
    for (int dot = 0; font[i].letter == letter && dot < 15; dot++)
      for (int j = 0; font[i].dots[dot] == '1' && j < PEN; j++)
        memset (to->data + (gsize) (y + dot / 3 * PEN + j) * (gsize) to->stride
                    + 3 * (x + dot % 3 * PEN),
            40, 3 * PEN);
}

static void
write_text (P2pPicture *to, const char *text, int x, int y)
{
  for (; *text; text++, x += 4 * PEN)
    write_letter (to, *text, x, y);
}

static void
write_captions (const P2pSheet *sheet, P2pPicture *to, int step)
{
  write_text (to, "LABEL", GAP, GAP);
  write_text (to, "PHOTO", GAP + (COLUMNS - 1) * step, GAP);
  for (int i = 0; i < P2P_SHEET_TIMES; i++) {
    g_autofree char *text = g_strdup_printf ("%.0f S", sheet->taken[i]);
    if (sheet->taken[i] > 0)
      write_text (to, text, GAP + (i + 1) * step, GAP);
  }
}

gboolean
p2p_sheet_save (P2pSheet *sheet, GError **error)
{
  const int size = sheet->pairs->size, scale = MAX (1, MIN_CELL / size), step = size * scale + GAP;
  g_auto (P2pPicture) all = { 0 };
  if (!sheet->changed)
    return TRUE;
  sheet->changed = FALSE;
  if (!p2p_picture_alloc (&all, P2P_FORMAT_RGB, COLUMNS * step + GAP,
          P2P_SHEET_ROWS * step + GAP + CAPTION, 3, error))
    return FALSE;
  memset (all.data, 245, (gsize) all.stride * (gsize) all.height);
  write_captions (sheet, &all, step);
  for (int row = 0; row < P2P_SHEET_ROWS; row++)
    for (int i = 0; i < COLUMNS; i++) {
      const P2pPicture *p = i == 0             ? &sheet->pairs->label[row]
                            : i == COLUMNS - 1 ? &sheet->pairs->photo[row]
                                               : &sheet->cells[row][i - 1];
      if (p->data)
        paste (p->data, p->stride, size, &all, GAP + i * step, CAPTION + row * step + GAP / 2,
            scale);
    }
  return p2p_picture_save (&all, sheet->path, error);
}
