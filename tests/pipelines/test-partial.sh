#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
# test-partial.sh BUILD: runs that do not get through everything: bad files on one side, too many of
# them, signals. What is there is right, is saved, and the exit status tells. TAP.
set -u
build=$(cd "${1:-$P2P_BUILD}" && pwd)
repo=$(cd "$(dirname "$0")/../.." && pwd)
. "$repo/tests/pipelines/common.sh"
tiny="--netG resnet_6blocks --ngf 2 --ndf 2 --load_size 32 --crop_size 32 --threads 1"

# --- one side lacks a picture in the middle, and more at its end than its sinks hold
pictures good/trainA 32x32 120; mkdir good/trainB
for file in good/trainA/*.png; do i=$(basename $file .png); cp $file good/trainB/$(printf %03d $((119 - 10#$i))).png; done
mv good/trainA good/testA; mv good/trainB good/testB
cp -r good holes
for i in 050 115 116 117 118 119; do printf 'no picture' >holes/testB/$i.png; done
ok "a cycle_gan" says 0 latest_net_G_A train good --name cyc --phase test $tiny --steps 1
ok "the whole set" says 0 '120 pictures' test cyc --dataroot good --results_dir whole --threads 1
ok "with holes: comes to its end" says 0 '114 pictures translated' test cyc --dataroot holes --results_dir part --threads 1
ok "counts them" grep -q '^6 results left out' err
for i in 050 119; do
  ok "names $i" grep -qE "^  holes/testA/$i.png: left out, its counterpart" err
  ok "and has no result of it" [ "$(ls part/cyc/test_latest/images | grep -c ^$i)" = 0 ]
done
same() { # NAME: all six pictures
  local label
  for label in real_A fake_B rec_A real_B fake_A rec_B; do
    cmp "whole/cyc/test_latest/images/$1_$label.png" "part/cyc/test_latest/images/$1_$label.png" || return 1
  done
}
for i in 000 049 051 080 114; do ok "result $i is of one place" same $i; done
cp -r good holesA; rm -r holesA/testB; cp -r good/testB holesA/testB
for i in 000 100; do printf 'no picture' >holesA/testA/$i.png; done
ok "holes on the side of A" says 0 '118 pictures translated' test cyc --dataroot holesA --results_dir partA --threads 1
ok "names B's" grep -qE '^  holesA/testB/100.png: left out, its counterpart' err

# --- too many bad files: an error, after the results so far are shown
mkdir -p few/test; cp good/testA/00[0-8].png few/test; printf 'no picture' >few/test/009.png
ok "5 % rule at test" says 65 'more than 5 %' test cyc --dataroot few/test --model test --results_dir few-r --threads 1
results() { # N: the page shows them, and there is none where there are none.
  local page=few-r/cyc/test_latest/index.html
  [ "$1" = 0 ] && { [ ! -e few-r ]; return; }
  [ "$(grep -o 'images/[0-9]*_fake.png' $page | sort -u | wc -l)" = "$1" ] \
    && [ "$(ls few-r/cyc/test_latest/images | grep -c fake)" = "$1" ]
}
ok "there is a page of the results" results "$(sed -nE 's/^([0-9]+) pictures translated.*/\1/p' err)"
ok "the bad file is named" grep -q '009.png' err
ok "how many there are is said" grep -qE '^[0-9]+ pictures translated' err

# --- signals: everything is saved, and the exit status is the signal's
starts() { # PATTERN ARGUMENTS...
  local pattern=$1; shift
  begin "$p2p" "$@"
  wait_for 60 grep -qE "$pattern" out err
}
ends() { # STATUS SIGNAL...
  local want=$1 signal; shift
  for signal; do kill -$signal $pid; done
  wait $pid; local got=$?
  [ $got = $want ] || { echo "# status $got instead of $want"; return 1; }
}
train="train good --name stopped --phase test $tiny --steps 100000 --print_freq 1"
ok "train starts" starts iters $train
ok "INT: 130" ends 130 INT
ok "saved" test -s checkpoints/stopped/latest_net_G_A.safetensors
ok "and says so" grep -q 'the same command goes on' err
# as timeout(1): the program and then its group, while a long step is at work
ok "a slow train starts" starts iters train good --name slow --phase test $tiny --ngf 16 --ndf 16 --load_size 128 --crop_size 128 --steps 100000 --print_freq 1
kill -TERM $pid
ok "it hears" wait_for 10 grep -q 'stopping in order' err
ok "TERM again, close behind: 143" ends 143 TERM
ok "in order all the same" grep -q 'the same command goes on' err
ok "not at once" [ "$(grep -c 'ended at once' err)" = 0 ]
ok "test starts" starts 'processing .0005' test cyc --dataroot good --load_size 256 --crop_size 256 --threads 1
ok "INT: 130" ends 130 INT
ok "says so" grep -qE 'pictures translated .*stopped before the end' err
ok "and shows what it has" test -s results/cyc/test_latest/index.html
done_testing
