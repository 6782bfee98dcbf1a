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

# --- nothing that a file is called or says reaches the terminal as it is
# The last output: UTF-8, and nothing that a terminal obeys.
is_tame() {
  python3 - out err <<'END'
import sys, unicodedata
for path in sys.argv[1:]:
    text = open(path, 'rb').read().decode()
    for c in text:
        if c not in '\n\t' and unicodedata.category(c) in ('Cc', 'Zl', 'Zp') or c in '\u202e\u200f':
            sys.exit(f'# {path}: {c!r} in {text!r}')
END
}
esc=$'\e]0;owned\a\e[31m\xc2\x9b31m\xe2\x80\xae\xe9'
mkdir -p "evil/train" "evil/test"
cp data/train/*.png evil/train; cp data/test/*.png evil/test
cp data/test/000.png "evil/test/good$esc.png"
cp data/test/000.png "evil/train/good$esc.png"
for phase in train test; do echo no picture >"evil/$phase/bad$esc"$'\n'"error: no.png"; done
ok "check of such a folder" says 65 'x1b' check evil
ok "shows it tame" is_tame
ok "training on it" says 65 'x1b' train evil --name evil "${small[@]}" --steps 3
ok "shows it tame" is_tame
ok "testing on it" says 65 'x1b' test run --dataroot evil
ok "shows it tame" is_tame
rm evil/test/bad*
ok "testing on good ones that are called so" says 0 '3 pictures' test run --dataroot evil
ok "results are called alike" [ $(ls results/run/test_latest/images | grep -c good) = 3 ]
ok "without what is obeyed" eval '! ls results/run/test_latest/images | grep -q $'"'\\e'"
ok "links lead to the results" python3 - results/run/test_latest <<'END'
import os, re, sys, urllib.parse
page = open(sys.argv[1] + '/index.html').read()
links = re.findall(r'src="([^"]*)"', page)
sys.exit(len(links) != 9 or not all(os.path.exists(os.path.join(sys.argv[1], urllib.parse.unquote(l))) for l in links))
END
for file in checkpoints/run/*.txt results/run/test_latest/index.html; do
  cp "$file" out; : >err
  ok "$file is tame" is_tame
done
for key in arch direction name program norm; do
  say_in_header $model evil.safetensors $key '\x1b[31mX\nerror: Y'
  for command in "test evil.safetensors --dataroot data" "live evil.safetensors --source data/test/000.png --out o.png" \
    "convert evil.safetensors o.pth"; do
    timeout 60 "$p2p" $command >out 2>err
    ok "$key in a header, $command: tame" is_tame
  done
done
for words in "$esc" "train $esc" "train data --$esc" "train data --netG $esc" "train data --name $esc" "test $esc --dataroot data" \
  "test run --dataroot $esc" "live run --source $esc --out o.png" "live $esc --source test" "check $esc" "demo $esc" "convert $esc x"; do
  timeout 60 "$p2p" $words >out 2>err
  ok "typed: ${words//[^a-z -]/?}: tame" is_tame
done
esc=${esc%?} # names in pipelines are UTF-8
cp data/test/000.png "$esc.png"
ok "a source called so" says 0 '' live run --source "$esc.png" --out "o$esc.png"
ok "shows it tame" is_tame

# --- the longest names there can be
mkdir -p long/test
long=$(printf '%0251d' 0)
cp data/test/000.png long/test/$long.png
cp data/test/000.png long/test/1${long#?}.png
ok "long names" says 0 '2 pictures' test run --dataroot long --results_dir long-results
ok "are said to be shortened" grep -q 'is too long for results; they are called 0000' err
ok "and all results are there" [ $(ls long-results/run/test_latest/images | wc -l) = 6 ]

# --- a working folder that is not UTF-8
home=$work/$'w\xe9rk'
mkdir "$home"
cp -r data "$home"
cd "$home"
ok "trains there" says 0 latest_net_G train data --name run "${small[@]}" --steps 2
ok "and goes on there" says 0 'goes on from step 2' train data --name run "${small[@]}" --steps 3
ok "and tests there" says 0 '2 pictures' test run --dataroot data
cd "$work"

# --- a result takes the place of nothing that is read, and of an older one only when it is whole
images=results/run/test_latest/images
rm -rf results
ok "results" says 0 '2 pictures' test run --dataroot data
all() { find "$@" -type f -exec sha256sum {} + | sort; }
before=$(all results)
mkdir -p broken/test
echo no picture >broken/test/1.png
ok "a test of broken pictures" says 65 'cannot be used' test run --dataroot broken
ok "leaves the older results" [ "$before" = "$(all results)" ]
ok "a test of its own results" says 64 'where results are written' test run --model test --dataroot $images
mkdir linked
ln -s ../$images/000_fake_B.png linked/a.png
cp data/test/001.png linked/b.png
ok "the same through a link" says 64 'linked/a.png is read' test run --model test --dataroot linked
ok "leaves them too" [ "$before" = "$(all results)" ]
ok "elsewhere it goes" says 0 '2 pictures' test run --model test --dataroot linked --results_dir others
ln -s $model link.safetensors
before=$(all checkpoints)
ok "a model over itself" says 64 'overwritten by itself' convert link.safetensors $model
ok "the same the other way" says 64 'overwritten by itself' convert $model link.safetensors
head -c 1000 $model >torn.safetensors
ok "of a whole one" says 0 good.pth convert $model good.pth
cp good.pth copy.pth
ok "of a torn one" says 65 'torn' convert torn.safetensors good.pth
ok "nothing is made of what was" cmp good.pth copy.pth
mkdir torn
cp torn.safetensors torn/latest_net_G.safetensors
ok "of a folder with it" says 65 'torn' convert torn torn-pth --to pth
ok "not even a folder" [ ! -e torn-pth ]
ok "models are as they were" [ "$before" = "$(all checkpoints)" ]

done_testing
