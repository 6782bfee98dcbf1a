#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
# test-options.sh BUILD: every option reaches the pipeline, the record and what it is about. TAP.
# Every --option here is looked for by the page of options (tests/options.txt).
set -u
build=$(cd "${1:-$P2P_BUILD}" && pwd)
repo=$(cd "$(dirname "$0")/../.." && pwd)
. "$repo/tests/pipelines/common.sh"
pictures pairs/train 64x32 6; pictures pairs/test 64x32 3; pictures pairs/val 64x32 2
pictures un/trainA 32x32 3; pictures un/trainB 32x32 3; pictures side 32x32 3; cp -r side twin

# OPTION VALUE PATTERN: the pipeline that p2p train would run, and that it would not run without.
data=pairs
prints() {
  local option=$1 value=$2 pattern=$3; shift 3
  [ -s "plain-$data" ] || "$p2p" train "$data" --print >"plain-$data" 2>/dev/null
  ok "train $option $value" says 0 "$pattern" train "$data" --print $option $value "$@"
  ok "only then" lacks "plain-$data" "$pattern"
}
lacks() { [ -s "$1" ] && ! grep -qE -- "$2" "$1"; }
# --- through to the elements: the trainer
prints --name one 'p2ptrain .*run-name="one"'
prints --model cycle_gan 'model="cycle_gan"' --dataset_mode aligned
prints --direction BtoA 'p2ptrain .*direction="BtoA"'
prints --netG unet_128 'net-g="unet_128"'
prints --netD pixel 'net-d="pixel"'
prints --norm instance 'norm="instance"'
prints --ngf 7 ' ngf="7"'
prints --ndf 9 ' ndf="9"'
prints --n_layers_D 2 'n-layers-d="2"' --netD n_layers
prints --input_nc 1 'input-nc="1"'
prints --output_nc 1 'output-nc="1"'
prints --no_dropout '' 'no-dropout="True"'
prints --dropout off 'dropout="off"'
prints --init_type kaiming 'init-type="kaiming"'
prints --init_gain 0.1 'init-gain="0.1"'
prints --batch_size 2 'batch-size="2"'
prints --n_epochs 3 'n-epochs="3"'
prints --n_epochs_decay 4 'n-epochs-decay="4"'
prints --steps 5 'steps="5"'
prints --lr 0.01 ' lr="0.01"'
prints --beta1 0.9 'beta1="0.9"'
prints --lambda_L1 10 'lambda-l1="10.0"'
prints --gan_mode lsgan 'gan-mode="lsgan"'
prints --lambda_gp 5 'lambda-gp="5.0"' --norm instance
prints --gp_type real 'gp-type="real"'
prints --gp_constant 2 'gp-constant="2.0"'
prints --lr_policy step 'lr-policy="step"'
prints --lr_decay_iters 7 'lr-decay-iters="7"'
prints --lr_order classic 'lr-order="classic"'
prints --lr_metric G_L1 'lr-metric="G_L1"'
prints --epoch_count 3 'epoch-count="3"'
prints --continue_train '' 'continue-train="True"'
prints --checkpoints_dir elsewhere 'checkpoints-dir="elsewhere"'
prints --print_freq 3 'print-freq="3"'
prints --save_latest_freq 3 'save-latest-freq="3"'
prints --save_epoch_freq 3 'save-epoch-freq="3"'
prints --save_by_iter '' 'save-by-iter="True"'
prints --save_format pth 'save-format="pth"'
prints --keep 5 ' keep="5"'
prints --epoch 7 ' epoch="7"'
prints --load_iter 9 'load-iter="9"'
prints --display_freq 11 'display-freq="11"'
prints --update_html_freq 12 'update-html-freq="12"'
prints --no_html '' 'no-html="True"'
prints --display_winsize 99 'display-winsize="99"'
prints --verbose '' 'verbose="True"'
prints --seed 5 'p2ptrain .*seed="5"'
prints --backend ref 'backend="ref"'
prints --threads 1 'threads="1"'
prints --suffix '{netG}_{ngf}' 'run-name="experiment_name_unet_256_64"'
# --- without the option that they need
ok "n_layers_D alone" says 0 'n_layers_D does nothing without --netD n_layers' train pairs --print --n_layers_D 2
ok "lr_metric alone" says 0 'lr_metric does nothing without --lr_policy plateau' train pairs --print --lr_metric G_L1
ok "gp_type alone" says 0 'gp_type does nothing without --lambda_gp' train pairs --print --gp_type real
ok "gp_constant alone" says 0 'gp_constant does nothing without --lambda_gp' train pairs --print --gp_constant 2
ok "a way to cut nearly right" says 64 'did you mean scale_width' train pairs --print --preprocess scale_widht
# cycle_gan's own
data=un
# The model is known by the folder alone; so is which losses it prints.
prints --lr_metric cycle_A 'lr-metric="cycle_A"' --lr_policy plateau
prints --lr_metric GP_A 'lr-metric="GP_A"' --lr_policy plateau --lambda_gp 10
ok "no penalty, no loss of it" says 64 '"GP_A"; use one of: D_A, G_A' train un --print --lr_policy plateau --lr_metric GP_A
ok "nor other models' losses" says 64 '"G_L1"; use one of: D_A, G_A' train un --print --lr_policy plateau --lr_metric G_L1
prints --pool_size 3 'pool-size="3"'
prints --lambda_A 3 'lambda-a="3.0"'
prints --lambda_B 4 'lambda-b="4.0"'
prints --lambda_identity 0 'lambda-identity="0.0"'
data=pairs
# --- to the source, the decoder and the transform
prints --phase val 'p2pdatasetsrc .*phase="val"'
prints --serial_batches '' 'serial-batches="True"'
prints --max_dataset_size 2 'max-dataset-size="2"'
prints --num_threads 3 'num-threads=3'
prints --load_size 300 'load-size="300"'
prints --crop_size 128 'crop-size="128"'
prints --preprocess crop 'preprocess="crop"'
prints --no_flip '' 'no-flip="True"'
prints --keep_depth '' 'keep-depth=true'
prints --ignore_orientation '' 'p2pdecode .*ignore-orientation=true'
prints --max_pixels 5 'p2pdecode .*max-pixels=5'
ok "--max_pixels stops at larger pictures" says 65 'set --max_pixels 2048' train pairs --max_pixels 5 --netG resnet_6blocks --ngf 2 --ndf 2 --threads 1 --crop_size 32 --load_size 32 --name no
ok "--dataroot" says 0 'dataroot="pairs"' train --dataroot pairs --print
ok "--dataroot_B" says 0 'dataroot="un/trainA" dataroot-b="un/trainB"' train --dataroot un/trainA --dataroot_B un/trainB --print --model cycle_gan
ok "--dataset_mode" says 0 'side=A dataset-mode=paired' train side twin --model cycle_gan --dataset_mode paired --print
ok "unaligned without" says 0 'side=A dataset-mode=unaligned' train side twin --model cycle_gan --print
ok "--max_dataset_size inf" says 0 'p2ptrain' train pairs --max_dataset_size inf --print

