#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The same pix2pix step here and in PyTorch, in one table.

  tests/bench/side-by-side.py [--step build/tests/bench/step] [--net unet_256] [--size 256]
                              [--batch 1] [--threads 2] [--runs 5]

Needs a Python with torch; says which version and which BLAS it runs on, and refuses
Debian's reference BLAS, with which PyTorch is several times slower than it need be
(apt-get install libopenblas0-pthread). The two programs run alternately.
"""
import argparse
import json
import os
import re
import subprocess
import statistics
import sys
import time


def blas():
    """File of the BLAS that this process has loaded, or the one built into torch."""
    maps = open("/proc/self/maps", encoding="utf-8").read()
    found = sorted({os.path.realpath(m) for m in re.findall(r"(/\S*(?:blas|mkl)\S*\.so\S*)", maps)})
    if any(re.search(r"/blas/libblas\.so", f) for f in found):
        sys.exit("side-by-side: PyTorch runs on Debian's reference BLAS here, which is several times too slow "
                 "to be a fair peer; apt-get install libopenblas0-pthread, then run this again")
    return ", ".join(found) or "built in"


def unet(torch, downs, inner=None):
    """The reference's U-Net with batch norm, built from the inside."""
    nn = torch.nn

    class Block(nn.Module):
        def __init__(self, outer, inner, c_in, sub, kind, dropout=False):
            super().__init__()
            self.outermost = kind == "out"
            down = nn.Conv2d(c_in, inner, 4, 2, 1, bias=False)
            if kind == "out":
                layers = [down, sub, nn.ReLU(True), nn.ConvTranspose2d(2 * inner, outer, 4, 2, 1), nn.Tanh()]
            elif kind == "in":
                layers = [nn.LeakyReLU(0.2, True), down, nn.ReLU(True),
                          nn.ConvTranspose2d(inner, outer, 4, 2, 1, bias=False), nn.BatchNorm2d(outer)]
            else:
                layers = [nn.LeakyReLU(0.2, True), down, nn.BatchNorm2d(inner), sub, nn.ReLU(True),
                          nn.ConvTranspose2d(2 * inner, outer, 4, 2, 1, bias=False), nn.BatchNorm2d(outer)]
                layers += [nn.Dropout(0.5)] if dropout else []
            self.model = nn.Sequential(*layers)

        def forward(self, x):
            return self.model(x) if self.outermost else torch.cat([x, self.model(x)], 1)

    net = Block(512, 512, 512, None, "in")
    for _ in range(downs - 5):
        net = Block(512, 512, 512, net, "mid", True)
    for outer, inside in ((256, 512), (128, 256), (64, 128)):
        net = Block(outer, inside, outer, net, "mid")
    return Block(3, 64, 3, net, "out")


def patchgan(torch):
    nn = torch.nn
    layers = [nn.Conv2d(6, 64, 4, 2, 1), nn.LeakyReLU(0.2, True)]
    for c_in, c_out, stride in ((64, 128, 2), (128, 256, 2), (256, 512, 1)):
        layers += [nn.Conv2d(c_in, c_out, 4, stride, 1, bias=False), nn.BatchNorm2d(c_out), nn.LeakyReLU(0.2, True)]
    return nn.Sequential(*layers, nn.Conv2d(512, 1, 4, 1, 1))


class Torch:
    def __init__(self, torch, args):
        self.torch = torch
        self.g, self.d = unet(torch, {"unet_256": 8, "unet_128": 7}[args.net]), patchgan(torch)
        self.opt = [torch.optim.Adam(n.parameters(), lr=2e-4, betas=(0.5, 0.999)) for n in (self.g, self.d)]
        self.a = torch.rand(args.batch, 3, args.size, args.size) * 2 - 1
        self.bce, self.l1 = torch.nn.BCEWithLogitsLoss(), torch.nn.L1Loss()

    def gan(self, picture, real):
        y = self.d(self.torch.cat([self.a, picture], 1))
        return self.bce(y, self.torch.full_like(y, float(real)))

    def step(self):
        fake = self.g(self.a)
        self.opt[1].zero_grad()
        ((self.gan(fake.detach(), 0) + self.gan(self.a, 1)) * 0.5).backward()
        self.opt[1].step()
        for p in self.d.parameters():
            p.requires_grad = False
        self.opt[0].zero_grad()
        (self.gan(fake, 1) + self.l1(fake, self.a) * 100).backward()
        self.opt[0].step()
        for p in self.d.parameters():
            p.requires_grad = True

    def translate(self):
        with self.torch.no_grad():
            self.g(self.a)


def timed(what):
    start = time.perf_counter()
    what()
    return (time.perf_counter() - start) * 1000


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--step", default="build/tests/bench/step")
    p.add_argument("--net", default="unet_256", choices=["unet_256", "unet_128"])
    p.add_argument("--size", type=int, default=256)
    p.add_argument("--batch", type=int, default=1)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--runs", type=int, default=5)
    args = p.parse_args()
    try:
        import torch
    except ImportError:
        sys.exit("side-by-side: no torch in this Python; apt-get install python3-torch libopenblas0-pthread")
    torch.set_num_threads(args.threads)
    torch.rand(8, 8) @ torch.rand(8, 8)
    print(f"PyTorch {torch.__version__}, BLAS {blas()}")
    peer, ours, theirs = Torch(torch, args), {"infer_ms": [], "step_ms": []}, {"infer_ms": [], "step_ms": []}
    peer.step()
    for _ in range(args.runs):
        out = subprocess.run([args.step, "--net", args.net, "--size", str(args.size), "--batch", str(args.batch),
                              "--threads", str(args.threads), "--runs", "3", "--json"],
                             check=True, capture_output=True, text=True)
        for key, value in json.loads(out.stdout).items():
            if key in ours:
                ours[key].append(value)
        theirs["infer_ms"].append(timed(peer.translate))
        theirs["step_ms"].append(timed(peer.step))
    print(f"{args.net} {args.size}x{args.size}, batch {args.batch}, {args.threads} threads, median ms\n")
    print(f"{'':12}{'here':>10}{'PyTorch':>10}{'ratio':>8}")
    for key, name in (("infer_ms", "translate"), ("step_ms", "train step")):
        a, b = statistics.median(ours[key]), statistics.median(theirs[key])
        print(f"{name:12}{a:10.1f}{b:10.1f}{b / a:8.2f}")


if __name__ == "__main__":
    main()
