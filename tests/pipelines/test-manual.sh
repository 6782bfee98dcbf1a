#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
# test-manual.sh BUILD: help, man pages and completion say the same, and what is installed works. TAP.
set -u
build=$(cd "${1:-$P2P_BUILD}" && pwd)
repo=$(cd "$(dirname "$0")/../.." && pwd)
. "$repo/tests/pipelines/common.sh"
commands=(demo check train test live convert list)
skip() { n=$((n + 1)); echo "ok $n - $1 # SKIP $2"; }

# --- help: everyday options first, lines under 100 columns
narrow() { ! awk 'length($0) > 99' out | grep .; }
line_of() { grep -nm1 -- "$1" out | cut -d: -f1; }
ok "the overview" says 0 'p2p COMMAND --help' --help-all
ok "is narrow" narrow
for command in "${commands[@]}"; do
  ok "all help of $command" says 0 '^Usage:' $command --help-all
  ok "is narrow" narrow
  ok "help of $command" says 0 '^Options:' $command --help
  ok "is narrow" narrow
done
ok "-h" says 0 '^Usage:' train -h
ok "also behind others" says 0 '^Usage:' train nowhere --lr 3 --help
ok "but not as a value" says 66 'no folder nowhere' train nowhere --name --help
ok "all of train" says 0 '' train --help-all
ok "everyday first" [ "$(line_of ' --threads')" -lt "$(line_of ' --lr_policy')" ]
ok "what has no meaning last" [ "$(line_of ' --verbose')" -lt "$(line_of ' --display_id')" ]
ok "with its title" grep -q "^Accepted for the reference's sake:" out
ok "each once" [ -z "$(grep -oE '^  --[A-Za-z_0-9-]+' out | sort | uniq -d)" ]
ok "-V" says 0 '^p2p [0-9]' -V
ok "--version" says 0 '^p2p [0-9]' --version

# --- man pages: one for each command, without warnings, with every option
for command in "${commands[@]}"; do
  page=$build/pipelines/p2p-$command.1
  ok "page of $command" test -s "$page"
  "$p2p" $command --help-all | grep -oE '^  --[A-Za-z_0-9-]+' | sort >in-help
  sed -n 's/\\-/-/g; s/^\(\\fB\|\.B \)\(--[A-Za-z_0-9-]*\).*/  \2/p' "$page" | sort >in-page
  ok "has every option" diff in-help in-page
done
ok "the page names each command" [ "$(grep -c '^\.BR p2p\\-' "$build/pipelines/p2p.1")" = ${#commands[@]} ]
quiet() { "$@" >/dev/null 2>warnings; [ ! -s warnings ] || { sed 's/^/# /' warnings; return 1; }; }
for page in "$build"/pipelines/p2p*.1; do
  name=${page##*/}
  if man --version >/dev/null 2>&1 && groff --version >/dev/null 2>&1; then
    ok "man takes $name" env MANWIDTH=80 MANPAGER=cat bash -c "$(declare -f quiet); quiet man --warnings -l '$page'"
  else
    skip "man takes $name" "man and groff are not installed"
  fi
done

# --- completion in bash
cat >ask.bash <<'BASH'
. "$1"; shift
COMP_WORDS=(p2p "$@"); COMP_CWORD=$#; _p2p; printf '%s\n' "${COMPREPLY[@]}" | sort -u | tr '\n' ' '
BASH
gives() { # EXPECTED WORDS...: a pattern for what bash offers for the last of WORDS
  local expected=$1 got; shift
  got=$(bash ask.bash "$build/pipelines/shell/p2p" "$@" 2>&1)
  grep -qE -- "$expected" <<<"$got" || { echo "# $got"; return 1; }
}
mkdir -p checkpoints/maps "checkpoints/two words" 'my pictures' plain; : >clip.mp4
ok "bash reads it" bash -n "$build/pipelines/shell/p2p"
ok "commands" gives '^--help --version check convert demo list live test train $' ''
ok "their beginnings" gives '^test train $' t
ok "options" gives '^--netD --netG $' train --net
ok "of this command only" gives '^--source $' live --so
ok "of test" gives '^--results_dir $' test --res
ok "values" gives '^unet_128 unet_256 unet_64 $' train x --netG u
ok "behind =" gives '^unet_128 unet_256 unet_64 $' train x --netG = u
ok "all behind =" gives '^AtoB BtoA $' train x --direction =
ok "words" gives '^cosine $' train --lr_policy c
ok "numbers: nothing" gives '^ $' train --lr ''
ok "folders" gives '^plain $' train p
ok "with spaces" gives '^my pictures $' train m
ok "folders for --dataroot" gives '^plain $' test x --dataroot p
ok "runs" gives '^maps my pictures $' test m
ok "runs with spaces" gives '^two words $' test --name t
ok "files" gives '^clip.mp4 $' live maps --source cl
ok "every option is offered" diff <("$p2p" train --help-all | grep -oE '^  --[A-Za-z_0-9-]+' | tr -d ' ' | grep -vE 'display_(id|ncols|server|env|port)|gpu_ids|wandb' | sort) \
  <(bash ask.bash "$build/pipelines/shell/p2p" train -- | tr ' ' '\n' | grep . | sort)

# --- completion in zsh
cat >ask.zsh <<'ZSH'
compadd() { print -r -- "$@" }
_files() { print -r -- "files $@" }
_describe() { print -rl -- ${(P)2} }
_message() { print -r -- "$@" }
compset() { : }
compdef() { : }
source $1; shift
words=(p2p "$@"); CURRENT=$#words; _p2p
ZSH
if command -v zsh >/dev/null; then
  zgives() { local got; got=$(zsh -f ask.zsh "$build/pipelines/shell/_p2p" "${@:2}" 2>&1); grep -qE -- "$1" <<<"$got" || { echo "# $got"; return 1; }; }
  ok "zsh: commands" zgives '^-- demo check train test live convert list' ''
  ok "zsh: options with their help" zgives '^--netG:generator' train --n
  ok "zsh: values" zgives '^-- unet_256 unet_128 unet_64 resnet' train --netG ''
  ok "zsh: behind =" zgives '^-- AtoB BtoA$' train --direction=A
  ok "zsh: folders" zgives '^files -/$' train ''
  ok "zsh: runs" zgives 'maps two words' test ''
else
  skip "zsh" "zsh is not installed"
fi

# --- meson install: into an empty place, from which p2p works
ok "meson install" env DESTDIR="$work/stage" meson install -C "$build" --no-rebuild --quiet
installed=$(find stage -path '*/bin/p2p'); prefix=${installed%/bin/p2p}
ok "the program" test -x "$installed"
for file in share/man/man1/p2p.1 share/man/man1/p2p-train.1 share/bash-completion/completions/p2p \
  share/zsh/site-functions/_p2p share/gst-pix2pix/launch/train.launch; do
  ok "$file" test -s "$prefix/$file"
done
ok "the plugin" test -s "$(find stage -name libgstpix2pix.so)"
ok "nothing of the tests" [ -z "$(find stage -name '*test-[a-z]*' ! -name 'test-*.launch' ! -name 'p2p-test.1')" ]
pictures pairs/train 32x16 2; pictures pairs/test 32x16 2
mv stage elsewhere; p2p=$work/elsewhere/${installed#stage/}
ok "it trains where it was moved to" says 0 latest_net_G train pairs --name i --netG resnet_6blocks --ngf 2 --ndf 2 --load_size 32 --crop_size 32 --steps 1 --threads 1
ok "and tests" says 0 '2 pictures' test i --dataroot pairs --threads 1
done_testing
