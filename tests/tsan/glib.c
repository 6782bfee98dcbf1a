/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* GLib and GStreamer are not compiled with the thread sanitizer, which therefore does not see that
 * a GMutex, which is a futex there, orders what two threads do. This stands before their functions
 * in a program under test and tells it. Nothing else changes: the real function is called. */

#include <dlfcn.h>
#include <gst/gst.h>
#include <sanitizer/tsan_interface.h>

/* Macros in the headers */
#undef g_thread_pool_push
#undef g_object_ref
#undef g_object_unref

#define REAL(name)                                                                                 \
  static __typeof__ (name) *real;                                                                  \
  if (!real)                                                                                       \
  real = (__typeof__ (name) *) dlsym (RTLD_NEXT, #name)

/* All that was done before the release is seen after the acquire. */
#define BEFORE(object) __tsan_release ((void *) (object))
#define AFTER(object) __tsan_acquire ((void *) (object))

#define LOCKS(Type, name)                                                                          \
  void name##_lock (Type *lock)                                                                    \
  {                                                                                                \
    REAL (name##_lock);                                                                            \
    real (lock);                                                                                   \
    AFTER (lock);                                                                                  \
  }                                                                                                \
  gboolean name##_trylock (Type *lock)                                                             \
  {                                                                                                \
    REAL (name##_trylock);                                                                         \
    const gboolean locked = real (lock);                                                           \
    if (locked)                                                                                    \
      AFTER (lock);                                                                                \
    return locked;                                                                                 \
  }                                                                                                \
  void name##_unlock (Type *lock)                                                                  \
  {                                                                                                \
    REAL (name##_unlock);                                                                          \
    BEFORE (lock);                                                                                 \
    real (lock);                                                                                   \
  }

/* clang-format off */
LOCKS (GMutex, g_mutex)
LOCKS (GRecMutex, g_rec_mutex)
/* clang-format on */

void
g_cond_wait (GCond *cond, GMutex *mutex)
{
  REAL (g_cond_wait);
  BEFORE (mutex);
  real (cond, mutex);
  AFTER (mutex);
}

gboolean
g_cond_wait_until (GCond *cond, GMutex *mutex, gint64 end)
{
  REAL (g_cond_wait_until);
  BEFORE (mutex);
  const gboolean woken = real (cond, mutex, end);
  AFTER (mutex);
  return woken;
}

/* --- what goes from one thread to another --- */

void
g_async_queue_push (GAsyncQueue *queue, gpointer data)
{
  REAL (g_async_queue_push);
  BEFORE (queue);
  real (queue, data);
}

#define POPS(name)                                                                                 \
  gpointer name (GAsyncQueue *queue)                                                               \
  {                                                                                                \
    REAL (name);                                                                                   \
    gpointer data = real (queue);                                                                  \
    AFTER (queue);                                                                                 \
    return data;                                                                                   \
  }

/* clang-format off */
POPS (g_async_queue_pop)
POPS (g_async_queue_try_pop)
/* clang-format on */

gpointer
g_async_queue_timeout_pop (GAsyncQueue *queue, guint64 timeout)
{
  REAL (g_async_queue_timeout_pop);
  gpointer data = real (queue, timeout);
  AFTER (queue);
  return data;
}

typedef struct
{
  GFunc work;
  gpointer user;
} Worker;

static void
work (gpointer data, gpointer user)
{
  const Worker *worker = user;
  AFTER (data);
  worker->work (data, worker->user);
}

/* The few bytes of the worker stay. */
GThreadPool *
g_thread_pool_new (GFunc func, gpointer user, gint max, gboolean exclusive, GError **error)
{
  REAL (g_thread_pool_new);
  Worker *worker = g_new (Worker, 1);
  *worker = (Worker){ func, user };
  return real (work, worker, max, exclusive, error);
}

gboolean
g_thread_pool_push (GThreadPool *pool, gpointer data, GError **error)
{
  REAL (g_thread_pool_push);
  BEFORE (data);
  return real (pool, data, error);
}

/* --- the last one to let go of an object sees what all others have done with it --- */

#define LETS_GO(Pointer, name)                                                                     \
  void name (Pointer object)                                                                       \
  {                                                                                                \
    REAL (name);                                                                                   \
    BEFORE (object);                                                                               \
    AFTER (object);                                                                                \
    real (object);                                                                                 \
  }

/* clang-format off */
LETS_GO (gpointer, g_object_unref)
LETS_GO (gpointer, gst_object_unref)
LETS_GO (GstMiniObject *, gst_mini_object_unref)
/* clang-format on */
