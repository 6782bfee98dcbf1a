#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
# Claim: every command of docs/first-steps.md works as written, in order, in an empty folder.
set -u
page=$G_TEST_SRCDIR/../docs/first-steps.md
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
export PATH="$P2P_BUILD/pipelines:$PATH"
unset DISPLAY WAYLAND_DISPLAY G_DEBUG
commands=0
while IFS= read -r command <&3; do
  echo "\$ $command"
  bash -o pipefail -c "$command" </dev/null || { echo "failed with $?: $command"; exit 1; }
  commands=$((commands + 1))
done 3< <(awk '/^```sh$/ { on = 1; next } /^```$/ { on = 0 } on' "$page")
[ "$commands" -ge 10 ] || { echo "only $commands commands found in $page"; exit 1; }
for file in demo/facade.webm demo/progress.png translated.webm again.webm results/houses/val_latest/index.html \
    checkpoints/edges/latest_net_G.safetensors; do
  [ -s "$file" ] || { echo "$file is missing or empty"; exit 1; }
done