# --- without meaning here: accepted, said once, nothing else changes
ok "--gpu_ids 0,1" says 0 '--gpu_ids has no meaning here' train pairs --print --gpu_ids 0,1
ok "--gpu_ids -1 is the CPU" says 0 'backend="cpu"' train pairs --print --gpu_ids -1
ok "--display_id" says 0 '--display_id has no meaning here' train pairs --print --display_id -1
ok "--display_ncols" says 0 '--display_ncols has no meaning here' train pairs --print --display_ncols 2
ok "--display_server" says 0 '--display_server has no meaning here' train pairs --print --display_server http://x
ok "--display_env" says 0 '--display_env has no meaning here' train pairs --print --display_env x
ok "--display_port" says 0 '--display_port has no meaning here' train pairs --print --display_port 1
ok "all of visdom once" says 0 'there is no visdom' train pairs --print --display_id 0 --display_port 1 --display_env x
ok "one line" [ "$(grep -c visdom err)" = 1 ]
ok "--use_wandb" says 0 '--use_wandb has no meaning here' train pairs --print --use_wandb
ok "--wandb_project_name" says 0 '--wandb_project_name has no meaning here' train pairs --print --wandb_project_name x
ok "older names" says 0 'n-epochs="3"' train pairs --print --niter 3 --which_direction BtoA --loadSize 300 --nThreads 2
ok "more of them" says 0 'gan-mode="vanilla".*lambda-identity="0.0"' train un --print --no_lsgan --identity 0 --display_single_pane_ncols 0
ok "their values" says 0 'gan-mode="lsgan"' train pairs --print --gan_mode lsgan --lr_policy lambda
ok "aligned, with dropout" says 0 'dropout="on"' train pairs --print --align_data --model cycle_gan --use_dropout
ok "names of properties" says 0 'load-size="70" crop-size="64"' train pairs --print --net-g unet_64 --load-size=70 --crop-size 64
ok "reach the trainer too" grep -q 'net-g="unet_64"' out
ok "what another model reads" says 0 '--lambda_A does nothing with --model pix2pix' train pairs --print --lambda_A 100
ok "beginnings" says 0 'n-layers-d="2"' train pairs --print --n_l 2

