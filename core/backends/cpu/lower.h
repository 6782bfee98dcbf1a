/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "exec.h"

P2pExec *p2p_cpu_exec_new (P2pStore *store, const P2pPlan *plan, GError **error);
void p2p_cpu_exec_free (P2pExec *exec);
