/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The only header of the core that elements and pipelines include. */

#include "data/contents.h"
#include "data/dataset.h"
#include "data/layout.h"
#include "data/losses.h"
#include "data/picture.h"
#include "data/reading.h"
#include "error.h"
#include "io/atomic.h"
#include "io/limits.h"
#include "free-memory.h"
#include "io/place.h"
#include "losses/loss.h"
#include "model/translate.h"
#include "named.h"
#include "options/choices.h"
#include "options/options.h"
#include "packages.h"
#include "printable.h"
#include "recipes/recipe.h"
#include "report/losslog.h"
#include "report/page.h"
#include "report/reporter.h"
#include "report/web.h"
#include "rng.h"
#include "schedules/schedule.h"
#include "shell-word.h"
#include "train/netfiles.h"
#include "train/trainer.h"