# --- mistakes: the nearest valid one
ok "unknown" says 64 'nearest is --lr_policy' train pairs --lr_polcy step
ok "nothing is near" says 64 'unknown option --foo; run p2p train --help-all' train pairs --foo
ok "a value nearly right" says 64 'did you mean unet_256' train pairs --netG unet256
ok "a command nearly right" says 64 'did you mean train' trian pairs
ok "an option of live nearly right" says 64 'nearest is --source' live a --sourcee x
ok "of another command" says 64 'option of p2p test' train pairs --results_dir x
ok "a word that is none" says 64 '--direction cannot be "BA"; use one of: AtoB, BtoA' train pairs --direction BA
ok "an unknown loss" says 64 'wgangp' train pairs --gan_mode wgan
ok "an unknown schedule" says 64 'cosine' train pairs --lr_policy exp
ok "sizes that contradict" says 64 'smaller than crop size 256' train pairs --load_size 128
ok "a mode for other folders" says 64 'run p2p train un --model cycle_gan' train un --dataset_mode aligned

# --- a run: recorded, counted, named
small=(pairs --netG resnet_6blocks --norm instance --ngf 2 --ndf 2 --load_size 32 --crop_size 32 --threads 1 --num_threads 1 --save_format both)
ok "a run" says 0 'latest_net_G' train "${small[@]}" --name a --n_epochs 1 --n_epochs_decay 1 --print_freq 2 --max_dataset_size 4 --save_epoch_freq 1 --suffix '{ngf}' --keep 1 --no_flip
for line in 'ngf: 2 .*default: 64' 'load_size: 32 .*default: 286' 'max_dataset_size: 4 .*default: inf' 'no_flip: True .*default: False' 'dataroot: pairs' 'netG: resnet_6blocks .*default: unet_256' 'isTrain: True' 'name: a_2 '; do
  ok "recorded: $line" grep -qE "^ *$line" checkpoints/a_2/train_opt.txt
done
ok "n_epochs, max_dataset_size and print_freq" [ "$(grep -c iters: checkpoints/a_2/loss_log.txt)" = 4 ]
ok "save_epoch_freq" test -s checkpoints/a_2/1_net_G.safetensors -a -s checkpoints/a_2/2_net_G.safetensors
ok "keep" [ "$(ls checkpoints/a_2/state | wc -l)" = 1 ]
again() { says 0 latest_net_G train "${small[@]}" --steps 2 --name "$@"; }
ok "a base" again base
ok "the same again" again base2
ok "what does nothing" again idle --n_layers_D 2 --lambda_A 3
ok "is said once" [ "$(grep -c 'does nothing' err)" = 2 ]
same() { cmp checkpoints/base/latest_net_G.pth "checkpoints/$1/latest_net_G.pth"; } # weights and no names
differs() { local got=0; same "$1" >/dev/null || got=$?; [ $got = 1 ]; }            # 2: one is missing
ok "is the same network" same base2
for change in '--lr 0.1' '--seed 3' '--lambda_L1 1' '--gan_mode lsgan' '--netD pixel' '--init_gain 1' '--init_type xavier' '--beta1 0' '--batch_size 2' '--direction BtoA' --no_flip --serial_batches '--load_size 40'; do
  name=$(tr -dc a-zA-Z0-9 <<<"$change")
  ok "$change trains" again "$name" $change
  ok "$change changes the network" differs "$name"
