#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
# test-promise.sh BUILD: what p2p check promises: it ends with 0 if p2p train with the same words takes its first
# steps, each picture once, and only then; over data sets and options. TAP.
set -u
build=$(cd "${1:-$P2P_BUILD}" && pwd)
repo=$(cd "$(dirname "$0")/../.." && pwd)
. "$repo/tests/pipelines/common.sh"

# FOLDER SIZE...: a picture of each size.
sizes() {
  local to=$1 i=0 size; shift
  mkdir -p "$to"
  for size in "$@"; do
    [ -d "one/$size" ] || pictures "one/$size" "$size" 1
    cp "one/$size/000.png" "$to/$i.png"
    i=$((i + 1))
  done
}
# --- pairs side by side: even, odd, of several sizes, below the crop, not twice as wide
sizes even/train 128x64 128x64 128x64
sizes odd/train 133x64 133x64
sizes mixed/train 128x64 128x64 192x128
sizes low/train 100x50 100x50
sizes square/train 64x64 64x64 128x64 128x64 128x64
# --- two folders: one size, a size of each side, many sizes, below the crop
sizes un/trainA 64x64 64x64; sizes un/trainB 64x64 64x64 64x64
sizes sides/trainA 64x64 64x64; sizes sides/trainB 80x80 80x80
sizes several/trainA 64x64 72x76 80x88; sizes several/trainB 68x64 76x76
sizes flat/trainA 70x50 70x50; sizes flat/trainB 70x50 70x50
# --- pairs in two folders
sizes two/train/A 64x64 64x64; sizes two/train/B 64x64 64x64
sizes unlike/train/A 64x64 64x64; sizes unlike/train/B 64x64 96x64
# --- single pictures
sizes single/train 64x64 64x64; sizes tiny/train 40x36 64x64

tiny=(--netG resnet_6blocks --ngf 2 --ndf 2 --threads 1)
agree() { # WORDS...: of p2p check and p2p train
  local check=0 train=0 step=0
  timeout 300 "$p2p" check "$@" "${tiny[@]}" >out 2>err || check=$?
  timeout 300 "$p2p" train "$@" "${tiny[@]}" --n_epochs 1 --n_epochs_decay 0 --name "run$n" >train.out 2>train.err || train=$?
  [ $train = 0 ] && ls "checkpoints/run$n/state/"step-*.safetensors >/dev/null 2>&1 && step=1
  rm -rf "checkpoints/run$n"
  [ $((check == 0)) = $step ] || { echo "# check ends with $check, train with $train: $(grep -m1 error train.err)"; return 1; }
  # one that refuses says at which file
  [ $check != 65 ] || grep -qE '^  [^ ]+\.png: |[a-zA-Z]+/[^ ]*\.png' out err || { echo "# no file is named"; return 1; }
  good=$((good + step)) bad_ones=$((bad_ones + (step == 0)))
}
good=0 bad_ones=0
ways=("--load_size 64 --crop_size 64" "--preprocess none" "--preprocess crop --load_size 64 --crop_size 64"
  "--preprocess scale_width --load_size 64 --crop_size 32" "--preprocess scale_width_and_crop --load_size 64 --crop_size 48")
for set in even odd mixed low square un sides several flat two unlike "single --model colorization" "tiny --model colorization"; do
  for way in "${ways[@]}"; do
    ok "$set $way" agree $set $way
  done
done
# --- options that decide whether a size will do
for words in "even --load_size 66 --crop_size 66" "even --load_size 16 --crop_size 16" "even --load_size 16 --crop_size 16 --netD pixel" \
  "even --load_size 64 --crop_size 64 --netD n_layers --n_layers_D 5" "even --load_size 64 --crop_size 64 --netD n_layers --n_layers_D 8" \
  "mixed --preprocess none --batch_size 3" "several --preprocess none --batch_size 2" "several --preprocess none --serial_batches" \
  "un --preprocess none --serial_batches" "even --load_size 64 --crop_size 64 --keep_depth" "even --load_size 64 --crop_size 64 --input_nc 1" \
  "un --load_size 64 --crop_size 64 --input_nc 1" "even --load_size 64 --crop_size 64 --keep_depth --input_nc 4" \
  "even --max_pixels 8191 --load_size 64 --crop_size 64" "even --max_pixels 8192 --load_size 64 --crop_size 64" \
  "even --load_size 64 --crop_size 64 --gan_mode wgangp --lambda_gp 10" "even --load_size 64 --crop_size 64 --lr_policy plateau --lr_metric none_such" \
  "even --load_size 64 --crop_size 64 --netG unet_64" "low --preprocess none --netG unet_64" "even --load_size 32 --crop_size 64"; do
  ok "$words" agree $words
done
ok "of which many work" [ $good -ge 30 ]
ok "and many do not" [ $bad_ones -ge 20 ]

# --- a run that there is already
ok "a run of its own" says 0 latest_net_G train even --load_size 64 --crop_size 64 "${tiny[@]}" --name there --steps 1
again() { # STATUS WORDS...
  local status=$1 check=0 train=0; shift
  timeout 300 "$p2p" check "$@" --name there --threads 1 >out 2>err || check=$?
  timeout 300 "$p2p" train "$@" --name there --threads 1 --steps 2 >train.out 2>train.err || train=$?
  [ $((check == 0)) = $((train == 0)) ] && [ $((check == 0)) = "$status" ] || { echo "# check $check, train $train: $(tail -1 train.err)"; return 1; }
}
ok "other networks under its name" again 0 even --load_size 64 --crop_size 64 --netG unet_64
ok "its own go on" again 1 even --load_size 64 --crop_size 64
ok "epoch that is not there" again 0 even --load_size 64 --crop_size 64 --continue_train --epoch 77

# --- where a run's files would go
small=(even --load_size 64 --crop_size 64 "${tiny[@]}" --steps 1)
: >file; mkdir -p checkpoints/pipe; mkfifo checkpoints/pipe/loss_log.txt; : >checkpoints/file
for words in '--name|a/b|64|name of a run' '--name|..|64|name of a run' '--suffix|{netG}/x|64|name of a run' '--name|file|66|checkpoints/file' \
  '--name|pipe|73|is a pipe' '--checkpoints_dir|file|66|file/exp' '--checkpoints_dir|file/more|66|file/more'; do
  IFS='|' read -r option value status says <<<"$words"
  ok "check: $option $value" says "$status" "$says" check "${small[@]}" "$option" "$value"
  ok "train: $option $value" says "$status" "$says" train "${small[@]}" "$option" "$value"
done
ok "a folder that will be made" says 0 'run: p2p train' check "${small[@]}" --checkpoints_dir new/er
ok "is not made by check" [ ! -e new ]
done_testing
