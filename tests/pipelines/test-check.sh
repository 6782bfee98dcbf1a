#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
# test-check.sh BUILD: p2p check names every bad file of a folder, and the command it says works. TAP.
set -u
build=$(cd "${1:-$P2P_BUILD}" && pwd)
repo=$(cd "$(dirname "$0")/../.." && pwd)
. "$repo/tests/pipelines/common.sh"

# --- 100 good pairs and 12 kinds of bad entries
pictures many/train 64x32 100
good=many/train/001.png
: > many/train/x-empty.png
printf 'no picture' > many/train/x-text.png
head -c 60 "$good" > many/train/x-cut.png
dd if="$good" bs=1 count=50 of=many/train/x-corrupt.png 2>/dev/null
head -c 200 /dev/urandom >> many/train/x-corrupt.png
ln -s /nothere many/train/x-dangling.jpg
mkfifo many/train/x-pipe.png
mkdir many/train/x-folder.jpg
cp "$good" many/train/x-ending.xcf
# a PNG of 60000 x 60000, as its header says
{ printf '\211PNG\r\n\032\n\0\0\0\rIHDR\0\0\352\140\0\0\352\140\010\2\0\0\0'; head -c 40 /dev/zero; } > many/train/x-bomb.png
pictures odd 65x32 1; mv odd/000.png many/train/x-odd.png
pictures odd 64x64 1; mv odd/000.png many/train/x-square.png
pictures odd 30x4 1; mv odd/000.png many/train/x-small.png
small=(--preprocess crop --load_size 32 --crop_size 32 --netG resnet_6blocks)
ok "too many bad files: 65" says 65 'more than 5 %: training would stop; repair' check many "${small[@]}"
for file in x-empty.png x-text.png x-cut.png x-corrupt.png x-dangling.jpg x-pipe.png x-folder.jpg x-ending.xcf x-bomb.png x-odd.png x-square.png; do
  ok "names $file" grep -q "^  many/train/$file: " out
done
ok "with the reason alone" [ "$(grep -c 'x-.*x-' out)" = 0 ]
ok "names no good file" [ "$(grep -cE '^  many/train/[0-9]' out)" = 0 ]
ok "counts" grep -qE '^broken \([6-9]\)' out

pictures one/train 64x32 4; pictures other 32x32 2; mv other/000.png other/x.png; mv other/001.png other/y.png
pictures un/trainA 16x16 3; pictures un/trainB 16x16 2; pictures un/testA 16x16 2; pictures un/testB 16x16 2
pictures single 16x16 2; pictures grey/train 16x16 3
pictures both/train 32x16 2; pictures both/trainA 16x16 2; pictures both/trainB 16x16 2
# --- few bad ones: trainable, and the command works
rm many/train/x-{empty,cut,corrupt,dangling,pipe,bomb}.*
ok "one that ends training: 65" says 65 'training would stop at many/train/x-small.png: ' check many "${small[@]}"
rm many/train/x-small.png
ok "few bad files: 0" says 0 '^run: p2p train many' check many "${small[@]}"
ok "names them still" grep -q 'x-text.png: ' out
ok "steps of an epoch" says 0 '103 samples an epoch: 26 steps with batches of 4' check many --netG resnet_6blocks --batch_size 4
ok "nothing broken" says 0 'nothing is broken' check one --netG resnet_6blocks --crop_size 32 --load_size 32
command=$(sed -n 's/^run: p2p //p' out)
ok "the command it says" says 0 'latest_net_G' $command --ngf 2 --ndf 2 --threads 1 --steps 2 --name said

# --- other layouts
pictures two/A 16x16 3; pictures two/B 16x16 2; pictures two/s 20x16 1; mv two/s/000.png two/B/002.png; rmdir two/s
cp two/A/000.png two/A/alone.png
ok "pairs in two folders" says 65 '1 of 7 files have no partner of the same name, more than 5 %' check two --netG resnet_6blocks
ok "which are pairs" grep -q 'model pix2pix --dataset_mode paired' out
ok "names the one without partner" grep -q 'two/A/alone.png: has no partner' out
ok "names unequal sizes" grep -q 'two/A/002.png: 16x16, but its partner two/B/002.png is 20x16' out
ok "a generator that does not fit" says 65 'unet_256 needs sides that are multiples of 256: set' check two --crop_size 64 --load_size 64
ok "two kinds" says 0 'model cycle_gan --dataset_mode unaligned' check un
ok "two given folders" says 0 'dataset_mode unaligned' check un/trainA other
ok "missing" says 66 'run p2p check one' check ones
ok "single pictures" says 65 'p2p train single FOLDER_B' check single
ok "one level too low" says 65 'run p2p train un' check un/trainA
ok "says what to test" says 0 '^run: p2p test NAME --dataroot un' check un --phase test
ok "contradiction" says 64 'run p2p train un --model cycle_gan' check un --model pix2pix
ok "not pairs" says 65 'p2p train grey --model colorization' check grey
ok "both kinds in one folder: two folders" says 0 'chosen: --model cycle_gan' check both
ok "or pairs when asked" says 0 '2 samples' check both --model pix2pix --netG resnet_6blocks
ok "a model that trains nothing" says 64 'run p2p test' check one --model test

