#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
# test-going-on.sh BUILD: a run that goes on, as a user meets it: its options stay unless others are
# typed, which is said and recorded; another data set begins a new epoch; p2ptrain in a pipeline of
# somebody's own does the same. TAP.
set -u
build=$(cd "${1:-$P2P_BUILD}" && pwd)
repo=$(cd "$(dirname "$0")/../.." && pwd)
. "$repo/tests/pipelines/common.sh"
tiny="--netG unet_64 --ngf 2 --ndf 2 --load_size 64 --crop_size 64 --print_freq 1"
pictures pairs/train 128x64 6; pictures pairs/val 128x64 3
pictures un/trainA 64x64 4; pictures un/trainB 64x64 6

# NAME STEPS ARGUMENTS...: the run goes on to that step; out and err are its words.
train() {
  local name=$1 steps=$2; shift 2
  timeout 300 "$p2p" train --name "$name" --steps "$steps" "$@" >out 2>err
}
# NAME FOLDER ARGUMENTS...: 3 steps of a new run; 3 of 6 pairs are left in its epoch.
begin_run() {
  local name=$1 folder=$2; shift 2
  # shellcheck disable=SC2086
  train "$name" 3 "$folder" $tiny "$@"
}
out_has() { grep -qxF -- "$1" out; }
out_lacks() { ! grep -q -- "$1" out; }
both_lack() { ! grep -qE -- "$1" out err; }
same() { cmp -s "$1" "$2"; }

# --- options
ok "a new run" begin_run a pairs --lambda_L1 10 --lr 0.001 --no_flip
ok "prints what is not usual" out_has '                lambda_L1: 10.0                          	[default: 100.0]'
ok "and nothing else" out_lacks 'beta1'
ok "goes on" train a 4 pairs
ok "with the same options" out_has '                lambda_L1: 10.0                          	[default: 100.0]'
ok "and no difference" both_lack ' -> .* from step|does nothing|another one'
ok "goes on without a folder" train a 5
ok "knows it" grep -q '(epoch: 1, iters: 5,' out
ok "other options, two of them the defaults" \
  train a 6 pairs --lambda_L1 100 --lr 0.0002 --batch_size 2 --no_flip=0 --init_type xavier --seed 9
for line in 'lambda_L1: 10 -> 100' 'lr: 0.001 -> 0.0002' 'batch_size: 1 -> 2' 'no_flip: True -> False'; do
  ok "said: $line" out_has "$line from step 5 on"
  ok "logged" grep -qxF "$line from step 5 on" checkpoints/a/loss_log.txt
  ok "kept" grep -qxF "$line from step 5 on" checkpoints/a/train_opt.txt
done
ok "each line once" test -z "$(grep -h 'step' out err | sort | uniq -d)"
ok "too late: --init_type" grep -q -- '--init_type xavier does nothing here' err
ok "too late: --seed" grep -q -- '--seed 9 does nothing here' err
ok "goes on with them" train a 8 pairs
ok "which are no news" both_lack ' -> .* from step|does nothing'
ok "another network is refused" says 64 'started with --ngf 2, not 4' train pairs --name a --ngf 4
ok "another model too" says 64 'started with --model pix2pix, not cycle_gan' \
  train pairs --name a --model cycle_gan
cp checkpoints/a/train_opt.txt before
ok "a flag is true or false" says 64 'no_flip cannot be "maybe"; use true or false' train pairs --no_flip=maybe
ok "nothing is left" train a 8 pairs --lambda_L1 7
ok "it is said" grep -q 'nothing is left to do' err
ok "and nothing recorded" same checkpoints/a/train_opt.txt before
ok "--verbose prints all" train a 9 pairs --verbose
ok "the usual too" out_has '                    beta1: 0.5                           '
ok "another size" train a 11 pairs --crop_size 128 --load_size 128
ok "is planned anew" out_has 'crop_size: 64 -> 128 from step 9 on'
ok "a size that cannot be is refused" says 64 'multiples of 64' train pairs --name a --crop_size 100

# --- bit by bit, with the options of the first call
# shellcheck disable=SC2086
exact() { "$p2p" train pairs --name r $tiny --lr 0.00012345678901234 --beta1 0.3 --seed 4 --serial_batches "$@" >out 2>err; }
ok "in one go" exact --checkpoints_dir whole --steps 8
ok "in two" exact --checkpoints_dir parts --steps 3
ok "the second without options" says 0 'goes on' train --name r --checkpoints_dir parts --steps 8
for file in latest_net_G.safetensors latest_net_D.safetensors; do
  ok "the same $file" same "whole/r/$file" "parts/r/$file"
