#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
# test-live.sh BUILD: what p2p live makes of all kinds of sources, and what becomes of the files that
# it writes. Speaks TAP.
set -u
build=$(cd "${1:-$P2P_BUILD}" && pwd)
repo=$(cd "$(dirname "$0")/../.." && pwd)
. "$repo/tests/pipelines/common.sh"

# --- a network, films and pictures
pictures pairs/train 64x32 3
says 0 latest_net_G train pairs --name net --netG resnet_6blocks --ngf 2 --ndf 2 --load_size 32 --crop_size 32 --threads 1 --steps 1 ||
  { echo "Bail out! no network"; exit 1; }
model=$PWD/checkpoints/net/latest_net_G.safetensors
live=(live net --threads 1)
film() { # FILE MUXER FRAMES RATE [MORE...]: VP8 of 32x32
  local file=$1 mux=$2 frames=$3 rate=$4; shift 4
  gst-launch-1.0 -q videotestsrc num-buffers=$frames pattern=ball ! "video/x-raw,width=32,height=32,framerate=$rate/1" ! \
    vp8enc deadline=1 cpu-used=8 ! $mux name=m ! filesink location=$file "$@"
}
film clip.webm webmmux 10 25
cp "$repo/tests/data/clip.mp4" clip.mp4
# --- what cannot be read is told with what it takes, at once
asf='\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c'
{ printf "$asf"; head -c 8000 /dev/zero; } >clip.wmv
# PACKAGE TYPE FILE HIDDEN...: without the elements HIDDEN what is said about FILE names both.
lacks() {
  local words="$2.* is not installed.*$1" file=$3; shift 3
  export GST_PLUGIN_FEATURE_RANK=$(printf '%s:0,' "$@")
  ok "p2p live: $words" says 69 "$words" "${live[@]}" --source $file --out no.mkv
  GST_PLUGIN_PATH=$build/gst-plugins timeout 60 gst-launch-1.0 -q filesrc location=$file ! \
    p2pinfer threads=1 model=$model ! fakesink >out 2>err
  ok "p2pinfer in a pipeline: $words" grep -qE "ERROR.*$words" out err
  unset GST_PLUGIN_FEATURE_RANK
}
lacks gstreamer1.0-libav video/x-h264 clip.mp4 avdec_h264 openh264dec vah264dec nvh264dec v4l2slh264dec vulkanh264dec
lacks gstreamer1.0-plugins-good video/webm clip.webm matroskademux avdemux_matroska
lacks gstreamer1.0-plugins-ugly video/x-ms-asf clip.wmv asfdemux avdemux_asf

done_testing
