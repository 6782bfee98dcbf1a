#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
# test-rules.sh PYTHON: each rule of check-source.py finds what it is made for, and nothing in a
# small house that keeps them all. TAP.
set -u
python=$("$1" -c 'import sys; print(sys.executable)') # some are scripts that look for it
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/house" "$work/case"
cd "$work/house" || exit 1
n=0 bad=0

write() { # PATH: the file is what stands on the input, under the licence
  mkdir -p "$(dirname "$1")"
  { printf '/* SPDX-FileCopyrightText: x\n * SPDX-License-Identifier: LGPL-2.1-or-later */\n'; cat; } >"$1"
}
inc() { printf '#include "%s"\n' "$@"; }
# a function NAME that calls the others
fn() { local name=$1; shift; printf 'void\n%s (void)\n{\n' "$name"; printf '  %s ();\n' "$@"; echo '}'; }
build() { # a small house that keeps all rules
  inc types.h | write core/error.h
  write core/types.h </dev/null
  inc error.h | write core/io/atomic.h
  inc types.h | write core/options/options.h
  inc options/options.h schedules/schedule.h recipes/recipe.h backend.h | write core/options/resolve.c
  inc io/atomic.h error.h | write core/data/picture.h
  inc error.h | write core/losses/loss.h
  inc options/options.h | write core/schedules/schedule.h
  inc types.h | write core/graph/row.h
  inc graph/row.h | write core/graph/plan.h
  inc backend.h nets/nets.h | write core/graph/net.h
  inc nets/nets.h graph/net.h | write core/graph/net.c
  inc graph/plan.h | write core/backend.h
  inc backend.h error.h backends-list.h | write core/backend.c
  inc graph/net.h nets-list.h | write core/nets/nets.h
  inc nets/nets.h | write core/nets/unet.c
  inc cpu.h graph/plan.h error.h | write core/backends/cpu/conv.c
  inc backend.h | write core/backends/cpu/cpu.h
  inc graph/net.h losses/loss.h options/options.h | write core/recipes/recipe.h
  inc graph/net.h io/atomic.h | write core/model/model.h
  inc data/picture.h io/atomic.h | write core/report/page.h
  inc report/page.h model/model.h recipes/recipe.h | write core/train/trainer.h
  inc train/trainer.h data/picture.h | write core/p2p.h
  inc core/p2p.h p2pone.h | write elements/p2pone.c
  write elements/p2pone.h </dev/null
  inc elements/p2pone.h | write gst-plugins/pix2pix.c
  inc core/p2p.h launch/launch.h | write pipelines/main.c
  write pipelines/launch/launch.h </dev/null
}
build
house() { rm -rf "$work/case"; cp -r "$work/house" "$work/case"; cd "$work/case" || exit 1; }
run() { "$python" "$here/check-source.py" . "$@" >out 2>&1; }
report() { # NAME PASSED
  n=$((n + 1))
  if [ "$2" = 0 ]; then echo "ok $n - $1"; else
    bad=$((bad + 1)); echo "not ok $n - $1"; sed 's/^/# /' out
  fi
}
clean() { run "$2"; report "$1" $?; }
# NAME RULE REMARK: found, at that place, and nothing else is
found() { ! run "$2" && [ "$(grep -cv '^[^ ]* *needs ' out)" = 1 ] && grep -qE -- "$3" out; report "$1" $?; }
# PATH INCLUDE [REMARK]: one include too many
arrow() {
  house
  { tail -n +3 "$1" 2>/dev/null; inc "$2"; } >more; write "$1" <more
  found "$1 includes $2" arrows "^$1:[0-9]+: ${3:-.* may not include }"
}

house
for rule in arrows circles size words; do clean "a house that keeps the rule $rule" $rule; done

