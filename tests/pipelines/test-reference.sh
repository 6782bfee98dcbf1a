#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
# test-reference.sh BUILD: what the reference's README and scripts/ tell people to type, with only
# "python train.py" and "python test.py" become p2p train and p2p test, on tiny data sets. TAP.
set -u
build=$(cd "${1:-$P2P_BUILD}" && pwd)
repo=$(cd "$(dirname "$0")/../.." && pwd)
. "$repo/tests/pipelines/common.sh"

named() { # FOLDER SIZE N LETTER: LETTER0.png ...
  pictures "$1" "$2" "$3"
  local i=0 file
  for file in "$1"/0*.png; do mv "$file" "$1/$4$i.png"; i=$((i + 1)); done
}
named datasets/maps/trainA 32x32 3 a; named datasets/maps/trainB 32x32 2 b
named datasets/maps/testA 32x32 2 a; named datasets/maps/testB 32x32 3 b
pictures datasets/facades/train 64x32 3; pictures datasets/facades/test 64x32 2
pictures datasets/colorization/train 32x32 2; pictures datasets/colorization/test 32x32 2
tiny="--ngf 2 --ndf 2 --load_size 36 --crop_size 32 --threads 1 --steps 2"
results() { ls "results/$1/images" | tr '\n' ' '; }

# --- CycleGAN: README, scripts/train_cyclegan.sh, scripts/test_cyclegan.sh
ok "CycleGAN train" says 0 'latest_net_G_A' train --dataroot ./datasets/maps --name maps_cyclegan --model cycle_gan $tiny --save_format both
ok "with --use_wandb" says 0 'goes on' train --dataroot ./datasets/maps --name maps_cyclegan --model cycle_gan --use_wandb --gpu_ids 0 --display_id -1 $tiny --steps 3
cp -r datasets/maps datasets/maps2
ok "another set under that name" says 64 'was trained on .*/datasets/maps, not on .*/datasets/maps2; use another --name' train --dataroot ./datasets/maps2 --name maps_cyclegan --model cycle_gan $tiny --steps 4
ok "only when wished" says 0 'trained on .*/datasets/maps so far, now on .*/datasets/maps2' train --dataroot ./datasets/maps2 --name maps_cyclegan --model cycle_gan $tiny --steps 4 --continue_train
ok "a finished run says so" says 0 'nothing is left to do: step 4 of 4' train --dataroot ./datasets/maps2 --name maps_cyclegan --model cycle_gan $tiny --steps 4
ok "no epoch left" says 0 'nothing is left to do: epoch 9 would come next and 6 is the last' train --dataroot ./datasets/maps --name none --model cycle_gan $tiny --epoch_count 9 --n_epochs 6 --n_epochs_decay 0
ok "and names no model" sh -c "! grep -q latest_net_G out"
ok "epochs and rates" says 0 'End of epoch 1 / 2 .*Time Taken' train --dataroot ./datasets/maps --name epochs --model cycle_gan --ngf 2 --ndf 2 --load_size 36 --crop_size 32 --threads 1 --n_epochs 1 --n_epochs_decay 1
ok "with the rate" grep -q 'learning rate 0.0002000 -> 0.0001000' out
ok "the script's options" says 0 'latest_net_G_B' train --dataroot ./datasets/maps --name maps_script --model cycle_gan --pool_size 50 --no_dropout $tiny
for net in G_A G_B D_A D_B; do ok "latest_net_$net.pth" test -s checkpoints/maps_cyclegan/latest_net_$net.pth; done
ok "eight losses" says 0 'D_A: [0-9.]+ G_A: [0-9.]+ cycle_A: [0-9.]+ idt_A: [0-9.]+ D_B: [0-9.]+ G_B: [0-9.]+ cycle_B: [0-9.]+ idt_B:' train --dataroot ./datasets/maps --name maps_print --model cycle_gan --print_freq 1 $tiny
says 0 latest_net_G train --dataroot ./datasets/facades --name facades_alone --netG resnet_6blocks $tiny --save_format both
says 0 latest_net_G_A train datasets/maps/testA datasets/maps/testB --name two_folders $tiny
ok "CycleGAN test" says 0 'results/maps_cyclegan/test_latest/index.html' test --dataroot ./datasets/maps --name maps_cyclegan --model cycle_gan
ok "six labels, named after A's files, none lost" [ "$(results maps_cyclegan/test_latest)" = \
"$(for b in a0_2 a0 a1; do for l in fake_A fake_B real_A real_B rec_A rec_B; do echo ${b}_$l.png; done; done | LC_ALL=C sort | tr '\n' ' ')" ] ||
  results maps_cyclegan/test_latest
