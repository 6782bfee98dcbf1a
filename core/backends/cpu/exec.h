/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A plan made ready: every pass becomes one or more steps, every buffer and
 * every piece of scratch a region of one arena. What follows from the plan alone an
 * emitter prepares in the step; a run adds where things are and what was asked. */

#include "kind.h"
#include "layout.h"
#include "store.h"

/* A piece of memory in use from pass `first` to pass `last` (passes of all lists
 * counted on, as in graph/plan.h). */
typedef struct
{
  gsize size; /* bytes */
  int first, last;
  gsize offset;
  gboolean border; /* a tensor of its own: `data` is known from the start */
  float *data;
} P2pCpuRegion;

/* Where an operand of a primitive is: in a region, or a part of a parameter. */
typedef struct
{
  int region; /* -1: none */
  int param;  /* -1: none */
  P2pStorePart part;
} P2pCpuPlace;

typedef struct _P2pCpuStep P2pCpuStep;
typedef struct _P2pCpuExec P2pCpuExec;

/* ACCUMULATE: parameter gradients are added to. */
typedef void (
    *P2pCpuRun) (P2pCpuExec *exec, const P2pCpuStep *step, guint wants, gboolean accumulate);

typedef enum
{
  P2P_CPU_ALWAYS,
  P2P_CPU_IF_WRITTEN,    /* only when parameter gradients are written, */
  P2P_CPU_IF_ACCUMULATED /* only when they are accumulated */
} P2pCpuWhen;

struct _P2pCpuStep
{
  P2pCpuKind kind;
  const P2pPass *pass;
  int at; /* number of the pass */
  guint wants;
  P2pCpuWhen when;
  const char *name;
  P2pCpuRun run;
  P2pDnnlPrimitive *prim; /* owned; NULL in steps that are our own kernel */
  P2pCpuPlace place[P2P_DNNL_N_ROLES];
  int scratch[2]; /* regions, -1 without */
  gpointer work;  /* what the emitter prepared for RUN; freed with g_free() */
};

struct _P2pCpuExec
{
  P2pExec exec;
  P2pCpuDevice *device;
  GArray *regions;           /* P2pCpuRegion; the first n_buffers are the plan's buffers */
  GArray *steps;             /* P2pCpuStep, in order: forward, backward, tangent */
  int n_forward, n_backward; /* steps */
  int *block;                /* layout by buffer, see layout.h */
  gsize bytes;               /* what regions take in the arena, */
  P2pCpuMap arena;           /* which is the device's for a plan that has a space */
};

/* --- for those who emit steps --- */

static inline P2pCpuPlace
p2p_cpu_in_region (int region)
{
  return (P2pCpuPlace){ region, -1, 0 };
}

static inline P2pCpuPlace
p2p_cpu_in_param (P2pStorePart part, int param)
{
  return (P2pCpuPlace){ -1, param, part };
}

static inline const P2pShape *
p2p_cpu_shape (const P2pCpuExec *exec, int buffer)
{
  return &exec->exec.plan->buffers[buffer].shape;
}

/* How S will be looked at: regions have no place before all steps are there, and
 * may move later, so that a run points its views (p2p_cpu_point). */
static inline P2pCpuView
p2p_cpu_slice (const P2pCpuExec *exec, const P2pSlice *s)
{
  return p2p_cpu_view (p2p_cpu_shape (exec, s->buffer), exec->block[s->buffer], s->c0, s->c);
}

/* Scratch that pass AT uses; returns the region. */
int p2p_cpu_add_scratch (P2pCpuExec *exec, int at, gsize bytes);
/* A new step of PASS, without places; valid until the next one is added. */
P2pCpuStep *p2p_cpu_add_step (P2pCpuExec *exec, P2pCpuKind kind, const P2pPass *pass, int at,
    const char *name, P2pCpuRun run);
/* A step that runs PRIM, which it takes over. Scratch is seen to. */
P2pCpuStep *p2p_cpu_add_prim (P2pCpuExec *exec, P2pCpuKind kind, const P2pPass *pass, int at,
    P2pDnnlPrimitive *prim);

/* --- for those who run them --- */

static inline P2pCpuRegion *
p2p_cpu_region (const P2pCpuExec *exec, int region)
{
  return &g_array_index (exec->regions, P2pCpuRegion, region);
}

static inline float *
p2p_cpu_place (const P2pCpuExec *exec, const P2pCpuPlace *place)
{
  return place->param >= 0    ? p2p_cpu_param (exec->exec.store, place->part, place->param)
         : place->region >= 0 ? p2p_cpu_region (exec, place->region)->data
                              : NULL;
}

/* VIEW looks at where REGION, the view's buffer or scratch, is now; -1: at nothing. */
static inline void
p2p_cpu_point (const P2pCpuExec *exec, P2pCpuView *view, int region)
{
  if (region >= 0)
    view->data = p2p_cpu_region (exec, region)->data + view->offset;
}
