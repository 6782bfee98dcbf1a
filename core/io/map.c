/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "io/map.h"

#include "error.h"
#include "io/atomic.h"
#include "io/limits.h"
#include "free-memory.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE (8u << 20) /* bytes read at once */

static gint64
time_of (const struct stat *st)
{
  return (gint64) st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
}

/* Room for all of the file, which costs nothing where nothing is read. */
static gboolean
make_room (P2pMap *map, gsize size, GError **error)
{
  void *bytes;
  if (size == 0)
    return TRUE;
  bytes =
      mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (bytes == MAP_FAILED) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_MEMORY,
        "no memory to read %s (%" G_GSIZE_FORMAT " bytes); close other programs", map->path, size);
    return FALSE;
  }
  map->bytes = bytes;
  map->size = size;
  return TRUE;
}

static gboolean
check_size (const P2pMap *map, guint64 size, GError **error)
{
  if (size <= P2P_LIMIT_MODEL_FILE)
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
      "%s has %" G_GUINT64_FORMAT " bytes, %" G_GUINT64_FORMAT " are allowed; use another file",
      map->path, size, P2P_LIMIT_MODEL_FILE);
  return FALSE;
}

static gboolean
begin (P2pMap *map, GError **error)
{
  struct stat st;
  if (fstat (map->fd, &st) < 0) {
    p2p_error_from_errno (error, errno, "check the disk: reading", map->path);
    return FALSE;
  }
  if (!S_ISREG (st.st_mode)) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "%s is not a regular file; use a .safetensors or .pth file", map->path);
    return FALSE;
  }
  map->changed = time_of (&st);
  return check_size (map, (guint64) st.st_size, error)
         && make_room (map, (gsize) st.st_size, error);
}

gboolean
p2p_map_open (P2pMap *map, const char *path, gsize first, GError **error)
{
  *map = (P2pMap){ .bytes = (const guint8 *) "",
    .fd = open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC),
    .path = g_strdup (path) };
  if (map->fd < 0)
    p2p_error_from_errno (error, errno, "check the path: opening", path);
  if (map->fd >= 0 && begin (map, error) && p2p_map_fill (map, MIN (first, map->size), error))
    return TRUE;
  p2p_map_close (map);
  return FALSE;
}

static gboolean
check_unchanged (const P2pMap *map, GError **error)
{
  struct stat st;
  if (fstat (map->fd, &st) == 0 && time_of (&st) == map->changed && (gsize) st.st_size == map->size)
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
      "%s was written to while it was read; try again when it is finished", map->path);
  return FALSE;
}

gboolean
p2p_map_fill (P2pMap *map, gsize upto, GError **error)
{
  const gboolean last = map->filled < map->size && upto >= map->size;
  upto = MIN (upto, map->size);
  if (map->filled < upto
      && !p2p_memory_check (upto - map->filled, map->path, "close other programs", error))
    return FALSE;
  while (map->filled < upto) {
    const ssize_t got = p2p_file_ops->pread (map->fd, (guint8 *) map->bytes + map->filled,
        MIN (upto - map->filled, PIECE), (off_t) map->filled);
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0) {
      p2p_error_from_errno (error, errno, "check the disk: reading", map->path);
      return FALSE;
    }
    if (got == 0) {
      g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
          "%s was cut short while it was read (at byte %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT
          "); try again when it is finished",
          map->path, map->filled, map->size);
      return FALSE;
    }
    map->filled += (gsize) got;
  }
  return !last || check_unchanged (map, error);
}

void
p2p_map_close (P2pMap *map)
{
  if (map->size > 0)
    munmap ((void *) map->bytes, map->size);
  if (map->path && map->fd >= 0)
    close (map->fd);
  g_free (map->path);
  *map = (P2pMap){ .bytes = (const guint8 *) "", .fd = -1 };
}

void
p2p_map_let_go (const void *bytes, gsize size)
{
  const gsize page = (gsize) sysconf (_SC_PAGESIZE);
  const gsize first = ((gsize) bytes + page - 1) / page * page;
  const gsize end = ((gsize) bytes + size) / page * page;
  if (end > first)
    madvise ((void *) first, end - first, MADV_DONTNEED);
}