ok "the script's options" says 0 index.html test --dataroot ./datasets/maps --name maps_cyclegan --model cycle_gan --phase test --no_dropout
ok "the model from the run" says 0 '3 pictures' test maps_cyclegan --dataroot datasets/maps
ok "BtoA" says 0 index.html test maps_cyclegan --dataroot datasets/maps --direction BtoA --results_dir back
ok "is named after B's files" test -s back/maps_cyclegan/test_latest/images/b2_rec_A.png -a ! -e back/maps_cyclegan/test_latest/images/a0_rec_A.png

# --- a run knows its pictures
ok "the data set that it was trained on" says 0 'data set: ./datasets/facades, as trained' test facades_alone
ok "its results" [ "$(results facades_alone/test_latest)" = '000_fake_B.png 000_real_A.png 000_real_B.png 001_fake_B.png 001_real_A.png 001_real_B.png ' ]
ok "two folders" says 0 'data set: .*/datasets/maps/testA and .*/datasets/maps/testB, as trained' test two_folders
ok "by its path" says 0 'data set: ./datasets/facades, as trained' test checkpoints/facades_alone
ok "by a file" says 0 'data set: ./datasets/facades, as trained' test checkpoints/facades_alone/latest_net_G.safetensors
ok "another that is given" says 0 '2 pictures' test facades_alone --dataroot datasets/facades --results_dir other
ok "is not said" sh -c '! grep -q "as trained" err'
mkdir -p checkpoints/theirs; cp checkpoints/facades_alone/latest_net_G.pth checkpoints/theirs/
printf -- '----------------- Options ---------------\n %24s: %-30s\t[default: None]\n----------------- End -------------------\n' dataroot datasets/facades >checkpoints/theirs/train_opt.txt
ok "the reference's record" says 0 'data set: datasets/facades, as trained' test theirs
mv datasets/facades moved
ok "gone" says 64 'no data set, and what it was trained on, .*facades, is not there: add --dataroot' test facades_alone
mv moved datasets/facades
rm checkpoints/theirs/train_opt.txt
ok "no such run" says 66 'no model "facade_alone".*use one of the runs there: .*facades_alone' test facade_alone
ok "no run named" says 64 'no data set: add --dataroot FOLDER' test
ok "nobody knows" says 64 'no data set: add --dataroot FOLDER' test theirs

# --- one side of it, from a .pth that says nothing about itself
mkdir -p checkpoints/horse2zebra_pretrained
cp checkpoints/maps_cyclegan/latest_net_G_A.pth checkpoints/horse2zebra_pretrained/latest_net_G.pth
ok "one-sided test" says 0 'results/horse2zebra_pretrained/test_latest/index.html' test --dataroot datasets/maps/testA --name horse2zebra_pretrained --model test --no_dropout
ok "real and fake" [ "$(results horse2zebra_pretrained/test_latest)" = 'a0_fake.png a0_real.png a1_fake.png a1_real.png ' ]
ok "without a word about the model" says 0 '2 pictures' test horse2zebra_pretrained --dataroot datasets/maps/testA
ok "--model_suffix" says 0 '2 pictures' test --dataroot datasets/maps/testA --name maps_cyclegan --model test --model_suffix _A --no_dropout
ok "the other side" says 0 '3 pictures' test --dataroot datasets/maps/testB --name maps_cyclegan --model test --model_suffix _B --no_dropout

