#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test-advice.py BUILD: what a refusal tells to type, works. TAP.

Every layout of a folder meets every command and model. Whatever "run p2p ..." an answer holds is
typed as it stands, and what that says too, until something works or is a matter of files: no advice
leads back to a command that was refused before, and none from a test to a training.
-v prints every step."""
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

PIX, CYC, COL, ONE = "pix", "cyc", "col", "one"  # runs that there are
MODELS = [None, "pix2pix", "cycle_gan", "colorization", "test"]
MODES = ["aligned", "unaligned", "paired", "single", "colorization"]
W, S = "32x16", "16x16"  # A and B side by side; single pictures

# name: (files below the folder "d" as "FOLDER SIZE FIRST COUNT", what is given as the data set)
LAYOUTS = {
    "pairs": (["d/train W 1 2"], "d"),
    "pairs-tested": (["d/train W 1 2", "d/test W 1 2"], "d"),
    "pairs-val": (["d/train W 1 2", "d/val W 1 2"], "d"),
    "pairs-only-test": (["d/test W 1 2"], "d"),
    "kinds": (["d/trainA S 1 2", "d/trainB S 5 2"], "d"),
    "kinds-tested": (["d/trainA S 1 2", "d/trainB S 5 2", "d/testA S 1 2", "d/testB S 5 2"], "d"),
    "kinds-only-test": (["d/testA S 1 2", "d/testB S 5 2"], "d"),
    "paired": (["d/train/A S 1 2", "d/train/B S 1 2", "d/test/A S 1 2", "d/test/B S 1 2"], "d"),
    "paired-below": (["d/A/train S 1 2", "d/B/train S 1 2", "d/A/test S 1 2", "d/B/test S 1 2"], "d"),
    "A-and-B": (["d/A S 1 2", "d/B S 1 2"], "d"),
    "A-and-B-apart": (["d/A S 1 2", "d/B S 5 2"], "d"),
    "flat": (["d S 1 3"], "d"),
    "flat-and-test": (["d S 1 3", "d/test S 5 2"], "d"),
    "flat-wide": (["d W 1 3"], "d"),
    "single": (["d/train S 1 3"], "d"),
    "single-tested": (["d/train S 1 3", "d/test S 1 3"], "d"),
    "single-only-test": (["d/test S 1 3"], "d"),
    "pairs-and-singles": (["d/train W 1 2", "d/test S 1 2"], "d"),
    "half-A": (["d/trainA S 1 2", "d/testA S 1 2"], "d"),
    "half-B": (["d/trainB S 1 2", "d/testB S 1 2"], "d"),
    "half-A-alone": (["d/A S 1 2"], "d"),
    "deeper": (["d/x/train W 1 2", "d/x/test W 1 2"], "d"),
    "deeper-kinds": (["d/x/trainA S 1 2", "d/x/trainB S 5 2", "d/x/testA S 1 2", "d/x/testB S 5 2"], "d"),
    "deeper-flat": (["d/x S 1 2"], "d"),
    "classes": (["d/cats S 1 2", "d/dogs S 5 2"], "d"),
    "phase-itself": (["d/train W 1 2", "d/test W 1 2"], "d/train"),
    "kind-itself": (["d/trainA S 1 2", "d/trainB S 5 2", "d/testA S 1 2", "d/testB S 5 2"], "d/trainA"),
    "test-itself": (["d/testA S 1 2", "d/testB S 5 2", "d/trainA S 1 2", "d/trainB S 5 2"], "d/testB"),
    "A-itself": (["d/A S 1 2", "d/B S 1 2"], "d/A"),
    "both": (["d/train W 1 2", "d/trainA S 1 2", "d/trainB S 5 2", "d/test W 1 2", "d/testA S 1 2", "d/testB S 5 2"], "d"),
    "other-case": (["d/Train W 1 2", "d/Test W 1 2"], "d"),
    "empty": (["d S 1 0"], "d"),
    "empty-phase": (["d/train S 1 0", "d/test S 1 0"], "d"),
    "empty-B": (["d/trainA S 1 2", "d/trainB S 1 0", "d/testA S 1 2", "d/testB S 1 0"], "d"),
    "missing": (["dd/train W 1 2", "dd/test W 1 2"], "d"),
    "a-file": (["d/train W 1 2"], "d/train/1.ppm"),
    "unreadable": (["d/train X 1 2", "d/test X 1 2"], "d"),
    "quoted": (["it's d/train S 1 2", "it's d/test S 1 2"], "it's d"),
    "two": (["d/one S 1 2", "d/two S 1 2"], "d/one d/two"),
    "two-apart": (["d/one S 1 2", "d/two S 5 2"], "d/one d/two"),
    "two-missing": (["d/one S 1 2", "d/two S 5 2"], "d/one d/tow"),
}
TINY = ["--netG", "resnet_6blocks", "--norm", "instance", "--ngf", "1", "--ndf", "1", "--load_size", "16",
        "--crop_size", "16", "--netD", "pixel"]
TAP = {"n": 0, "bad": 0}
VERBOSE = "-v" in sys.argv


def ok(name, problems):
    TAP["n"] += 1
    TAP["bad"] += bool(problems)
    print(f"{'not ok' if problems else 'ok'} {TAP['n']} - {name}", flush=True)
    for problem in problems:
        print("# " + problem.replace("\n", "\n#   "))


def picture(path, size):
    w, h = {"W": (32, 16), "S": (16, 16), "X": (0, 0)}[size]
    with open(path, "wb") as file:
        file.write(b"no picture" if not w else b"P6 %d %d 255\n" % (w, h) + bytes(i * 7 % 251 for i in range(w * h * 3)))


def make(work, name, files):
    for line in files:
        folder, size, first, count = line.rsplit(" ", 3)
        path = os.path.join(work, name, folder)
        os.makedirs(path, exist_ok=True)
        for i in range(int(first), int(first) + int(count)):
            picture(os.path.join(path, f"{i}.ppm"), size)


class Shop:
    """p2p at work in one folder; what was asked before is not asked again."""

    def __init__(self, p2p, work):
        self.p2p, self.work, self.known, self.works = p2p, work, {}, set()

    def typed(self, words):
        return subprocess.run([self.p2p, *words], cwd=self.work, capture_output=True, timeout=300, check=False,
                              text=True, errors="replace", stdin=subprocess.DEVNULL)

    def run(self, words):
        """(status, what was said) of p2p WORDS; training and testing stop at the pipeline."""
        key = tuple(words)
        if key not in self.known:
            extra = {"train": ["--print"], "test": ["--print"], "check": TINY}
            done = self.typed([*words, *extra.get(words[0], [])])
            self.known[key] = done.returncode, done.stderr + (done.stdout if words[0] == "check" else "")
        return self.known[key]


def advice(text):
    """The commands that TEXT tells to run, as words."""
    for command in re.findall(r"\brun:? (p2p [^;\n]*)", text):
        try:
            yield shlex.split(command)[1:]
        except ValueError:
            yield [command]


def set_option(words, option, value):
    """WORDS with OPTION, or without it if VALUE is None."""
    words = list(words)
    if option in words:
        at = words.index(option)
        del words[at:at + 2]
    return words if value is None else [*words, option, value]


def hints(words, text):
    """WORDS as the smaller hints of TEXT change them: leave one option out, use another value."""
    for option in re.findall(r"leave (--\w+) out", text):
        yield set_option(words, option, None)
    for option, value in re.findall(r"\b(?:use|add|set|or|try) (--(?:model|dataset_mode|phase)) ([a-z_]+)\b", text):
        yield set_option(words, option, value)


def filled_in(words):
    """With what a user would put for the names in capitals."""
    return [{"FOLDER_A": "other", "FOLDER_B": "other", "NAME": PIX}.get(word, word) for word in words]


def follow(shop, words, chain=()):
    """What is wrong with the answer to WORDS, and with what it leads to."""
    status, text = shop.run(words)
    shown = "p2p " + shlex.join(words)
    if VERBOSE:
        print("#", "  " * len(chain), shown, "->", status, text.strip().split("\n")[-1][-400:] if status else "")
    if status == 0:
        if chain:
            shop.works.add(tuple(words))
        return
    here = (*chain, tuple(words))
    story = "\n".join("p2p " + shlex.join(c) for c in here) + "\n" + text.strip()
    if status not in (64, 65, 66):
        yield f"status {status}:\n{story}"
        return
    if not re.search(r"\b(run|add|use|set|try|check|leave|move|put|remove|repair|rename)\b", text):
        yield f"says nothing to do:\n{story}"
    if len(chain) > 3:
        yield f"leads on and on:\n{story}"
        return
    for command in advice(text):
        next_words = filled_in(command)
        if words[0] == "test" and command[0] == "train":
            yield f"a test is told to train:\n{story}"
        elif tuple(next_words) in here:
            yield f"leads in a circle to p2p {shlex.join(next_words)}:\n{story}"
        else:
            yield from follow(shop, next_words, here)
    for changed in hints(words, text):
        if changed != words and shop.run(changed)[1] == text:
            yield f"changes nothing with p2p {shlex.join(changed)}:\n{story}"
    if chain and not list(advice(text)) and re.search(r"no layout|one folder too many|unknown|cannot be|is not there; this run", text):
        yield f"a dead end:\n{story}"


def questions(name, given):
    folders = [os.path.join(name, g) for g in given.split(" ")] if "'" not in given else [os.path.join(name, given)]
    root = ["--dataroot", folders[0]] + (["--dataroot_B", folders[1]] if folders[1:] else [])
    for model in MODELS:
        said = ["--model", model] if model else []
        yield ["train", *folders, *said]
        for run, own in ((PIX, "pix2pix"), (CYC, "cycle_gan"), (COL, "colorization"), (ONE, "colorization")):
            if model in (None, "test", own):
                yield ["test", run, *root, *said]
    yield ["check", *folders]
    yield ["check", *folders, "--model", "cycle_gan"]
    yield ["test", CYC, *root, "--model", "test", "--model_suffix", "_B"]
    yield ["test", PIX, *root, "--direction", "BtoA"]
    yield ["test", PIX, *root, "--phase", "train"]
    yield ["train", *folders, "--phase", "val"]
    for mode in MODES:
        yield ["train", *folders, "--dataset_mode", mode]
        yield ["test", PIX, *root, "--dataset_mode", mode]
    yield ["test", CYC, *root, "--dataset_mode", "aligned"]


def make_runs(p2p, work):
    """A pix2pix, a cycle_gan, a colorization, and a .pth that says nothing about itself."""
    make(work, "seed", ["pairs/train W 1 2", "kinds/trainA S 1 2", "kinds/trainB S 5 2", "grey/train S 1 2"])
    shutil.copytree(os.path.join(work, "seed/kinds/trainA"), os.path.join(work, "other"))
    for run, folder, model in ((PIX, "pairs", "pix2pix"), (CYC, "kinds", "cycle_gan"), (COL, "grey", "colorization")):
        subprocess.run([p2p, "train", "seed/" + folder, "--name", run, "--model", model, *TINY, "--steps", "1",
                        "--threads", "1", "--save_format", "both"], cwd=work, check=True, capture_output=True)
    os.makedirs(os.path.join(work, "checkpoints", ONE))
    shutil.copy(os.path.join(work, "checkpoints", PIX, "latest_net_G.pth"), os.path.join(work, "checkpoints", ONE))


def main():
    build = os.path.abspath(sys.argv[1])
    p2p = os.path.join(build, "pipelines", "p2p")
    work = tempfile.mkdtemp()
    os.environ["GST_REGISTRY"] = os.path.join(work, "registry.bin")
    names = [n for n in LAYOUTS if not sys.argv[2:] or n in sys.argv[2:] or VERBOSE and len(sys.argv) == 3]
    try:
        make_runs(p2p, work)
        shop = Shop(p2p, work)
        for name in names:
            files, given = LAYOUTS[name]
            make(work, name, files)
            asked = list(questions(name, given))
            with ThreadPoolExecutor(4) as pool:
                list(pool.map(shop.run, asked))
            for words in asked:
                ok("p2p " + shlex.join(words), list(follow(shop, words)))
        # What worked so far stopped at the pipeline: now for good.
        really = {"test": ["--results_dir", "results"], "train": [*TINY, "--steps", "1", "--name"]}
        todo = [[*words, *really[words[0]]] for words in sorted(shop.works) if words[0] in really]
        todo = [[*words, f"run{i}"] if words[0] == "train" else words for i, words in enumerate(todo)]
        with ThreadPoolExecutor(4) as pool:
            for words, done in zip(todo, pool.map(shop.typed, [[*words, "--threads", "1"] for words in todo])):
                # What pictures are when they are read is no matter of the command.
                fine = done.returncode == 0 or done.returncode == 65 and "cannot be used" in done.stderr
                ok("really p2p " + shlex.join(words), [] if fine else [f"status {done.returncode}: {done.stderr}"])
    finally:
        shutil.rmtree(work)
    print(f"1..{TAP['n']}")
    sys.exit(TAP["bad"] > 0)


main()