done

# --- the last epoch
ok "a whole run" train whole 99 pairs --netG unet_64 --ngf 2 --ndf 2 --load_size 64 --crop_size 64 \
  --n_epochs 1 --n_epochs_decay 1
ok "ends its last epoch" grep -q '^End of epoch 2 / 2' out
ok "and the first" grep -q '^End of epoch 1 / 2' out
ok "each once" test "$(grep -c '^End of epoch' out)" = 2
ok "with the rate behind it" grep -qF 'learning rate 0.0001000 -> 0.0000000' out

# --- data sets
goes_on() { # NAME WHAT FOLDER ARGUMENTS...
  local name=$1 what=$2; shift 2
  ok "$what: goes on" train "$name" 7 "$@"
  ok "$what: with a new epoch" grep -qE 'the data set is another one since step 3 .*: epoch 2 begins' err
  ok "$what: at its first picture" grep -q '(epoch: 2, iters: 1,' out
  ok "$what: no file is called broken" both_lack 'warning|broken|cannot'
}
cp -r pairs fewer; ok "a run" begin_run b fewer; rm fewer/train/00[0-3].png
goes_on b "pictures deleted" fewer
cp -r pairs named; ok "a run" begin_run c named; mv named/train/000.png named/train/zzz.png
goes_on c "a picture renamed" named
ok "a run" begin_run d pairs
goes_on d "a shorter set" pairs --max_dataset_size 2
ok "said" out_has 'max_dataset_size: inf -> 2 from step 3 on'
ok "a run" begin_run e pairs
goes_on e "another phase" pairs --phase val
ok "said" out_has 'phase: train -> val from step 3 on'
ok "a run" begin_run f pairs
cp -r pairs elsewhere; rm elsewhere/train/005.png
ok "another folder must be wished" says 64 'add --continue_train' train elsewhere --name f
cp -r un other; ok "also one of another kind" says 64 'add --continue_train' train other --name f
goes_on f "another folder" elsewhere --continue_train
cp -r un unless; ok "an unpaired run" begin_run g unless --netG resnet_6blocks; rm unless/trainB/00[12].png
goes_on g "fewer in one of two folders" unless
ok "a run" begin_run h pairs
ok "the same set" train h 7 pairs --max_dataset_size 50
ok "goes on where it was" grep -q '(epoch: 1, iters: 4,' out
ok "and says nothing of it" both_lack 'another one'
cp -r pairs last; ok "the last epoch" begin_run i last --n_epochs 1 --n_epochs_decay 0; rm last/train/00[01].png
ok "begins anew" train i 99 last
ok "it is said" grep -q 'epoch 1 begins with it' err
ok "and trained whole" grep -q '(epoch: 1, iters: 4,' out

# --- p2ptrain in somebody's own pipeline
export GST_PLUGIN_PATH=$build/gst-plugins
element() { # STEPS PROPERTIES...
  timeout 300 gst-launch-1.0 -m p2pdatasetsrc dataroot=pairs ! p2pdecode name=d p2paligncrop name=c \
    load-size=64 crop-size=64 p2ptrain name=t run-name=own net-g=unet_64 ngf=2 ndf=2 steps="$@" \
    d.src_a ! c.sink_a d.src_b ! c.sink_b c.src_a ! t.sink_a c.src_b ! t.sink_b >out 2>err
}
recorded() { grep -qE "^ +$1 +(.\[default.*)?$" checkpoints/own/train_opt.txt; }
ok "in a pipeline" element 2 lambda-l1=10 beta1=0.25
ok "goes on" element 3
ok "with its options" recorded 'lambda_L1: 10\.0'
ok "which are no news" both_lack ' -> .* from step'
ok "a property at its default" element 4 lambda-l1=100
ok "counts" recorded 'lambda_L1: 100\.0'
ok "the other stays" recorded 'beta1: 0\.25'
ok "a message says so" out_has 'lambda_L1: 10 -> 100 from step 3 on'
ok "too late" element 5 init-type=xavier
ok "a message says so" grep -q 'init_type xavier does nothing here' out
mv pairs/train/005.png away.png
ok "fewer pictures" element 6
ok "a message says so" grep -q '6 samples then, 5 now' out
ok "and a new epoch begins" grep -q 'step=(guint64)6, epoch=(guint64)2, sample=(guint64)0' out
done_testing