# --- one of two folders empty: said, not fallen over
for tree in "h1/trainA h1/trainB" "h2/train/A h2/train/B" "h3/A h3/B"; do
  set -- $tree; mkdir -p "$1" "$2"; cp un/trainA/000.png "$2/"
  ok "empty $1: check" says 66 "no picture below $1" check "${1%%/*}"
  ok "empty $1: train" says 66 "no picture below $1" train "${1%%/*}"
  mkdir -p "${1%%/*}/testA" "${1%%/*}/testB"
done
ok "empty at test" says 66 "no picture below h1/testA" test said --dataroot h1 --model pix2pix

# --- what files hold and is not kept is said: by check, and at the start of train and test
mkdir -p lost/train lost/test
cp "$repo"/tests/data/pixels/{grey-16.png,rgb-alpha-8.png,turned.jpg,cmyk.tif} lost/train; cp lost/train/* lost/test
tiny=(--netG resnet_6blocks --ngf 2 --ndf 2 --threads 1 --load_size 32 --crop_size 32)
ok "16 bit grey" says 0 '^1 of 4 files: grey of more than 8 bits is clipped .*white .lost/train/grey-16.png' check lost --model colorization "${tiny[@]}"
ok "without a hint that leads nowhere" [ "$(grep -c keep_depth out)" = 0 ]
ok "with it" says 0 'alpha is dropped.*--keep_depth keeps it' check lost --model pix2pix "${tiny[@]}"
says 0 alpha check lost --model colorization "${tiny[@]}"
ok "alpha" grep -q '^1 of 4 files: alpha is dropped' out
ok "orientation" grep -q '^1 of 4 files: turned as the EXIF orientation says.*--ignore_orientation' out
ok "inks" grep -q '^1 of 4 files: CMYK' out
ok "orientation that is not obeyed" says 0 '^1 of 4 files: the EXIF orientation is ignored' check lost --model colorization --ignore_orientation "${tiny[@]}"
ok "train says it" says 0 'rgb-alpha-8.png: alpha is dropped' train lost --model colorization "${tiny[@]}" --name lost --steps 4
ok "each kind once" [ "$(grep -c 'grey of more than 8 bits\|CMYK becomes\|turned as the EXIF' err)" = 3 ]
ok "test says it" says 0 'grey-16.png: grey of more than 8 bits is clipped' test lost --dataroot lost --threads 1
mkdir -p lying/train; cp "$repo/tests/data/pixels/turned.jpg" lying/train
ok "what is turned is no pair" says 65 'pictures? of 45x61 .turned as their EXIF says; --ignore_orientation' check lying
ok "nothing is said of plain files" says 0 'nothing is broken' check one --netG resnet_6blocks --crop_size 32 --load_size 32
ok "at all" [ "$(grep -c ' of 4 files: ' out)" = 0 ]

# --- bad files are judged as training does it: each side by itself, by how often an epoch draws them
sides() { mkdir -p "$1/trainA" "$1/trainB"; local i; for i in $(seq "$2"); do cp un/trainA/000.png "$1/trainA/$i.png"; done; for i in $(seq "$3"); do cp un/trainB/000.png "$1/trainB/$i.png"; done; }
sides s1 40 4; printf 'no picture' >s1/trainB/2.png
ok "1 of 44, but drawn 10 times of 40" says 65 '10 of the 40 pictures that an epoch draws on the side of B are broken' check s1 --netG resnet_6blocks
sides s2 12 12; printf 'no picture' >s2/trainA/2.png
ok "1 of 24, but 1 of 12 of A" says 65 '1 of the 12 pictures that an epoch draws are broken' check s2 --netG resnet_6blocks
sides s3 40 40; for side in A B; do for i in 1 2; do printf 'no picture' >s3/train$side/$i.png; done; done
ok "2 of 40 on each side" says 0 '^broken \(4\)' check s3 --netG resnet_6blocks

# --- what is printed can be typed
mkdir "a b"; cp -r un "a b/it's"
ok "quoted" says 0 '^run: p2p train ' check "a b/it's" "--name=x y" --netG resnet_6blocks --ngf 2 --ndf 2 --load_size 32 --crop_size 32
eval "typed=($(sed -n 's/^run: p2p //p' out))"
ok "works" says 0 'checkpoints/x y/latest_net_G_A' "${typed[@]}" --threads 1 --steps 1
eval "typed=($(sed -n 's/^  p2p \(test .*\)/\1/p' err))"
ok "and what that says" says 0 'results/x y/test_latest/index.html' "${typed[@]}" --threads 1
ok "two folders to test" says 0 "^run: p2p test NAME --dataroot un/testA --dataroot_B 'a b/it'" check un/testA "a b/it's/testB" --phase test
ok "in the advice" says 65 "p2p train 'a b/single' FOLDER_B.*run p2p train 'a b/single' --model colorization$" check "$(cp -r single 'a b/'; echo 'a b/single')"

# --- model and mode that contradict each other
refused() { ok "$1 on $2" says 64 "use $3" train "$4" --model $1 --dataset_mode $2 --steps 1; }
refused cycle_gan colorization 'unaligned, paired, aligned' grey
refused pix2pix colorization 'aligned, paired' grey
refused pix2pix unaligned 'aligned, paired' un
refused colorization unaligned 'colorization' un
refused colorization aligned 'colorization' one
ok "check refuses likewise" says 64 'use aligned, paired' check un --model pix2pix --dataset_mode unaligned
done_testing
