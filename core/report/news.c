/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/news.h"

#include <stdarg.h>

/* Where nobody takes them they must not fill the memory. */
#define MOST 1000

struct _P2pNews
{
  GAsyncQueue *queue;
};

typedef struct
{
  gboolean warning;
  char *text;
} Sentence;

static void
sentence_free (gpointer data)
{
  Sentence *s = data;
  g_free (s->text);
  g_free (s);
}

P2pNews *
p2p_news_new (void)
{
  P2pNews *news = g_new (P2pNews, 1);
  news->queue = g_async_queue_new_full (sentence_free);
  return news;
}

void
p2p_news_free (P2pNews *news)
{
  if (!news)
    return;
  g_async_queue_unref (news->queue);
  g_free (news);
}

void
p2p_news_add (P2pNews *news, gboolean warning, const char *format, ...)
{
  va_list arguments;
  if (g_async_queue_length (news->queue) >= MOST)
    return;
  Sentence *s = g_new (Sentence, 1);
  va_start (arguments, format);
  *s = (Sentence){ warning, g_strdup_vprintf (format, arguments) };
  va_end (arguments);
  g_async_queue_push (news->queue, s);
}

char *
p2p_news_take (P2pNews *news, gboolean *warning)
{
  Sentence *s = g_async_queue_try_pop (news->queue);
  if (!s)
    return NULL;
  char *text = s->text;
  *warning = s->warning;
  g_free (s);
  return text;
}