ok "on pairs side by side" says 0 '--model cycle_gan --dataset_mode aligned' train --dataroot ./datasets/facades --name x --model cycle_gan $tiny
ok "on pairs side by side, when asked" says 0 latest_net_G_A train --dataroot ./datasets/facades --name cycle_aligned --model cycle_gan --dataset_mode aligned $tiny
ok "and its test" says 0 '2 pictures' test cycle_aligned --dataroot datasets/facades --dataset_mode aligned
ok "has both halves" [ "$(results cycle_aligned/test_latest)" = "$(for b in 000 001; do for l in fake_A fake_B real_A real_B rec_A rec_B; do echo ${b}_$l.png; done; done | tr '\n' ' ')" ]
ok "which differ" sh -c 'cmp -s results/cycle_aligned/test_latest/images/000_real_A.png results/cycle_aligned/test_latest/images/000_real_B.png; [ $? = 1 ]'

# --- somebody else's model, by its path: nothing is written beside it
mkdir -p theirs/model; cp checkpoints/maps_cyclegan/latest_net_G_[AB].pth theirs/model/; echo theirs >theirs/model/test_opt.txt
ok "a file" says 0 'results/model/test_latest/index.html' test theirs/model/latest_net_G_B.pth --dataroot datasets/maps/testB
ok "a folder" says 0 '3 pictures' test theirs/model --dataroot datasets/maps
ok "nothing is changed there" [ "$(cat theirs/model/test_opt.txt)$(ls theirs/model | wc -l)" = theirs3 ]
ok "the record is with the results" grep -q 'dataroot: datasets/maps ' results/model/test_latest/test_opt.txt
ok "a run of our own has it" test -s checkpoints/maps_cyclegan/test_opt.txt

# --- pix2pix: README, scripts/train_pix2pix.sh, scripts/test_pix2pix.sh, scripts/test_single.sh
small="--netG resnet_6blocks"
ok "pix2pix train" says 0 latest_net_G train --dataroot ./datasets/facades --name facades_pix2pix --model pix2pix --direction BtoA $tiny $small --save_format both
ok "the script's options" says 0 latest_net_G train --dataroot ./datasets/facades --name facades_script --model pix2pix --direction BtoA --lambda_L1 100 --dataset_mode aligned --norm batch --pool_size 0 $tiny $small
ok "pix2pix test" says 0 'results/facades_pix2pix/test_latest/index.html' test --dataroot ./datasets/facades --name facades_pix2pix --model pix2pix --direction BtoA
pictures datasets/valonly/train 64x32 1; pictures datasets/valonly/val 64x32 2
ok "the folder of a phase" says 64 'p2p test facades_pix2pix --dataroot ./datasets/facades --phase train' test --dataroot ./datasets/facades/train --name facades_pix2pix --model pix2pix
ok "val where there is no test" says 0 'no folder test in ./datasets/valonly: --phase val is used' test --dataroot ./datasets/valonly --name facades_pix2pix --model pix2pix --direction BtoA --results_dir valonly
ok "goes to val_latest" test -s valonly/facades_pix2pix/val_latest/index.html
ok "but not when test is asked for" says 66 'val' test --dataroot ./datasets/valonly --name facades_pix2pix --model pix2pix --phase test
ok "three labels" [ "$(results facades_pix2pix/test_latest)" = '000_fake_B.png 000_real_A.png 000_real_B.png 001_fake_B.png 001_real_A.png 001_real_B.png ' ]
ok "the script's options" says 0 index.html test --dataroot ./datasets/facades --name facades_pix2pix --model pix2pix --netG unet_256 --direction BtoA --dataset_mode aligned --norm batch
ok "scripts/test_single.sh" says 0 '2 pictures' test --dataroot ./datasets/maps/testA/ --name facades_pix2pix --model test --netG unet_256 --direction BtoA --dataset_mode single --norm batch
ok "title and headers" grep -q '<title>Experiment = facades_pix2pix, Phase = test, Epoch = latest</title>' results/facades_pix2pix/test_latest/index.html

# --- colorization
ok "colorization train" says 0 latest_net_G train --dataroot ./datasets/colorization --name color_pix2pix --model colorization $tiny $small
ok "colorization test" says 0 'results/color_pix2pix/test_latest/index.html' test --dataroot ./datasets/colorization --name color_pix2pix --model colorization
ok "its labels" [ "$(results color_pix2pix/test_latest)" = '000_fake_B_rgb.png 000_real_A.png 000_real_B_rgb.png 001_fake_B_rgb.png 001_real_A.png 001_real_B_rgb.png ' ]

