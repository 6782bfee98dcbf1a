#!/bin/sh
# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
# check-hardening.sh PROGRAM PLUGIN: are both linked and compiled so that a mistake is harder to use?
set -u
bad=0
has() { # WHAT FILE PATTERN OPTION...: what readelf says with the options
  what=$1 file=$2 pattern=$3
  shift 3
  readelf --wide "$@" "$file" | grep -qE "$pattern" && return
  echo "$file: no $what"
  bad=1
}
for file in "$@"; do
  has "full RELRO" "$file" GNU_RELRO --program-headers
  has "BIND_NOW" "$file" 'BIND_NOW|FLAGS.*NOW' --dynamic
  has "position independent code" "$file" 'Type:.*DYN' --file-header
  has "stack protector" "$file" '__stack_chk_fail' --dyn-syms
done
has "checked copies (_FORTIFY_SOURCE)" "$1" '_chk(@|$)' --dyn-syms
has "checked copies (_FORTIFY_SOURCE)" "$2" '_chk(@|$)' --dyn-syms
exit $bad