done

# --- p2p test
t=(test a_2 --dataroot pairs --threads 1)
ok "test" says 0 'results/a_2/test_latest/index.html' "${t[@]}"
ok "test_opt.txt" grep -qE '^ *phase: test' checkpoints/a_2/test_opt.txt
width() { od -An -tu1 -j16 -N8 "$1" | awk '{ print $4 + 256 * $3 "x" $8 + 256 * $7 }'; }
ok "sizes as trained" [ "$(width results/a_2/test_latest/images/000_fake_B.png)" = 32x32 ]
ok "--results_dir, --phase, --num_test" says 0 '1 pictures' "${t[@]}" --results_dir r2 --phase val --num_test 1
ok "in its place" test -s r2/a_2/val_latest/images/000_fake_B.png -a ! -e r2/a_2/val_latest/images/001_fake_B.png
ok "--epoch" says 0 'test_1/index.html' "${t[@]}" --epoch 1
ok "--aspect_ratio 2 is wider" says 0 index "${t[@]}" --results_dir r3 --aspect_ratio 2
ok "by that" [ "$(width r3/a_2/test_latest/images/000_real_A.png)" = 64x32 ]
ok "--aspect_ratio 0.5 is higher" says 0 index "${t[@]}" --results_dir r4 --aspect_ratio 0.5
ok "by that" [ "$(width r4/a_2/test_latest/images/000_real_A.png)" = 32x64 ]
ok "--display_winsize" says 0 index "${t[@]}" --results_dir r5 --display_winsize 77
ok "in the page" grep -q 'width:77px' r5/a_2/test_latest/index.html
ok "--crop_size alone" says 0 index "${t[@]}" --results_dir r6 --crop_size 64
ok "is the size" [ "$(width r6/a_2/test_latest/images/000_fake_B.png)" = 64x64 ]
ok "--load_size alone" says 0 index "${t[@]}" --results_dir r6 --load_size 48
ok "is the size" [ "$(width r6/a_2/test_latest/images/000_fake_B.png)" = 48x48 ]
ok "--preprocess none" says 0 index "${t[@]}" --results_dir r7 --preprocess none
tests() { local pattern=$1; shift; ok "test $*" says 0 "$pattern" test a_2 --dataroot pairs --print "$@"; }
tests 'norm-stats=image'
tests 'dropout=true'
tests 'norm-stats=running' --eval
tests 'dropout=false' --eval
tests 'dropout=false' --no_dropout
tests 'dropout=false' --dropout off
tests 'dropout=true' --dropout on --eval
tests 'norm-stats=image' --norm_stats image --eval
tests 'norm-stats=running' --norm_stats running
tests 'max-dataset-size=2' --max_dataset_size 2
tests 'max-dataset-size=2' --ntest inf --max-dataset-size 2
tests 'seed=4' --seed 4
tests 'backend="ref"' --backend ref
tests 'c.src_b ! tee' --direction BtoA
ok "options that test needs not" says 0 index "${t[@]}" --netG unet_256 --norm batch --ngf 64 --no_flip --serial_batches --num_threads 0 --gpu_ids -1 --batch_size 1
ok "--save_by_iter, --save_latest_freq" again iter --save_by_iter --save_latest_freq 1
ok "--load_iter" says 0 'test_latest_iter2/index.html' test iter --dataroot pairs --load_iter 2 --threads 1
ok "--model test" says 0 index test a_2 --dataroot side --model test --threads 1
ok "real and fake" test -s results/a_2/test_latest/images/000_real.png -a -s results/a_2/test_latest/images/000_fake.png
ok "--network" says 64 'holds one network.*leave --network netG out' test a_2 --dataroot side --model test --network netG
ok "--model_suffix" says 66 '_net_G_A' test a_2 --dataroot side --model test --model_suffix _A
ok "--checkpoints_dir" says 66 'in nowhere' test a_2 --dataroot pairs --checkpoints_dir nowhere
ok "an epoch that is not there names those that are" says 66 'this run has: 1, 2, latest; set --epoch' "${t[@]}" --epoch 7
ok "an iteration likewise" says 66 'this run has: iter_1, iter_2, latest; ' test iter --dataroot pairs --load_iter 7
ok "live likewise" says 66 'this run has: 1, 2, latest; set --epoch' live a_2 --epoch 7 --source test --out x.webm

