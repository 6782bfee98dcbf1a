#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
# test-p2p.sh BUILD: the command p2p as a user meets it. Speaks TAP.
set -u
build=$(cd "${1:-$P2P_BUILD}" && pwd)
repo=$(cd "$(dirname "$0")/../.." && pwd)
. "$repo/tests/pipelines/common.sh"

# --- help and lists
ok "help" says 0 'p2p demo' --help
ok "no arguments" says 0 'Commands:'
ok "version" says 0 '^p2p [0-9]'  --version
for command in train test check live demo list convert; do
  ok "help of $command" says 0 'Usage:' $command --help
  ok "all help of $command" says 0 'Usage:' $command --help-all
done
ok "everyday options come first" says 0 'n_epochs_decay' train --help
ok "others are behind --help-all" says 0 'lr_policy' train --help-all
ok "list" says 0 'unet_256' list
ok "list in JSON" says 0 '"usable": true' list --json

# --- mistakes: what failed, on what, what to do; the right status
ok "unknown command" says 64 'use one of: demo, check, train' tarin
ok "unknown option names the nearest" says 64 'nearest is --lambda_L1' train x --lambda_l1 5
ok "option of another command" says 64 'option of p2p train' test --lr 1
ok "ambiguous beginning" says 64 'could be' train x --load_size 3 --n_ep 4
ok "value out of range" says 64 '--lr cannot be "abc"; use' train x --lr abc
ok "missing value" says 64 'run p2p train --help' train --lr
ok "no data set" says 64 'p2p train FOLDER' train
ok "data set twice" says 64 'given twice' train a --dataroot b
ok "missing data set" says 66 'nothere' train nothere
mkdir -p empty/train
ok "empty data set" says 66 'empty/train' train empty
ok "unknown generator lists them" says 64 'unet_256' train empty --netG foo
ok "no model" says 66 'no model "nope"' live nope --source test --out x.webm
ok "live without source" says 64 'add --source' live
ok "option of the demo" says 64 '--seconds' demo --secs 3

# --- a small data set, from the demo's painter; names that need quoting
ok "demo" says 0 'facade.webm' demo --seconds 2 --film 0.5 --seed 3 --threads 1 --out "my demo's \"data\""
data="my demo's \"data\"/data"
ok "demo wrote its pairs" test -f "$data/train/0240.png" -a -f "$data/val/0008.png"
ok "demo says where the model is" test -s "my demo's \"data\"/checkpoints/facade/latest_net_G.safetensors"
train=(train "$data" --netG unet_64 --ngf 8 --ndf 8 --load_size 72 --crop_size 64 --threads 1 --print_freq 4 --keep 2)

# --- training: a whole run, the same in two parts
ok "train" says 0 'p2p test whole' "${train[@]}" --name whole --checkpoints_dir one --steps 12
ok "lines of losses" grep -qE '^\(epoch: 1, iters: 8, time: [0-9.]+, data: [0-9.]+\) G_GAN: [0-9.]+ G_L1: ' out
ok "the same lines in loss_log.txt" grep -qE '^\(epoch: 1, iters: 12,' one/whole/loss_log.txt
ok "options recorded" grep -qE '^ +netG: unet_64 +.\[default: unet_256\]' one/whole/train_opt.txt
ok "first part" says 0 latest_net_G "${train[@]}" --name whole --checkpoints_dir two --steps 5
ok "goes on" says 0 'goes on from step 5' "${train[@]}" --name whole --checkpoints_dir two --steps 12
ok "two parts are the whole" cmp one/whole/latest_net_G.safetensors two/whole/latest_net_G.safetensors
ok "prefixes of options" says 0 latest_net_G "${train[@]}" --nam whole --checkp two --steps=12
ok "another network under the same name" says 64 'ngf' "${train[@]}" --name whole --checkpoints_dir two --ngf 4 --steps 14

# --- Ctrl-C
begin "$p2p" "${train[@]}" --name stop --steps 100000
ok "starts" wait_for 60 grep -q iters out
kill -INT $pid; wait $pid; status=$?
ok "Ctrl-C shows in the status" [ $status = 130 ]
ok "and says how to go on" grep -q 'the same command goes on' err
ok "and saved" sh -c 'ls checkpoints/stop/state/step-*.safetensors >/dev/null'
begin "$p2p" "${train[@]}" --name stop --steps 100000
ok "goes on after it" wait_for 60 grep -q iters out
kill -TERM $pid; wait $pid; status=$?
ok "SIGTERM likewise" [ $status = 143 ]
ok "it had gone on" grep -qE 'goes on from step [0-9]+' err
begin "$p2p" "${train[@]}" --name hung --steps 100000
ok "starts" wait_for 60 grep -q iters out
kill -HUP $pid; wait $pid; status=$?
ok "a closed terminal likewise" [ $status = 129 -a -n "$(ls checkpoints/hung/state/step-*.safetensors)" ]
begin nohup "$p2p" "${train[@]}" --name nohup --steps 100000
ok "starts" wait_for 60 grep -q iters out
kill -HUP $pid; sleep 1; before=$(wc -l <out)
ok "nohup goes on" wait_for 60 eval '[ $(wc -l <out) -gt $before ]'
kill -INT $pid; wait $pid; status=$?
ok "until Ctrl-C" [ $status = 130 ]
# Who reads what is said goes first, as tee does at a Ctrl-C.
{ "$p2p" "${train[@]}" --name piped --steps 40 2>&1; echo $? >status; } | head -n 1 >out
ok "nobody listens any more" [ "$(cat status)" = 0 -a -s checkpoints/piped/state/step-000000040.safetensors ]