cp -r datasets/colorization/train flowers
ok "pictures directly in the folder" says 0 'latest_net_G' train flowers --name flowers --model colorization $tiny $small
ok "and their test" says 0 '2 pictures' test flowers --dataroot flowers
ok "its labels" [ "$(results flowers/test_latest)" = "$(results color_pix2pix/test_latest)" ]

# --- single pictures and a model of pairs
mkdir -p singles; cp -r datasets/colorization/test singles/test
ok "single pictures are translated whole" says 0 '2 pictures of 32x32 in singles/test: .*each is translated whole' test facades_pix2pix --dataroot singles --results_dir whole
ok "real and fake" [ "$(ls whole/facades_pix2pix/test_latest/images | tr '\n' ' ')" = '000_fake.png 000_real.png 001_fake.png 001_real.png ' ]
ok "also directly in the folder" says 0 'each is translated whole' test facades_pix2pix --dataroot flowers --results_dir whole
ok "what is cut is said" says 0 'each is cut into A and B all the same.*--model test translates them whole' test facades_pix2pix --dataroot singles --model pix2pix --results_dir cut
ok "trained on such on purpose" says 0 'p2p test onpurpose --dataroot datasets/colorization --dataset_mode aligned$' train datasets/colorization --model pix2pix --name onpurpose $tiny $small
ok "and tested so" says 0 '2 pictures' $(sed -n 's/^  p2p \(test .*\)/\1/p' err)
ok "has pairs" grep -q '_real_B' <(results onpurpose/test_latest)

# --- what makes no pictures
for kind in pth safetensors; do
  ok "a discriminator ($kind) at test" says 64 "is a discriminator .*use checkpoints/facades_pix2pix/latest_net_G.$kind" test checkpoints/facades_pix2pix/latest_net_D.$kind --dataroot singles
done
cp checkpoints/maps_cyclegan/latest_net_D_A.pth d.pth
ok "of an unknown name, live" says 64 'd.pth is a discriminator .*use the file of a generator' live d.pth --source test --out d.png

# --- the same without a word, and pairs in two folders
ok "a folder alone: cycle_gan" says 0 'chosen: --model cycle_gan --dataset_mode unaligned' train datasets/maps --name alone $tiny
ok "a folder alone: pix2pix" says 0 'chosen: --model pix2pix --dataset_mode aligned' train datasets/facades --name alone2 $tiny $small
ok "two folders" says 0 'chosen: --model cycle_gan' train datasets/maps/trainA datasets/maps/trainB --name alone3 $tiny
cp -r datasets/colorization/train A; cp -r A B
ok "two folders of equal names" says 0 'chosen: --model pix2pix --dataset_mode paired' train A B --name alone4 $tiny $small
ok "and their test" says 0 '2 pictures' test alone4 --dataroot A --dataroot_B B
ok "cycle_gan on them" says 0 'dataset_mode unaligned' train A B --name alone5 --model cycle_gan $tiny
next=$(sed -n 's/^  p2p \(test .*\)/\1/p' err)
ok "and the test that it says" says 0 '2 pictures' $next

# --- files that are no pictures
pictures many 32x32 30
printf 'no picture' >many/a9.png
ok "one bad file" says 0 '30 pictures' test maps_cyclegan --dataroot many --model test
ok "one summary names it" grep -qE '^  .*a9.png' err
ok "once" [ "$(grep -c a9.png err)" = 1 ]

# --- docs/from-the-reference.md shows nothing that is not run here
all_run() {
  local line count=0
  while IFS= read -r line; do
    count=$((count + 1))
    grep -v '^ *#' "$repo/tests/pipelines/test-reference.sh" | grep -F -- "${line#p2p }" >/dev/null || { echo "# not run: $line"; return 1; }
  done < <(awk '/^```sh$/ { on = 1; next } /^```$/ { on = 0 } on' "$repo/docs/from-the-reference.md")
  [ $count -ge 10 ]
}
ok "every command of the page is run here" all_run
done_testing
