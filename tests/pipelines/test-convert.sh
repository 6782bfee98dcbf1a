#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
# test-convert.sh BUILD: p2p convert, and commands that take the reference's files. Speaks TAP.
set -u
build=$(cd "${1:-$P2P_BUILD}" && pwd)
repo=$(cd "$(dirname "$0")/../.." && pwd)
data=$repo/tests/data/pth
. "$repo/tests/pipelines/common.sh"

# --- one file, there and back
ok "help" says 0 'Usage:' convert --help
ok "zip" says 0 'resnet_6blocks, 1 to 2 channels, width 1, norm instance, without dropout' \
  convert "$data/resnet6_zip.pth" g.safetensors
ok "the name of the result is printed" grep -qx g.safetensors out
ok "legacy" says 0 '\(pth-legacy\): resnet_6blocks' convert "$data/resnet6_legacy.pth" l.safetensors
ok "both layouts hold the same" cmp g.safetensors l.safetensors
ok "to .pth" says 0 '\(safetensors\)' convert g.safetensors 5_net_G.pth
ok "and back" says 0 '\(pth\)' convert 5_net_G.pth again.safetensors
ok "the recipe that shows is named" grep -aq '"model":"colorization"' g.safetensors
ok "nothing is lost" cmp g.safetensors again.safetensors
ok "half precision in a dictionary around it" says 0 'n_layers of 1 layers, 3 to 1 channels, width 2, norm batch' \
  convert "$data/patches_half_zip.pth" d.pth
ok "views and strides, zip" says 0 'norm instance' convert "$data/patches_views_zip.pth" v1.pth
ok "views and strides, legacy" says 0 'norm instance' convert "$data/patches_views_legacy.pth" v2.safetensors
ok "views to safetensors" says 0 'norm instance' convert v1.pth v1.safetensors
ok "the same from both" cmp v1.safetensors v2.safetensors
cp "$data/resnet6_zip.pth" misnamed.safetensors
ok "told by content, not by name" says 0 '\(pth\)' convert misnamed.safetensors m.safetensors

# --- a run
mkdir run
for net in G_A G_B; do cp "$data/resnet6_legacy.pth" run/latest_net_$net.pth; done
cp "$data/patches_views_zip.pth" run/latest_net_D_A.pth
touch run/train_opt.txt
ok "a folder" says 0 'latest_net_D_A' convert run ours --to safetensors
ok "all of it" test "$(cd ours && echo *)" = \
  "latest_net_D_A.safetensors latest_net_G_A.safetensors latest_net_G_B.safetensors"
ok "back" says 0 'latest_net_G_B.pth' convert ours theirs --to pth
ok "upper-case endings" says 0 G.PTH convert g.safetensors G.PTH
ok "are endings" says 0 '^G.PTH \(pth\)' convert G.PTH G.SAFETENSORS
ok "into a folder" says 0 'theirs/g.pth' convert g.safetensors theirs --to pth

# --- refused: what is wrong, and what to do
ok "one name" says 64 'two names' convert run
ok "a folder without a format" says 64 'add --to' convert run ours
ok "a file into a folder without a format" says 64 'add --to' convert g.safetensors theirs
ok "an unknown format" says 64 'use safetensors or pth' convert run ours --to onnx
ok "an unknown ending" says 64 'use .safetensors or .pth' convert g.safetensors g.h5
ok "onto itself" says 64 'overwritten by itself' convert g.safetensors ./g.safetensors
ln g.safetensors link.safetensors
ok "onto itself by another name" says 64 'overwritten by itself' convert g.safetensors link.safetensors
ok "it is still there" says 0 resnet_6blocks convert g.safetensors x.pth
ok "no file" says 66 'opening nothere.pth' convert nothere.pth x.pth
ok "an empty folder" says 66 'no \*_net_\* file' convert "$data" x --to pth
ok "another network" says 65 'features.0.weight \[4, 3, 3, 3\].*resnet_9blocks' \
  convert "$data/other_zip.pth" x.pth
head -c 10000 "$data/resnet6_legacy.pth" > cut.pth
ok "cut short" says 65 'cut short: 3094 bytes are missing \(it has 10000 of 13094\)' convert cut.pth x.pth
head -c 10000 "$data/resnet6_zip.pth" > cutzip.pth
ok "cut short, zip" says 65 'cut short: the list of its contents' convert cutzip.pth x.pth
: > empty.pth
ok "empty" says 65 '0 bytes' convert empty.pth x.pth
printf 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n' > pointer.pth
ok "a pointer" says 65 'git lfs pull' convert pointer.pth x.pth
printf '\200\2cposix\nsystem\n(X\2\0\0\0idtR.' > evil.pth
ok "a pickle that is none of torch.save" says 65 'not one of torch.save' convert evil.pth x.pth
ok "a folder for a file" says 65 'regular file' convert /dev/null x.pth

# --- used where it lies
ok "live with a .pth: found out that it is no picture's network" says 64 'is a discriminator' \
  live "$data/patches_half_zip.pth" --source test --seconds 1 --out x.webm
cp "$data/patches_views_zip.pth" run/latest_net_G_A.pth
ok "a run of cycle_gan: its G_A is taken" says 64 'run/latest_net_G_A.pth is a discriminator' \
  live run --source test --seconds 1 --out x.webm

mkdir both
cp v1.pth both/latest_net_G.pth # no generator: live refuses it, and names the file
cp v1.safetensors both/latest_net_G.safetensors
touch -d @1000000000 both/*
ok "of two files of one age ours" says 64 'both/latest_net_G.safetensors is a discriminator' live both --source test --out x.webm
touch -d @1000000100 both/latest_net_G.pth
ok "else the newer, by a minute" says 64 'both/latest_net_G.pth is a discriminator' live both --source test --out x.webm
touch -d @1000000200 both/latest_net_G.safetensors
ok "the newer, again" says 64 'both/latest_net_G.safetensors is a discriminator' live both --source test --out x.webm
ok "another epoch: neither is there" says 66 '5_net_G.safetensors \(or .pth\) is not there' \
  live both --epoch 5 --source test --out x.webm

# --- PyTorch reads what we write
torch=skip
for python in python3 /usr/bin/python3; do
  "$python" -c 'import torch' 2>/dev/null && torch=$python && break
done
load() {
  "$torch" - "$data/resnet6_legacy.pth" 5_net_G.pth 2>err <<'PYTHON'
import sys, torch
a, b = (torch.load(path, weights_only=True) for path in sys.argv[1:])
assert list(a) == list(b)
for key in a:
    assert a[key].dtype == b[key].dtype and a[key].shape == b[key].shape
    assert a[key].numpy().tobytes() == b[key].numpy().tobytes(), key
PYTHON
}
if [ "$torch" = skip ]; then
  n=$((n + 1)); echo "ok $n - PyTorch # SKIP python3-torch is not installed"
else
  ok "PyTorch, weights only: the same bytes" load
fi

done_testing
