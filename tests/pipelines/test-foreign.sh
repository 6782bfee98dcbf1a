#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
# test-foreign.sh BUILD: what a file says or is called, and files that are not p2p's. Speaks TAP.
set -u
build=$(cd "${1:-$P2P_BUILD}" && pwd)
repo=$(cd "$(dirname "$0")/../.." && pwd)
. "$repo/tests/pipelines/common.sh"

# FROM TO KEY TEXT: a model file with another text in its header.
say_in_header() {
  python3 - "$@" <<'END'
import json, struct, sys
source, to, key, text = sys.argv[1:]
data = open(source, 'rb').read()
n = struct.unpack('<Q', data[:8])[0]
header = json.loads(data[8:8 + n])
header['__metadata__'][key] = text.encode().decode('unicode_escape')
head = json.dumps(header).encode()
open(to, 'wb').write(struct.pack('<Q', len(head)) + head + data[8 + n:])
END
}

small=(--netG unet_64 --ngf 2 --ndf 2 --load_size 64 --crop_size 64 --threads 1)
pictures data/train 128x64 2
pictures data/test 128x64 2
ok "a run" says 0 latest_net_G train data --name run "${small[@]}" --steps 1
model=checkpoints/run/latest_net_G.safetensors

# --- a name in a model file leads nowhere
mkdir -p deep/er
say_in_header $model evil.safetensors name '../../..'
ok "a name that leads out" says 0 '2 pictures' test evil.safetensors --dataroot data --results_dir deep/er/results
ok "stays in the folder of results" [ "$(find . -name index.html -path '*test_latest*')" = ./deep/er/results/.._.._../test_latest/index.html ]
say_in_header $model evil.safetensors name "$work/abs"
ok "an absolute one" says 0 '2 pictures' test evil.safetensors --dataroot data --results_dir deep/er/results
ok "stays there too" [ ! -e abs ]

# --- what stands in a run's folder is a file of ours, or refused
mkdir -p checkpoints/pipe checkpoints/link
mkfifo checkpoints/pipe/loss_log.txt
ok "a pipe for a log" says 73 'loss_log.txt is a pipe' train data --name pipe "${small[@]}" --steps 1
echo mine >mine.txt
ln -s ../../mine.txt checkpoints/link/run.lock
ok "a link for a lock" says 73 'run.lock is a link' train data --name link "${small[@]}" --steps 1
ok "its file is as it was" [ "$(cat mine.txt)" = mine ]

done_testing
