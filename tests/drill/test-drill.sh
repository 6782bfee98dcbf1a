#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
# test-drill.sh BUILD: a model and a report that are a file and a word each (cut.c, lines.c) train,
# are tested, go live, are listed, and go on where they were. TAP.
set -u
build=$(cd "$1" && pwd)
. "$(dirname "$0")/../pipelines/common.sh"
pictures un/trainA 32x32 4; pictures un/trainB 32x32 3; pictures un/testA 32x32 2; pictures un/testB 32x32 2
pictures pairs/train 64x32 2
small=(--model cut --name c --netG resnet_6blocks --ngf 4 --ndf 4 --load_size 36 --crop_size 32 --threads 1)

ok "it is listed" says 0 '^  cut +unpaired pictures: one generator' list
ok "so is the report" says 0 '^  lines +losses.jsonl' list
ok "its defaults are in the help" says 0 'cut hinge' train --help-all
ok "check knows it" says 0 'run: p2p train un --model cut' check un --model cut --load_size 36 --crop_size 32
ok "without a wish the folder is still cycle_gan's" says 0 'model="cycle_gan"' train un --print
ok "it does not train on pairs" says 64 'model cut cannot learn from --dataset_mode aligned; .*use unaligned' \
  train pairs --model cut --dataset_mode aligned
ok "it trains" says 0 'checkpoints/c/latest_net_G.safetensors' train un "${small[@]}" --print_freq 1 --steps 2
losses () { grep -qE 'G_GAN: .*G_same: .*D_real: .*D_fake: ' checkpoints/c/loss_log.txt; }
ok "its losses are logged" losses
ok "lr_metric knows its losses" says 64 '"cycle_A"; use one of: G_GAN, G_same, D_real, D_fake' \
  train un "${small[@]}" --lr_policy plateau --lr_metric cycle_A
ok "its page shows its views" grep -q fake_B checkpoints/c/web/index.html

lines () { [ "$(grep -c '"sample"' checkpoints/c/losses.jsonl)" = "$1" ] && grep -q '"G_same"' checkpoints/c/losses.jsonl; }
ok "the report has a line for each step" lines 2
echo '{"epoch": 1, "sample": 3, "G_same": 0}' >>checkpoints/c/losses.jsonl # told, but lost with its checkpoint
ok "the run goes on" says 0 'goes on from step 2' train un "${small[@]}" --steps 6
ok "nothing stands twice in the report" lines 6
ok "it heard of the end of the epoch" grep -q '{"epochs": 1}' checkpoints/c/losses.jsonl

ok "it is tested" says 0 'results/c/test_latest/index.html' test c --dataroot un --threads 1
results () { for view in real_A fake_B real_B; do [ -s results/c/test_latest/images/001_$view.png ] || return 1; done; }
ok "all its views are there" results
ok "one-sided too" says 0 'results/c/test_latest/index.html' test c --dataroot un/testA --model test --threads 1
ok "it goes live" says 0 '^live.png' live c --source un/testA/000.png --out live.png --threads 1
done_testing
