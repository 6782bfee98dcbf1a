/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A history of generated pictures (Shrivastava et al., 2017): the discriminator
 * sees earlier ones too. Per picture: until the pool is full it is stored and
 * returned; then, with an even chance, a stored one is returned and this one
 * takes its slot, or this one is returned.
 *
 * Pictures stay on the device. Which one is returned depends on the run's seed,
 * the step and the number of pictures held alone, so that a run which is stopped
 * and goes on with the same pictures chooses the same. */

#include "backend.h"

typedef struct _P2pPool P2pPool;

/* NAME: of the domain, borrowed; NUMBER: keeps the draws of a model's pools apart; SIZE 0: returns
 * what it is given. */
P2pPool *p2p_pool_new (const char *name, guint number, int size);
void p2p_pool_free (P2pPool *pool);

/* Makes room for pictures of c x h x w, and brings restored ones to the device. Pictures of
 * another size are dropped with a message. */
gboolean p2p_pool_prepare (P2pPool *pool, P2pDevice *device, int c, int h, int w, GError **error);
/* For each of PICTURES one into RESULT, of the same shape. The device's seed and step are set. */
void p2p_pool_query (P2pPool *pool, const P2pTensor *pictures, P2pTensor *result);

/* For checkpoints. */
const char *p2p_pool_name (const P2pPool *pool);
int p2p_pool_count (const P2pPool *pool);
/* Of one picture (n = 1); all 0 while the pool has held none. */
P2pShape p2p_pool_shape (const P2pPool *pool);
/* VALUES: c * h * w numbers, written. */
void p2p_pool_read (const P2pPool *pool, int i, float *values);
/* Makes the pool hold COUNT pictures of SHAPE (n = 1) on the host until it is prepared: the caller
 * fills the result, COUNT pictures one after the other. More than the pool's size: the first ones
 * count. NULL with P2P_ERROR_MEMORY. */
float *p2p_pool_restore (P2pPool *pool, const P2pShape *shape, int count, GError **error);