# --- names that GStreamer would read as something else
for name in NULL '"q"' 'a "b"' 'c\d' '"'; do
  cp -r pairs "./$name"
  ok "a folder and a run called $name" says 0 latest_net_G train "$name" "${small[@]:1}" --steps 1 --name "$name"
  ok "has its files" test -s "checkpoints/$name/latest_net_G.safetensors"
  ok "and its test" says 0 '3 pictures' test "$name" --dataroot "$name" --threads 1
done
latin=$(printf 'caf\351')
cp -r pairs "$latin"
ok "not UTF-8" says 64 'is not UTF-8, which names in pipelines must be; rename it' train "$latin" "${small[@]:1}" --steps 1
ok "at test" says 64 'is not UTF-8' test a_2 --dataroot "$latin"

ok "--verbose" says 0 'Options' "${t[@]}" --verbose
ok "lists the network's rows" grep -qE '^\[Network G\] resnet_6blocks, 3 to 3 channels, width 2' err
ok "each" [ "$(grep -c 'conv' err)" -ge 17 ]

# --- what the file says is used, and said once where the user says otherwise
overruled() { ok "$1 $2 is overruled" says 0 "^--$1 $2 is not needed: the model file says $3" test a_2 --dataroot pairs --print --$1 $2; }
overruled netG unet_256 resnet_6blocks
overruled norm batch instance
overruled ngf 64 2
overruled input_nc 1 3
overruled output_nc 1 3
ok "what agrees is not said" says 0 'p2pinfer' test a_2 --dataroot pairs --print --ngf 2 --norm instance --input_nc 3
ok "indeed" [ "$(grep -c 'not needed' err)" = 0 ]

# --- the suffix: the same words find the same run
ok "train with --suffix" again sfx --suffix '{netG}_{load_size}'
ok "test with the same words" says 0 'results/sfx_resnet_6blocks_32/test_latest/index.html' test --name sfx --suffix '{netG}_{load_size}' --dataroot pairs --netG resnet_6blocks --load_size 32 --crop_size 32 --threads 1
ok "with the defaults of training" says 66 'no model "sfx_286_unet_256"' test --name sfx --suffix '{load_size}_{netG}' --dataroot pairs
ok "and of the model of the folder" says 66 'no model "sfx_cycle_gan_resnet_9blocks"' test --name sfx --suffix 'cycle_gan_{netG}' --dataroot un --phase train

# --- only the width is scaled: a picture that is wide and low keeps its shape
ok "--preprocess scale_width --load_size" says 0 index test a_2 --model test --dataroot pairs/test --preprocess scale_width --load_size 48 --results_dir r8 --threads 1
ok "the height in proportion" [ "$(width r8/a_2/test_latest/images/000_real.png)" = 48x24 ]
ok "both sizes are used" says 0 index test a_2 --model test --dataroot pairs/test --preprocess scale_width --load_size 48 --crop_size 40 --results_dir r9 --threads 1
ok "the height at least the second" [ "$(width r9/a_2/test_latest/images/000_real.png)" = 48x40 ]
ok "scale_width_and_crop: one follows the other" says 0 'load-size=64 crop-size=64' test a_2 --dataroot pairs --print --preprocess scale_width_and_crop --load_size 64

# --- a model that has no dropout, from a file that does not say: none
says 0 latest_net_G train pairs --netG unet_64 --ngf 2 --ndf 2 --load_size 64 --crop_size 64 --steps 1 --threads 1 --name u --save_format pth
mkdir -p checkpoints/cyc; for net in G_A G_B; do cp checkpoints/u/latest_net_G.pth checkpoints/cyc/latest_net_$net.pth; done
cp -r un/trainA un/testA; cp -r un/trainB un/testB
ok "cycle_gan from unet .pth: no dropout" says 0 'dropout=false' test cyc --dataroot un --print
ok "unless asked for" says 0 'dropout=true' test cyc --dataroot un --print --dropout on
ok "one-sided it has, as in the reference" says 0 'dropout=true' test cyc --dataroot un/testA --model test --model_suffix _A --print
done_testing
