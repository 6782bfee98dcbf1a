/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "io/map.h"

#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean
map_fd (P2pMap *map, int fd, const char *path, GError **error)
{
  struct stat st;
  void *bytes;
  if (fstat (fd, &st) < 0) {
    p2p_error_from_errno (error, errno, "check the disk: reading", path);
    return FALSE;
  }
  if (!S_ISREG (st.st_mode)) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
        "%s is not a regular file; use a .safetensors or .pth file", path);
    return FALSE;
  }
  if (st.st_size == 0)
    return TRUE;
  bytes = mmap (NULL, (size_t) st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
  if (bytes == MAP_FAILED) {
    p2p_error_from_errno (error, errno, "check the disk: mapping", path);
    return FALSE;
  }
  map->bytes = bytes;
  map->size = (gsize) st.st_size;
  return TRUE;
}

gboolean
p2p_map_open (P2pMap *map, const char *path, GError **error)
{
  const int fd = open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  gboolean ok;
  *map = (P2pMap){ (const guint8 *) "", 0 };
  if (fd < 0) {
    p2p_error_from_errno (error, errno, "check the path: opening", path);
    return FALSE;
  }
  ok = map_fd (map, fd, path, error);
  close (fd);
  return ok;
}

void
p2p_map_close (P2pMap *map)
{
  if (map->size > 0)
    munmap ((void *) map->bytes, map->size);
  *map = (P2pMap){ (const guint8 *) "", 0 };
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
