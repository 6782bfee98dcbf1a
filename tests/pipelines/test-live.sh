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

# --- what is not there, and numbers that cannot be
mkfifo silent.webm
for source in 'silent.webm|66|no such source.*neither a file nor a folder' 'htpps://there/a.mp4|64|no kind of address' 'none.mp4|66|no such source'; do
  IFS='|' read -r name status words <<<"$source"
  ok "$words: $name" says $status "$words" "${live[@]}" --source $name --out no.mkv
done
for option in --width=-4 --height=40000 --seconds=-1 --seconds=nan --timeout=-1; do
  ok "not $option" says 64 "${option%=*} cannot be .*from 0" "${live[@]}" --source clip.webm --out no.mkv $option
done
ok "no direction" says 64 'use one of: AtoB, BtoA' "${live[@]}" --source clip.webm --out no.mkv --direction btoa

# --- results: never before the input is good, never over the input, whole or not at all
count() { # FILE TYPES: packets of a kind in a film
  GST_PLUGIN_FEATURE_RANK= timeout 60 gst-launch-1.0 -v filesrc location=$1 ! parsebin name=p p. ! \
    capsfilter caps="$2" ! fakesink silent=false sync=false 2>/dev/null | grep -c 'chain '
}
video='video/x-vp8;video/x-h264;video/mpeg' sound='audio/x-vorbis;audio/x-opus;audio/mpeg'
has() { local n; n=$(count "$1" "$2"); [ "$n" -ge $3 ] && [ "$n" -le $4 ] || { echo "# $n packets in $1"; return 1; }; }
printf 'no film at all' >bad.mp4
for out in good.webm good.mp4 good.png; do
  ok "$out" says 0 $out "${live[@]}" --source clip.webm --out $out
  cp $out before; chmod u-w before
  ok "a bad source" says 65 bad.mp4 "${live[@]}" --source bad.mp4 --out $out
  ok "another's error: no network" says 66 'no model' live nothing --source clip.webm --out $out
  ok "leaves $out as it was" cmp $out before
  rm -f before
done
ok "and nothing beside it" [ -z "$(ls -A | grep '\.tmp\.')" ]
mkdir own; pictures own 32x32 3; cp own/000.png own/a.png; ln -s own/a.png link.png; ln own/a.png hard.png; cp -r own whole
for out in own/a.png ./own/../own/a.png link.png hard.png; do
  ok "not over the input: $out" says 64 'is what is read' "${live[@]}" --source own/a.png --out $out
done
for out in own own/ own/%03d.png; do
  ok "not over the input: $out" says 64 'is what is read' "${live[@]}" --source own --out $out
done
cp clip.webm over.webm
ok "not over a film" says 64 'is what is read' "${live[@]}" --source over.webm --out ./over.webm
ok "the input is whole" eval 'diff -r own whole && cmp clip.webm over.webm'
mkfifo pipe.png; ln -s /dev/null device.webm; cp $model model.png
ok "nor over a pipe" says 73 'pipe.png is a pipe' "${live[@]}" --source clip.webm --out pipe.png
ok "a device behind a link" says 73 'is a device' "${live[@]}" --source clip.webm --out device.webm
ok "the network" says 64 'is what is read' live model.png --threads 1 --source clip.webm --out model.png
ok "they are as they were" [ -p pipe.png -a -c device.webm ]
mkdir -p full/3.png
ok "what cannot be written is named, not the film" says 73 'full/3.png' "${live[@]}" --source clip.webm --out full/%d.png
cp clip.webm kept.webm
ok "no room for a film" eval '(ulimit -f 1; says 74 "cannot be written.*room" "${live[@]}" --source clip.mp4 --out kept.webm)'
ok "an older one is as it was" cmp clip.webm kept.webm
ln -s target.webm named.webm; cp clip.webm target.webm
ok "through a link" says 0 named.webm "${live[@]}" --source clip.mp4 --out named.webm
ok "it is still one" [ -L named.webm -a "$(readlink named.webm)" = target.webm ]

