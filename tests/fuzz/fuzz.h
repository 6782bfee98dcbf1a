/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A fuzz target is a file with these two functions and a counter. Built with -Dfuzzing=true (clang)
 * libFuzzer drives it; otherwise fuzz.c does, with a fixed number of mutations from a
 * fixed seed, so that every compiler's test run takes part:
 *
 *   fuzz-pth [--runs N] [--seed N] FILE...    files are inputs and seeds alike
 */

#include <stddef.h>
#include <stdint.h>

/* Inputs so far that were whole files to the reader: with none, only its first checks are tried. */
extern unsigned fuzz_whole;
int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);
/* Seeds that need no file; NULL behind the last. */
const char *fuzz_seed (unsigned i, size_t *size);
