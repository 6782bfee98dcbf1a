#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
# test-stop.sh BUILD: Ctrl-C ends every command soon, what is done stays and is said. Speaks TAP.
set -u
build=$(cd "${1:-$P2P_BUILD}" && pwd)
repo=$(cd "$(dirname "$0")/../.." && pwd)
. "$repo/tests/pipelines/common.sh"

small=(--netG unet_64 --ngf 2 --ndf 2 --load_size 64 --crop_size 64 --threads 1)
pictures data/train 128x64 2
ok "a run" says 0 latest_net_G train data --name run "${small[@]}" --steps 1

# So many that it takes minutes, and the seconds until it ends are far from that.
mkdir -p many/test
for i in $(seq 6000); do ln data/train/000.png many/test/$i.png; done
stop() { # Sends it and waits: $status, $took
  local begun=$SECONDS
  kill -INT $pid; wait $pid; status=$?
  took=$((SECONDS - begun))
}

begin "$p2p" test run --dataroot many --num_test 6000
ok "a test is at work" wait_for 60 test -e results/run/test_latest/images/1_fake_B.png
stop
ok "stops with the signal's status" [ $status = 130 ]
done=$(sed -nE 's/^([0-9]+) pictures translated.*; stopped before the end$/\1/p' err)
ok "says how many are done" [ "${done:-0}" -gt 0 ]
ok "those and no more: $done" [ "$(ls results/run/test_latest/images | grep -c fake_B)" = "$done" -a "$done" -lt 6000 ]
ok "the page shows them" [ "$(grep -c '<h3>' results/run/test_latest/index.html)" = "$done" ]
ok "nothing is left half" [ -z "$(find results -name '.*.tmp.*')" ]
ok "it took $took s" [ $took -lt 20 ]

pictures large/train 4096x2048 1
for i in $(seq 400); do ln large/train/000.png large/train/x$i.png; done
echo no picture >large/train/000-broken.png
begin "$p2p" check large
sleep 1
stop
ok "check stops" [ $status = 130 ]
ok "and says how far it came" grep -qE 'stopped after [0-9]+ of 402 files' err
ok "it took $took s" [ $took -lt 20 ]

mkdir models
for i in $(seq 300); do ln checkpoints/run/latest_net_G.safetensors models/${i}_net_G.safetensors; done
begin "$p2p" convert models converted --to pth
ok "a conversion is at work" wait_for 60 grep -q . out
stop
ok "convert stops" [ $status = 130 ]
ok "and says what stays" grep -q 'stopped; results named above are whole' err
ok "nothing is left half" [ -z "$(find converted -name '.*')" ]
ok "what it names is there" eval 'ls $(cat out) >/dev/null'
ok "each is whole" says 0 '' convert "$(tail -n 1 out)" whole.safetensors

begin "$p2p" demo --seconds 600 --out early
ok "a demo paints" wait_for 60 test -e early/data/train/0003.png
stop
ok "it stops" [ $status = 130 ]
ok "and says so" grep -q 'stopped' err

# --- a demo removes nothing but what a demo has written
begin "$p2p" demo --seconds 2 --film 0.2 --threads 1 --out demo; wait $pid
ok "a demo" test -s demo/facade.webm
first=$(ls demo | tr '\n' ' ')
begin "$p2p" demo --seconds 2 --film 0.2 --threads 1 --out demo; wait $pid
ok "a second one in its place" [ "$(ls demo | tr '\n' ' ')" = "$first" -a "$(ls demo/checkpoints)" = facade ]
mkdir -p mine/data/train mine/checkpoints/facade/state
cp demo/checkpoints/facade/*.safetensors mine/checkpoints/facade
cp demo/checkpoints/facade/state/*.safetensors mine/checkpoints/facade/state
cp data/train/000.png mine/data/train/mine.png
cp demo/facade.webm mine/facade.webm
cp -r demo/. mine/changed; cp data/train/000.png mine/changed/data/val/0001.png; rm mine/changed/progress.png
mkdir mine/changed/progress.png
for folder in mine mine/changed; do
  before=$(find $folder -type f ! -path 'mine/changed/*' ! -name .p2p-demo -exec sha256sum {} + | sort)
  [ $folder = mine ] || before=$(sha256sum $folder/data/val/0001.png)
  begin "$p2p" demo --seconds 2 --film 0.2 --threads 1 --out $folder; wait $pid; status=$?
  ok "a demo among files of others" [ $status = 0 ]
  ok "says what stays" grep -q "is not the demo's, or has been changed: it stays" err
  ok "and all of it stays" eval 'echo "$before" | sha256sum --quiet -c'
  ok "its own are beside it" test -s $folder/data-2/train/0001.png
done
done_testing