# --- test
says 0 latest_net_G "${train[@]}" --name said --steps 1
eval "next=($(sed -n 's/^  p2p \(test .*\)/\1/p' err))"
ok "the command that train says" says 0 'results/said/val_latest/index.html' "${next[@]}"
ok "test" says 0 'results/whole/val_latest/index.html' test whole --checkpoints_dir one --dataroot "$data" --phase val --threads 1
ok "all pictures, three of each" [ "$(ls results/whole/val_latest/images/*_{real_A,fake_B,real_B}.png | wc -l)" = 24 ]
ok "page" grep -q 'images/0008_fake_B.png' results/whole/val_latest/index.html
ok "num_test" says 0 '3 pictures' test whole --checkpoints_dir one --dataroot "$data" --phase val --num_test 3 --results_dir few --eval --threads 1
mkdir -p twice/test/a twice/test/b
cp "$data/val/0001.png" twice/test/a/x.png; cp "$data/val/0002.png" twice/test/b/x.png
ok "same names" says 0 '2 pictures' test --name whole --checkpoints_dir one --dataroot twice --threads 1
ok "are kept apart" test -f results/whole/test_latest/images/x_real_A.png -a -f results/whole/test_latest/images/x_2_real_A.png
printf 'no picture' > twice/test/b/y.png
ok "missing phase names those there are" says 66 'val' test whole --checkpoints_dir one --dataroot "$data" --phase nowhere

# --- live
live=(live whole --checkpoints_dir one --threads 1)
ok "no window without a display" says 69 'use --out' "${live[@]}" --source test
ok "unknown format" says 64 '\.webm' "${live[@]}" --source test --out x.foo
ok "no such source" says 66 'no such source' "${live[@]}" --source nothere.mp4 --out x.webm
ok "no such folder" says 73 'nowhere' "${live[@]}" --source test --out nowhere/x.webm
ok "a live source" says 0 'dropped' "${live[@]}" --source test --out live.webm --seconds 1 --width 64 --height 64
ok "a file, side by side" says 0 'both.mkv' "${live[@]}" --source live.webm --out both.mkv --side-by-side
ok "one picture" says 0 'one.png' "${live[@]}" --source both.mkv --out one.png
ok "a picture of a picture" says 0 'two.jpg' "${live[@]}" --source one.png --out two.jpg
ok "every frame" says 0 '%03d' "${live[@]}" --source live.webm --out f%03d.png --seconds 0.3
ok "frames" test -s f000.png
for name in '100% sure.png' 'a%nb.png' '50%s.png' '%d%d.png' 'UPPER.PNG'; do
  ok "a name, no pattern: $name" says 0 "$name" "${live[@]}" --source one.png --out "$name"
  ok "is there" test -s "$name"
done
mkdir -p 50%done
ok "a folder, no pattern" says 0 '50%done/x.png' "${live[@]}" --source one.png --out 50%done/x.png
ok "is there" test -s 50%done/x.png
ok "mp4" says 0 'x.mp4' "${live[@]}" --source live.webm --out x.mp4
ok "by the model's path" says 0 'y.webm' live one/whole/latest_net_G.safetensors --source live.webm --out y.webm --seconds 0.2 --threads 1
ok "results are files" test -s live.webm -a -s both.mkv -a -s one.png -a -s two.jpg -a -s x.mp4

# --- the launch files by hand, as their comments say
export GST_PLUGIN_PATH=$build/gst-plugins
cat >by-hand <<'HAND'
eval "gst-launch-1.0 -q $(grep -v "^#" "$1" | tr "\n" " ")"
HAND
by_hand() { # FILE VARIABLE=VALUE...
  local file=$repo/pipelines/launch/$1; shift
  env "$@" timeout 120 bash by-hand "$file" >out 2>err
}
ln -s "$data" data
model=one/whole/latest_net_G.safetensors
ok "train.launch" by_hand train.launch dataroot=data transform="load-size=72 crop-size=64" \
  trainer="net-g=unet_64 ngf=8 ndf=8 steps=4 threads=1 run-name=hand"
ok "trained" test -s checkpoints/hand/latest_net_G.safetensors
ok "test.launch" by_hand test.launch dataroot=data phase=val model=$model load_size=64 crop_size=64 threads=1
ok "translated" test -s real_A_00007.png -a -s fake_B_00007.png -a -s real_B_00007.png
ok "live.launch" by_hand live.launch source="filesrc location=live.webm" model=$model threads=1 \
  sink="vp8enc deadline=1 ! webmmux ! filesink location=hand.webm"
ok "wrote" test -s hand.webm
ok "train-live.launch" by_hand train-live.launch camera="videotestsrc num-buffers=40 is-live=true pattern=ball" \
  trainer="net-g=unet_64 ngf=4 ndf=4 threads=1 run-name=edges"
ok "learnt from video" test -s checkpoints/edges/latest_net_G.safetensors
ok "film.launch" by_hand film.launch model=$model threads=1
ok "filmed" test -s film.webm

done_testing
