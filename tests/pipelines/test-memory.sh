#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
# test-memory.sh BUILD: whatever address space is left, p2p works or says what it lacks. Speaks TAP.
set -u
build=$(cd "${1:-$P2P_BUILD}" && pwd)
repo=$(cd "$(dirname "$0")/../.." && pwd)
. "$repo/tests/pipelines/common.sh"

if ldd "$p2p" | grep -qE 'lib[at]san'; then
  echo "1..0 # SKIP a sanitizer reserves more than any limit"; exit 0
fi
pictures pairs/train 64x32 2
pictures pairs/test 64x32 1
sizes="--load_size 32 --crop_size 32 --threads 2"
ok "a network" says 0 '' train pairs --name net --netG resnet_6blocks --ngf 4 --ndf 4 $sizes --steps 1

# LIMIT (MiB) ARGUMENTS...: exit status 0, or 71 with the reason; never a signal, never a wait.
within() {
  local limit=$1 got=0; shift
  (ulimit -c 0; ulimit -v $((limit << 10)); exec timeout -s KILL 60 "$p2p" "$@") >out 2>err || got=$?
  [ $got = 0 ] && return
  [ $got = 71 ] && grep -q 'address space' err && grep -qE 'p2p [a-z]+: error: .*[0-9]+ MiB' err && return
  echo "# status $got within $limit MiB: p2p $*"; return 1
}
for limit in 160 340 378 400 440 600; do
  rm -rf checkpoints/other
  ok "train, $limit MiB" within $limit train pairs --name other --netG resnet_6blocks --ngf 4 --ndf 4 $sizes --steps 1
  ok "test, $limit MiB" within $limit test net --dataroot pairs --threads 2
  ok "live, $limit MiB" within $limit live net --source test --seconds 0.1 --out $limit.webm --threads 2
done
# A network that is too large for what is left: before anything is made of it.
ok "a large network" within 700 train pairs --name large --netG unet_128 --load_size 128 --crop_size 128 --threads 2 --steps 1
ok "and it is said" grep -q 'address space' err
ok "enough" within 4000 live net --source test --seconds 1 --out enough.webm --threads 2
ok "was enough" test -s enough.webm

# A file that asks for much: the size that it says it was trained at is a suggestion.
asks_for() { # SIZE
  perl -0777 -ne '$n = unpack ("Q<", substr ($_, 0, 8)); $h = substr ($_, 8, $n); $t = substr ($_, 8 + $n);
    $h =~ s/"size":"\d+x\d+"/"size":"'"$1"'"/ or die; print pack ("Q<", length $h), $h, $t' checkpoints/net/latest_net_G.safetensors >asks.safetensors
}
for size in 8192x8192 2052x2052 99999x99999; do
  asks_for $size
  ok "$size" says 0 'more than a file may ask for \(2048\): 256 is used' test asks.safetensors --dataroot pairs --threads 2
done
asks_for 48x48
ok "48x48" says 0 '1 pictures translated' test asks.safetensors --dataroot pairs --threads 2
ok "is followed" test "$(od -An -tu4 --endian=big -j16 -N8 results/net/test_latest/images/*_fake_B.png | xargs)" = "48 48"

done_testing
