#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
# test-direction.sh BUILD: a network knows which kind of pictures it was trained to be given, and p2p test says
# when it is given the other. TAP.
set -u
build=$(cd "${1:-$P2P_BUILD}" && pwd)
repo=$(cd "$(dirname "$0")/../.." && pwd)
. "$repo/tests/pipelines/common.sh"

tiny=(--netG resnet_6blocks --ngf 2 --ndf 2 --threads 1 --load_size 32 --crop_size 32)
pictures pairs/train 64x32 2; pictures pairs/test 64x32 1
for kind in A B; do pictures un/train$kind 32x32 2; pictures un/test$kind 32x32 1; done
ok "forth" says 0 latest_net_G train pairs "${tiny[@]}" --name forth --steps 1
ok "back" says 0 latest_net_G train pairs "${tiny[@]}" --name back --steps 1 --direction BtoA --save_format both
ok "two generators" says 0 latest_net_G_A train un "${tiny[@]}" --name two --steps 1
quiet() { says 0 'pictures translated' "$@" && ! grep -qiE 'direction|by its name' err; }
wrong='was trained with direction'
# --- pairs
ok "as trained: nothing to say" quiet test forth --dataroot pairs --threads 1
ok "the file says the direction" quiet test back --dataroot pairs --threads 1
ok "so may the user" quiet test back --dataroot pairs --threads 1 --direction BtoA
ok "the other one" says 0 "--direction BtoA: .*forth/latest_net_G.safetensors $wrong AtoB" test forth --dataroot pairs --threads 1 --direction BtoA
ok "or back" says 0 "--direction AtoB: .*$wrong BtoA" test back --dataroot pairs --threads 1 --direction AtoB
sed 's/"direction":"AtoB"/"direction":"AtoX"/' checkpoints/forth/latest_net_G.safetensors >odd.safetensors
ok "no direction at all is the file's fault" says 65 'odd.safetensors: metadata "direction" is AtoX; it must be one of AtoB, BtoA' test odd.safetensors --dataroot pairs --threads 1
# --- two generators
ok "both ways: nothing to say" quiet test two --dataroot un --threads 1
ok "exchanged" says 0 "--direction BtoA: .*two/latest_net_G_A.safetensors $wrong AtoB" test two --dataroot un --threads 1 --direction BtoA
# --- one folder: its name, and what the file says of itself under any name
ok "A to G_A" quiet test two --dataroot un/testA --model test --model_suffix _A --threads 1
ok "B to G_B" quiet test two --dataroot un/testB --model test --model_suffix _B --threads 1
ok "A to G_B" says 0 'un/testA holds pictures A by its name, but .*latest_net_G_B.safetensors was trained to be given pictures B' test two --dataroot un/testA --model test --model_suffix _B --threads 1
cp checkpoints/two/latest_net_G_B.safetensors renamed.safetensors
ok "under another name" says 0 'holds pictures A by its name, but renamed.safetensors was trained to be given pictures B' test renamed.safetensors --dataroot un/testA --model test --threads 1
ok "A to what was trained back" says 0 'by its name, but .*back/latest_net_G.safetensors was trained to be given pictures B' test back --dataroot un/testA --model test --threads 1
ok "B to it" quiet test back --dataroot un/testB --model test --threads 1
# --- a .pth cannot say it, the record beside it can
rm checkpoints/back/latest_net_G.safetensors
ok "from train_opt.txt" says 0 "--direction AtoB: .*back/latest_net_G.pth $wrong BtoA" test back --dataroot pairs --threads 1 --direction AtoB
ok "which is followed" quiet test back --dataroot pairs --threads 1
ok "and used" grep -q 'direction: BtoA' checkpoints/back/test_opt.txt
rm checkpoints/back/train_opt.txt
ok "without one nobody knows" quiet test back --dataroot pairs --threads 1
done_testing
