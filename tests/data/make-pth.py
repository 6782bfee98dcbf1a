#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes tests/data/pth/*.pth with PyTorch itself (Debian's python3-torch 1.13); run by hand, once.

The tensors' names and shapes are those of the reference's networks, made small; number j of tensor i
(counted in the file) is ((37 i + j) mod 251 - 125) / 64, which is exact in every type.
"""
import collections
import os
import sys

import torch

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "pth")


def conv(name, out, inp, k, bias):
    yield name + ".weight", (out, inp, k, k)
    if bias:
        yield name + ".bias", (bias,)


def resnet6(f, inp, out):  # instance norm, no dropout
    for name, o, i, k in (("1", f, inp, 7), ("4", 2 * f, f, 3), ("7", 4 * f, 2 * f, 3)):
        yield from conv("model." + name, o, i, k, o)
    for block in range(6):
        for half in (1, 5):
            yield from conv(f"model.{10 + block}.conv_block.{half}", 4 * f, 4 * f, 3, 4 * f)
    yield from conv("model.16", 4 * f, 2 * f, 3, 2 * f)  # transposed: [in, out, k, k]
    yield from conv("model.19", 2 * f, f, 3, f)
    yield from conv("model.23", out, f, 7, out)


def patches(f, inp, layers, batch):
    yield from conv("model.0", f, inp, 4, f)
    width = f
    for i in range(1, layers + 1):
        index, wider = 3 * i - 1, f * min(2 ** i, 8)
        yield from conv(f"model.{index}", wider, width, 4, None if batch else wider)
        if batch:
            for leaf in ("weight", "bias", "running_mean", "running_var"):
                yield f"model.{index + 1}.{leaf}", (wider,)
            yield f"model.{index + 1}.num_batches_tracked", ()
        width = wider
    yield from conv(f"model.{3 * layers + 2}", 1, width, 4, 1)


def values(shapes):
    result = collections.OrderedDict()
    for i, (name, shape) in enumerate(shapes):
        n = 1
        for side in shape:
            n *= side
        numbers = (torch.arange(n, dtype=torch.float64) + 37 * i) % 251 - 125
        if name.endswith("num_batches_tracked"):
            result[name] = torch.tensor(1234)
        else:
            result[name] = (numbers / 64).float().view(shape)
    return result


def save(what, name, zipped):
    torch.save(what, os.path.join(OUT, name), _use_new_zipfile_serialization=zipped)


generator = values(resnet6(1, 1, 2))
save(generator, "resnet6_zip.pth", True)
save(generator, "resnet6_legacy.pth", False)

# Half precision, DataParallel's prefix, the dictionary that trainers put around it.
batch = values(patches(2, 3, 1, True))
half = collections.OrderedDict(
    ("module." + name, t.half() if t.is_floating_point() else t) for name, t in batch.items())
save({"epoch": 7, "state_dict": half}, "patches_half_zip.pth", True)

# Views of one storage, channels last, statistics of instance norms as before PyTorch 0.4.
plain = values(patches(2, 3, 2, False))
flat = torch.cat([t.flatten() for t in plain.values()])
strided, at = collections.OrderedDict(), 0
for name, t in plain.items():
    view = flat[at:at + t.numel()].view(t.shape)
    at += t.numel()
    strided[name] = t.to(memory_format=torch.channels_last) if t.dim() == 4 and t.shape[0] > 1 else view
for norm, width in (("model.3", 4), ("model.6", 8)):
    strided[norm + ".running_mean"] = torch.zeros(width)
    strided[norm + ".running_var"] = torch.ones(width)
    strided[norm + ".num_batches_tracked"] = torch.tensor(5)
save(strided, "patches_views_legacy.pth", False)
save(strided, "patches_views_zip.pth", True)

# Another network, whole.
other = collections.OrderedDict((("features.0.weight", torch.zeros(4, 3, 3, 3)), ("classifier.bias", torch.zeros(10))))
save(other, "other_zip.pth", True)
print("\n".join(sorted(os.listdir(OUT))), file=sys.stderr)
