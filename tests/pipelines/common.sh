# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
# For scripts that speak TAP about the command p2p: sourced with $build set; works in an empty folder.
p2p=$build/pipelines/p2p
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
unset DISPLAY WAYLAND_DISPLAY GST_PLUGIN_PATH
export GST_REGISTRY=$work/registry.bin
n=0 bad=0

ok() { # NAME CONDITION...
  local name=$1; shift
  n=$((n + 1))
  if "$@"; then echo "ok $n - $name"; else
    bad=$((bad + 1)); echo "not ok $n - $name"
    sed 's/^/# /' out err 2>/dev/null | tail -n 30
  fi
}
# STATUS WORDS ARGUMENTS...: p2p's exit status, and WORDS (a pattern) in what it says.
says() {
  local status=$1 words=$2 got=0; shift 2
  timeout 300 "$p2p" "$@" >out 2>err || got=$?
  [ "$got" = "$status" ] || { echo "# status $got instead of $status: p2p $*"; return 1; }
  grep -qE -- "$words" out err || { echo "# not said: $words"; return 1; }
}
wait_for() { # SECONDS COMMAND...
  local end=$((SECONDS + $1)); shift
  until "$@" >/dev/null 2>&1; do [ $SECONDS -lt $end ] || return 1; sleep 0.1; done
}
# COMMAND...: begins in the background as $pid. What it says is looked for at once: nothing of the
# command before may be left, also while it has not begun.
begin() {
  : >out; : >err
  "$@" >out 2>err & pid=$!
}
# FOLDER WIDTHxHEIGHT N: pictures 000.png ... of a moving ball.
pictures() {
  mkdir -p "$1"
  gst-launch-1.0 -q videotestsrc num-buffers="$3" pattern=ball ! \
    "video/x-raw,format=RGB,width=${2%x*},height=${2#*x}" ! pngenc ! multifilesink location="$1/%03d.png"
}
done_testing() {
  echo "1..$n"
  [ $bad = 0 ]
}