# --- colours are coded as they came, where the file can say so
colours() { # FILE: the colorimetry that its decoder gives
  timeout 60 gst-launch-1.0 -v filesrc location=$1 ! decodebin ! fakesink 2>/dev/null | sed -n 's/.*fakesink0.*colorimetry=(string)\([^,]*\),.*/\1/p' | head -1
}
coded() { # FILE COLORIMETRY MUXER
  gst-launch-1.0 -q videotestsrc num-buffers=5 ! "video/x-raw,format=I420,width=64,height=64,colorimetry=$2" ! $3 ! filesink location=$1
}
coded 709.webm bt709 'vp8enc deadline=1 ! webmmux'
coded full.avi 1:4:0:0 'jpegenc ! avimux'
for coding in '709.webm out.webm bt709' '709.webm out.mp4 bt709' 'full.avi out.webm 1:4:0:0'; do
  set -- $coding
  ok "$coding" says 0 $2 "${live[@]}" --source $1 --out $2
  got=$(colours $2)
  ok "$1 comes out as $3" [ "$got" = "$3" ]
done

# --- pictures: every kind that can be trained on, folders, numbered ones
ok "a folder" says 0 '^4 frames' "${live[@]}" --source own --out done/
ok "names are kept" [ "$(ls done | tr '\n' ' ')" = '000.png 001.png 002.png a.png ' ]
ok "numbered ones" says 0 '^3 frames' "${live[@]}" --source own/%03d.png --out n%d.jpg
ok "are numbered" test -s n0.jpg -a -s n2.jpg -a ! -e n3.jpg
ok "of which there are none" says 66 'no file is called like' "${live[@]}" --source own/%05d.png --out n%d.jpg
ok "a film of them" says 0 '^4 frames' "${live[@]}" --source own --out own.webm
ok "has them all" has own.webm "$video" 4 4
pictures own 48x32 1
ok "but of one size" says 65 'a film has one size' "${live[@]}" --source own --out own2.webm
ok "or none" [ ! -e own2.webm ]
ok "pictures may differ" says 0 '^4 frames' "${live[@]}" --source own --out sizes/
printf 'no picture' >own/001.png
ok "a bad one is left out" says 0 '^3 frames' "${live[@]}" --source own --out rest/
ok "and named" grep -q 'own/001.png.*left out' err
ok "results keep their names" [ "$(ls rest | tr '\n' ' ')" = '000.png 002.png a.png ' ]
ok "only a bad one" says 65 own/001.png "${live[@]}" --source own/001.png --out x.png
{ printf 'BM\x36\x0c\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x20\0\0\0\x20\0\0\0\1\0\x18\0\0\0\0\0\0\x0c\0\0'; head -c 3088 /dev/zero; } >small.bmp
long=$(printf 'n%.0s' {1..251}).png
ok "a name of 255 bytes" eval 'cp small.bmp $long && says 0 "^1 frames" "${live[@]}" --source $long --out rest/ && test -s rest/$long'
ok "BMP" says 0 '^1 frames' "${live[@]}" --source small.bmp --out bmp.png
ok "a picture with another name" eval 'cp small.bmp small.dat; says 0 "^1 frames" "${live[@]}" --source small.dat --out dat.png'

# --- films: every frame, and the sound
film fast.mkv matroskamux 120 240
ok "240 a second" says 0 '^120 frames.* 0 dropped' "${live[@]}" --source fast.mkv --out fast-out.mkv
ok "all there" has fast-out.mkv "$video" 120 120
ok "as mp4" says 0 '^120 frames.* 0 dropped' "${live[@]}" --source fast.mkv --out fast-out.mp4
ok "all there" has fast-out.mp4 "$video" 120 120
film sound.mkv matroskamux 50 25 audiotestsrc num-buffers=87 ! audio/x-raw,rate=44100,channels=1 ! vorbisenc ! m.
for out in mkv webm mp4; do
  ok "sound in $out" says 0 '^50 frames' "${live[@]}" --source sound.mkv --out s.$out
  ok "pictures" has s.$out "$video" 50 50
  ok "sound" has s.$out "$sound" 80 100
