#!/bin/sh
# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
# check-format.sh ROOT: every C file is as clang-format 14 writes it (.clang-format).
# Other versions of clang-format break lines elsewhere; without 14 the test is skipped.
command -v clang-format-14 >/dev/null || { echo "skipped: clang-format-14 is not installed here"; exit 77; }
cd "$1" || exit 1
find core elements gst-plugins pipelines tests examples -name '*.[ch]' -print0 \
  | xargs -0 clang-format-14 --dry-run -Werror --style=file
