#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
# test-demo.sh BUILD [SECONDS]: the demo learns, in time, and leaves what it promises. Speaks TAP.
set -u
build=$(cd "${1:-$P2P_BUILD}" && pwd) seconds=${2:-60}
repo=$(cd "$(dirname "$0")/../.." && pwd)
. "$repo/tests/pipelines/common.sh"

demo() { timeout $((seconds + 120)) "$p2p" demo "$@" >out 2>err; }

begin=$SECONDS
ok "the demo learns enough" demo --seconds "$seconds" --check
took=$((SECONDS - begin))
sed 's/^/# /' out
echo "# $took s in all"
ok "in time" [ $took -lt $((seconds + 30)) ]
ok "says that there is no display" grep -q 'no display' err
ok "tells how it goes" grep -qE 'it/s' err
for file in facade.webm progress.png checkpoints/facade/latest_net_G.safetensors data/train/0001.png; do
  ok "leaves $file" test -s "p2p-demo/$file"
done
ok "says where" grep -q 'p2p-demo/facade.webm' out
ok "what it recommends exists" grep -q 'p2p train FOLDER' out
ok "the film is one" sh -c 'timeout 60 gst-launch-1.0 -q filesrc location=p2p-demo/facade.webm ! matroskademux ! vp8dec ! fakesink'

# Stopped in the middle: all is saved, and it says so.
begin "$p2p" demo --seconds 600 --out early
ok "it is on its way" wait_for 60 grep -q 'it/s' err
kill -INT $pid; wait $pid; status=$?
ok "Ctrl-C shows in the status" [ $status = 130 ]
ok "and leaves the network" test -s early/checkpoints/facade/latest_net_G.safetensors

if command -v xvfb-run >/dev/null; then
  windows() { timeout 150 xvfb-run -a -s "-screen 0 1280x1024x24 -noreset" "$p2p" demo --seconds 10 --film 1 --out windows >out 2>err; }
  ok "with windows" windows
else
  n=$((n + 1)); echo "ok $n - with windows # SKIP no xvfb-run here"
fi
done_testing