done
ok "what the container takes is the same" [ "$(count sound.mkv "$sound")" = "$(count s.mkv "$sound")" ]
ok "AAC into webm is encoded anew" says 0 '^30 frames' "${live[@]}" --source clip.mp4 --out aac.webm
ok "sound" has aac.webm "$sound" 40 60
ok "sound that pictures have not is said" says 0 'the sound is left out: pictures have none' "${live[@]}" --source sound.mkv --out silent%d.png --seconds 0.2
timeout -s INT 3 "$p2p" "${live[@]}" --source udp://127.0.0.1:9 --out none.webm >out 2>err
ok "and that of an address" grep -q 'of an address only the picture is taken' out err
ok "--no-sound" says 0 '^50 frames' "${live[@]}" --source sound.mkv --out mute.mkv --no-sound
ok "none" has mute.mkv "$sound" 0 0
ok "--seconds" says 0 '^25 frames' "${live[@]}" --source sound.mkv --out cut.mkv --seconds 1
ok "exactly" has cut.mkv "$video" 25 25
ok "its sound too" has cut.mkv "$sound" 35 55
ok "only sound" eval 'gst-launch-1.0 -q audiotestsrc num-buffers=20 ! vorbisenc ! oggmux ! filesink location=sound.ogg
  says 65 "no video in it, only sound" "${live[@]}" --source sound.ogg --out no.mkv'

# --- what is lost is said; pictures are turned as they say
gst-launch-1.0 -q videotestsrc num-buffers=1 ! video/x-raw,format=RGBA,width=32,height=32 ! pngenc ! filesink location=alpha.png
ok "alpha is lost" says 0 '^1 frames' "${live[@]}" --source alpha.png --out lost.png
ok "and said" grep -q 'alpha.png: alpha is dropped' err
gst-launch-1.0 -q videotestsrc num-buffers=1 ! video/x-raw,width=48,height=32 ! jpegenc ! filesink location=plain.jpg
{ head -c 2 plain.jpg
  printf '\xff\xe1\0\x22Exif\0\0II*\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0\6\0\0\0\0\0\0\0'
  tail -c +3 plain.jpg; } >turned.jpg
gst-launch-1.0 -q videotestsrc num-buffers=6 ! video/x-raw,width=48,height=32,framerate=25/1 ! \
  avenc_mpeg4 ! mp4mux ! filesink location=turned.mp4
