/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "free-memory.h"

#include "error.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define SMALL (32u << 20) /* bytes that are not worth a look */
#define ROOM (96u << 20)  /* of address space, for code, stacks and what nobody counts */

/* The number behind KEY in a file of lines; or alone in it, where KEY is "". FALSE: none ("max"). */
static gboolean
number_in (const char *path, const char *key, guint64 *number)
{
  g_autofree char *text = NULL;
  if (!g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  const char *at = strstr (text, key);
  return at && sscanf (at + strlen (key), " %" G_GUINT64_FORMAT, number) == 1;
}

static guint64
free_here (void)
{
  guint64 kib;
  return number_in ("/proc/meminfo", "MemAvailable:", &kib) ? kib << 10 : G_MAXUINT64;
}

/* Address space: every allocation counts in it, used or not. */
static guint64
free_by_limit (void)
{
  struct rlimit limit;
  guint64 pages = 0;
  if (getrlimit (RLIMIT_AS, &limit) < 0 || limit.rlim_cur == RLIM_INFINITY
      || !number_in ("/proc/self/statm", "", &pages))
    return G_MAXUINT64;
  const guint64 used = pages * (guint64) sysconf (_SC_PAGESIZE);
  return limit.rlim_cur - MIN (used, limit.rlim_cur);
}

/* Of a container or a service. Cached files in its count give way. */
static guint64
free_in_group (void)
{
  g_autofree char *text = NULL;
  guint64 most, used = 0, cached = 0;
  if (!g_file_get_contents ("/proc/self/cgroup", &text, NULL, NULL)
      || !g_str_has_prefix (text, "0::"))
    return G_MAXUINT64;
  g_strchomp (text);
  g_autofree char *dir = g_build_filename ("/sys/fs/cgroup", text + 3, NULL);
  g_autofree char *max = g_build_filename (dir, "memory.max", NULL);
  g_autofree char *current = g_build_filename (dir, "memory.current", NULL);
  g_autofree char *stat = g_build_filename (dir, "memory.stat", NULL);
  if (!number_in (max, "", &most) || !number_in (current, "", &used))
    return G_MAXUINT64;
  number_in (stat, "inactive_file ", &cached);
  used -= MIN (cached, used);
  return most - MIN (used, most);
}

/* The least of what is left of the machine, of this process's limit and of its control group's. */
static guint64
free_in_all (void)
{
  return MIN (MIN (free_here (), free_by_limit ()), free_in_group ());
}

gboolean
p2p_memory_check (guint64 need, const char *what, const char *advice, GError **error)
{
  const guint64 left = need > SMALL ? free_in_all () : need;
  if (need <= left)
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_MEMORY,
      "%s needs %.1f GiB of memory and %.1f GiB are free; %s", what,
      (double) need / (double) (1 << 30), (double) left / (double) (1 << 30), advice);
  return FALSE;
}

gboolean
p2p_memory_room (guint64 need, const char *what, const char *advice, GError **error)
{
  const guint64 left = free_by_limit ();
  if (left == G_MAXUINT64 || need + ROOM <= left)
    return p2p_memory_check (need, what, advice, error);
  g_set_error (error, P2P_ERROR, P2P_ERROR_MEMORY,
      "%s needs %" G_GUINT64_FORMAT " MiB of address space and %" G_GUINT64_FORMAT
      " MiB are left of the limit (ulimit -v); raise it, or %s",
      what, (need + ROOM) >> 20, left >> 20, advice);
  return FALSE;
}
