#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
# test-give-back.sh ROOT: what root builds through sudo belongs to the one who called. Speaks TAP.
give=$1/tests/give-back
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/build" "$dir/build/sub"
touch "$dir/build/sub/file" "$dir/beside"
owners() { stat -c %u "$dir/build" "$dir/build/sub" "$dir/build/sub/file" | sort -u; }
if [ "$(id -u)" != 0 ]; then
  echo "1..1"
  SUDO_UID=1234 "$give" "$dir/build" && [ "$(owners)" = "$(id -u)" ] || printf 'not '
  echo "ok 1 - who is not root gives nothing"
  exit 0
fi
echo "1..3"
env -u SUDO_UID "$give" "$dir/build"; [ "$(owners)" = 0 ] || printf 'not '
echo "ok 1 - root itself keeps what it builds"
SUDO_UID=1234 SUDO_GID=1234 "$give" "$dir/build" "$dir/not-there"; [ "$(owners)" = 1234 ] || printf 'not '
echo "ok 2 - through sudo it is the caller's"
[ "$(stat -c %u "$dir/beside")" = 0 ] || printf 'not '
echo "ok 3 - and nothing else"