python3 - <<'PYTHON'
import struct
film = bytearray(open("turned.mp4", "rb").read())
struct.pack_into(">9i", film, film.index(b"tkhd") + 44, 0, 1 << 16, 0, -1 << 16, 0, 0, 0, 0, 1 << 30)
open("turned.mp4", "wb").write(film)
PYTHON
size() { od -An -tu1 -j16 -N8 "$1" | tr -s ' '; } # of a PNG
for what in picture:turned.jpg film:turned.mp4; do
  says 0 '^1 frames' "${live[@]}" --source ${what#*:} --out turned.png
  ok "a ${what%:*} is turned" [ "$(size turned.png)" = ' 0 0 0 32 0 0 0 48' ]
  says 0 '^1 frames' "${live[@]}" --source ${what#*:} --out stored.png --ignore_orientation
  ok "unless it must not be" [ "$(size stored.png)" = ' 0 0 0 48 0 0 0 32' ]
done
gst-launch-1.0 -q videotestsrc num-buffers=12 ! video/x-raw,width=48,height=32,framerate=50/1 ! interlace field-pattern=1:1 ! \
  avenc_ffv1 ! matroskamux ! filesink location=laced.mkv
ok "fields are joined" says 0 'is interlaced and its fields are joined' "${live[@]}" --source laced.mkv --out laced-out.mkv

# --- a cycle_gan goes both ways
pictures both/trainA 32x32 2; pictures both/trainB 32x32 2
says 0 latest_net_G_A train both --name cyc --netG resnet_6blocks --ngf 2 --ndf 2 --load_size 32 --crop_size 32 --threads 1 --steps 1
for way in AtoB BtoA; do
  ok "$way" says 0 '^1 frames' live cyc --threads 1 --direction $way --source own/000.png --out $way.png
done
ok "not the same way" eval '! cmp -s AtoB.png BtoA.png'
ok "B to A is the other network" eval 'says 0 "^1 frames" live checkpoints/cyc/latest_net_G_B.safetensors --threads 1 --source own/000.png --out G_B.png && cmp BtoA.png G_B.png'
ok "one way only" says 64 'cannot go the other way' "${live[@]}" --direction BtoA --source own/000.png --out x.png

# --- Ctrl-C: at once, and what is done is there
film long.mkv matroskamux 3000 25 audiotestsrc num-buffers=5200 ! audio/x-raw,rate=44100,channels=1 ! vorbisenc ! m.
stops() { # OUT
  begin "$p2p" "${live[@]}" --source long.mkv --out "$1" --width 256 --height 256
  sleep 2
  local from=$(date +%s%N)
  kill -INT $pid; wait $pid; local got=$?
  took=$((($(date +%s%N) - from) / 1000000))
  [ $got = 130 ] || { echo "# status $got"; return 1; }
}
for out in part.mkv part.mp4; do
  ok "stops: $out" stops $out
  ok "at once" [ $took -lt 5000 ]
  ok "says so" grep -q 'stopped before the end' err
  ok "closed" has $out "$video" 2 2999
  ok "with sound" has $out "$sound" 2 5000
done
ok "stops: pictures" stops part/
ok "whole ones" eval 'for f in part/*.png; do gst-launch-1.0 -q filesrc location=$f ! pngdec ! fakesink || exit 1; done'
ok "nothing else is left" [ -z "$(ls -A . part | grep '\.tmp\.')" ]

# --- a source that falls silent: what was waited for
ok "a pipe is no file" eval 'mkfifo fifo; says 66 "no such source" "${live[@]}" --source fifo --out x.mkv'
gst-launch-1.0 -q videotestsrc pattern=snow num-buffers=60 ! video/x-raw,width=160,height=160,framerate=25/1 ! \
  vp8enc deadline=1 target-bitrate=8000000 ! matroskamux ! filesink location=snow.mkv
cat >server.py <<'PYTHON'
import socket, sys
server = socket.socket(); server.bind(("127.0.0.1", 0)); server.listen(5)
print(server.getsockname()[1], flush=True)
size, data, held = int(sys.argv[2]), open(sys.argv[1], "rb").read(int(sys.argv[2])), []
while True:  # promises more than it ever sends
    peer = server.accept()[0]; peer.recv(4096); held.append(peer)
    peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: video/x-matroska\r\nContent-Length: %d\r\n\r\n" % (len(data) + 100000) + data)
PYTHON
silent() { # BYTES WORDS OUT
  python3 server.py snow.mkv $1 >port & local server=$! ok=1
  wait_for 20 test -s port
  says 65 "$2" "${live[@]}" --source http://127.0.0.1:$(cat port)/a.mkv --out $3 --timeout 2 --width 32 --height 32 && ok=0
  kill $server; wait $server 2>/dev/null; : >port
  return $ok
}
ok "before it says what it is" silent 10 'it does not say what is in it' no.mkv
ok "in the middle" silent 2000000 'nothing for 2 seconds, after [0-9]+ pictures, and no end: waited for .*vp8dec' no.mkv
ok "no film" [ ! -e no.mkv ]
ok "pictures so far" silent 2000000 'nothing for 2 seconds, after' silent/
ok "are there" test -s silent/000000.png
begin "$p2p" "${live[@]}" --source udp://127.0.0.1:47811 --out no.mkv
ok "a live source may be silent, which is said" wait_for 30 grep -q 'nothing from udp.* for 5 seconds' err
kill -INT $pid; wait $pid; status=$?
ok "and waited for until Ctrl-C" [ $status = 0 -a ! -e no.mkv ]

done_testing
