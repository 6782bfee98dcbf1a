#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""busy.py BUILD [ROUNDS]: translation and training where others want the cores too.

A live picture of 320x240 at 30 fps goes through a small network for ten seconds: how many frames
are shown, and how old they are. A small network is trained for ten seconds: how many steps. Alone,
beside one busy process (yes), the translation beside an encoder, and both at once in one and in two
processes; with the ways in which OpenMP's threads can wait side by side:
  spin    as GCC's library does by itself
  sleep   OMP_WAIT_POLICY=passive
  own     nothing set: the back-end decides
Medians of ROUNDS (3). Nothing else should run. P2P_BUSY_SECONDS in the environment makes it shorter."""
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time

SECONDS = int(os.environ.get("P2P_BUSY_SECONDS", 10))
WAYS = {"spin": {"GOMP_SPINCOUNT": "300000"}, "sleep": {"OMP_WAIT_POLICY": "passive"}, "own": {}}
BALL = "videotestsrc num-buffers=16 pattern=ball ! video/x-raw,format=RGB,width=256,height=128"


def run(line, **more):
    subprocess.run(line, check=True, shell=True, stdout=subprocess.DEVNULL, **more)


def prepare(build):
    os.makedirs("pairs/train")
    run(f"gst-launch-1.0 -q {BALL} ! pngenc ! multifilesink location=pairs/train/%03d.png")
    run(f"{build}/pipelines/p2p train --dataroot pairs --name small --netG unet_128 --ngf 16 --ndf 16 "
        "--load_size 128 --crop_size 128 --n_epochs 1 --n_epochs_decay 0")
    folder = "checkpoints/small"
    return next(f"{folder}/{f}" for f in sorted(os.listdir(folder)) if f.startswith("latest_net_G."))


def live(model, encoder):
    split = "tee name=t t. ! queue ! videoconvert ! vp8enc deadline=1 cpu-used=4 ! fakesink t. ! " if encoder else ""
    return (f"videotestsrc is-live=true num-buffers={30 * SECONDS} ! video/x-raw,width=320,height=240,framerate=30/1 ! "
            f"p2pinfer model={model} width=128 height=128 ! {split}queue ! fakesink name=shown sync=true ")


def train(name):
    return ("p2pdatasetsrc dataroot=pairs phase=train ! p2pdecode name=d p2paligncrop name=c load-size=128 crop-size=128 "
            f"p2ptrain name=tr run-name={name} net-g=unet_128 ngf=16 ndf=16 n-epochs=100000 save-epoch-freq=100000 "
            "print-freq=1000000 display-freq=0 "
            "d.src_a ! c.sink_a d.src_b ! c.sink_b c.src_a ! queue ! tr.sink_a c.src_b ! queue ! tr.sink_b ")


class Launch:
    def __init__(self, line, env):
        self.log = tempfile.TemporaryFile("w+")
        more = {"GST_TRACERS": "latency", "GST_DEBUG": "GST_TRACER:7", "GST_DEBUG_NO_COLOR": "1"}
        self.process = subprocess.Popen(["stdbuf", "-oL", "gst-launch-1.0", "-m"] + line.split(),
                                        env={**os.environ, **env, **more}, stdout=self.log, stderr=self.log)

    def end(self):
        self.process.kill()
        self.process.wait()
        self.log.seek(0)
        text = self.log.read()
        self.ages = [int(t) / 1e6 for t in re.findall(r" latency, .*sink-element=\(string\)shown,.*?time=\(guint64\)(\d+)", text)]
        self.steps = max(map(int, re.findall(r"step=\(guint64\)(\d+)", text)), default=0)

    def shown(self):
        return len(self.ages)

    def age(self):
        return statistics.mean(self.ages) if self.ages else 0


CASES = [
    # what runs: lines of one process each, and whether `yes` runs beside them
    ("live alone", lambda m: [live(m, False)], False),
    ("live, one busy process", lambda m: [live(m, False)], True),
    ("live and an encoder", lambda m: [live(m, True)], False),
    ("training alone", lambda m: [train("a")], False),
    ("training, one busy process", lambda m: [train("b")], True),
    ("training and live, one process", lambda m: [train("c") + live(m, False)], False),
    ("training and live, two processes", lambda m: [train("d"), live(m, False)], False),
]


def measure(lines, busy, env):
    yes = subprocess.Popen("yes", stdout=subprocess.DEVNULL) if busy else None
    run("rm -rf checkpoints/[a-d]")
    launched = [Launch(line, env) for line in lines]
    time.sleep(SECONDS + 1)
    for launch in launched:
        launch.end()
    if yes:
        yes.kill()
        yes.wait()
    seen = [launch for launch in launched if launch.ages]
    return (sum(launch.steps for launch in launched), seen[0].shown() if seen else 0, seen[0].age() if seen else 0)


def main():
    build = os.path.abspath(sys.argv[1])
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    os.environ["GST_PLUGIN_PATH"] = f"{build}/gst-plugins"
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        os.environ["GST_REGISTRY"] = f"{folder}/registry.bin"
        model = prepare(build)
        print(f"{'':34}" + "".join(f"{way:>24}" for way in WAYS))
        for name, lines, busy in CASES:
            found = {way: [] for way in WAYS}
            for _ in range(rounds):
                for way, env in WAYS.items():
                    found[way].append(measure(lines(model), busy, env))
            row = f"{name:34}"
            for way in WAYS:
                steps, shown, age = (statistics.median(f[i] for f in found[way]) for i in range(3))
                cell = (f"{steps:.0f} steps " if steps else "") + (f"{shown:.0f}/{30 * SECONDS} {age:.0f} ms" if shown else "")
                row += f"{cell:>24}"
            print(row, flush=True)


main()