# --- arrows: up a floor
arrow core/types.h io/atomic.h
arrow core/io/atomic.h data/picture.h
arrow core/io/atomic.h options/options.h
arrow core/options/options.h schedules/schedule.h
arrow core/data/picture.h losses/loss.h
arrow core/data/picture.h graph/plan.h
arrow core/losses/loss.h recipes/recipe.h
arrow core/schedules/schedule.h graph/plan.h
arrow core/graph/params.h recipes/recipe.h
arrow core/graph/params.h backends/cpu/cpu.h
arrow core/recipes/recipe.h train/trainer.h
arrow core/options/resolve.c model/model.h
arrow core/model/model.h report/page.h
arrow core/report/page.h train/trainer.h
arrow core/report/page.h ../train/trainer.h
arrow core/train/trainer.h p2p.h
arrow core/train/trainer.h elements/p2pone.h
# --- arrows: rooms that see less than all below
arrow core/nets/unet.c graph/plan.h
arrow core/nets/unet.c error.h
arrow core/backends/cpu/conv.c train/trainer.h
arrow core/backends/cpu/conv.c graph/net.h
arrow core/backends/cpu/conv.c options/options.h
arrow core/backends/cpu/conv.c io/atomic.h
arrow core/backends/cuda/conv.c ../../train/trainer.h
arrow core/backends/cuda/conv.c ../cpu/cpu.h
arrow elements/p2pone.c core/error.h
arrow elements/p2pone.h train/trainer.h
arrow elements/p2pone.c pipelines/launch/launch.h
arrow pipelines/main.c train/trainer.h
arrow pipelines/main.c elements/p2pone.h
arrow pipelines/launch/launch.h core/error.h
arrow gst-plugins/pix2pix.c core/p2p.h
# --- arrows: other ways around
arrow core/cloud/x.c error.h '.*stands on no floor'
arrow core/io/atomic.h nothere.h '.*is nowhere'
house; echo '#include <core/train/trainer.h>' | write core/backends/cpu/x.c
found "in angle brackets" arrows 'include it in quotes'
house; echo '#include <gst/gst.h>' | write core/io/x.c
found "GStreamer in core" arrows 'may not include <gst/gst.h>'
house; echo '#include HEADER' | write core/io/x.c
found "a name for a header" arrows 'is nowhere'

# --- circles
pair() { house; fn p2p_one p2p_two | write core/io/one.c; fn p2p_two p2p_one | write core/io/two.c; }
pair; found "two files" circles '^core/io/one.c:1: a circle of 2 files: core/io/one core/io/two'
house; fn a b | write core/io/a.c; fn b c | write core/data/b.c; fn c a | write elements/c.c
found "three, across folders" circles 'a circle of 3 files: core/data/b core/io/a elements/c'
house; fn a b | write core/io/a.c; fn b | write core/io/b.c; { echo 'static inline void'; fn unused a | tail -n +2; } | write core/io/b.h
found "a call from a header" circles 'a circle of 2 files'
house; fn a b | write core/io/a.c; fn b | write core/io/b.c; clean "one way" circles
house; fn a b | write core/io/a.c; { fn b; echo 'void (*const list[]) (void) = { a };'; } | write core/io/b.c
clean "a name in a record" circles
house; fn a b | write core/io/a.c; { echo '/* a () */'; fn b 'x = "a ()"; b'; } | write core/io/b.c
clean "in a comment or a string" circles
house; fn a b | write core/io/a.c; { fn b a; echo static void; fn a b | tail -n +2; } | write core/io/b.c
clean "its own of the same name" circles
excuse() { local text; text=$(tail -n +3 "$1"); { echo "/* circle with $2: a grammar and its words */"; echo "$text"; } | write "$1"; }
pair; excuse core/io/one.c two
found "one of two says why" circles 'first 30 lines of core/io/two$'
excuse core/io/two.c one; clean "both say why" circles
pair; excuse core/io/one.c other; excuse core/io/two.c one
! run circles && grep -q 'says `circle with other`, but there is none' out && grep -q 'first 30 lines of core/io/one$' out
report "one names another file" $?
house; fn a | write core/io/a.c; excuse core/io/a.c b
found "said without need" circles 'there is none'
pair; excuse core/io/two.c one; { for i in $(seq 30); do echo; done; echo '/* circle with two: too late */'; } >>core/io/one.c
found "below the first lines" circles 'first 30 lines of core/io/one$'

# --- size and words
house; for i in $(seq 600); do echo "int x$i;"; done | write core/io/x.c
found "a long file" size 'x.c:1: 602 lines|x.c:1: 603 lines'
house; { printf 'void\nlong_one (void)\n{\n'; for i in $(seq 80); do echo '  ;'; done; echo '}'; } | write core/io/x.c
found "a long function" size 'long_one\(\) has 82 lines'
house; printf 'int x;\n' >core/io/x.c; found "no licence" words 'must name the licence'
for line in '  goto end;:goto' '  exit (1);:exit' '/* TODO */:leftover' 'int x; :trailing blank'; do
  house; echo "${line%:*}" | write core/io/x.c; found "${line%:*}" words "${line##*:}"
done
house; printf 'int x;' | write core/io/x.c; found "no newline" words 'no newline at the end'
echo "1..$n"
[ $bad = 0 ]
