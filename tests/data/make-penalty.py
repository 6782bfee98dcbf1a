#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes the folder "penalty" beside it (or the one given): small discriminators,
the gradient penalty that PyTorch finds for them and its gradient by every
parameter, in double precision, by differentiating twice. Needs python3-torch;
its answers are the truth that test-penalty holds the back-ends to.

Each safetensors file: x, the parameters by name, "penalty", "grad.NAME", and in
its metadata what the discriminator is. With --single also prints how far single
precision is from double.
"""
import json
import os
import struct
import sys

import torch
from torch import nn

LAMBDA, CONSTANT = 10.0, 1.0

# netD, norm, features, layers, channels, pictures, side
CASES = [("n_layers", "instance", 4, 1, 3, 2, 14), ("n_layers", "none", 4, 2, 3, 2, 22),
         ("n_layers", "instance", 4, 2, 6, 1, 22), ("pixel", "instance", 6, 0, 3, 2, 9),
         ("pixel", "none", 6, 0, 3, 1, 9)]


def add(layers, conv, norm, last=False):
    layers.append(conv)
    if norm == "instance":
        layers.append(nn.InstanceNorm2d(conv.out_channels))
    elif norm == "none":
        layers.append(nn.Identity())
    if not last:
        layers.append(nn.LeakyReLU(0.2, False))


class Net(nn.Module):
    def __init__(self, kind, norm, features, n, channels):
        super().__init__()
        bias, layers = norm == "instance", []
        if kind == "pixel":
            add(layers, nn.Conv2d(channels, features, 1), None)
            add(layers, nn.Conv2d(features, 2 * features, 1, bias=bias), norm)
            add(layers, nn.Conv2d(2 * features, 1, 1, bias=bias), None, True)
            self.net = nn.Sequential(*layers)
            return
        add(layers, nn.Conv2d(channels, features, 4, 2, 1), None)
        width = features
        for i in range(1, n + 1):
            wider = features * min(2 ** i, 8)
            add(layers, nn.Conv2d(width, wider, 4, 1 if i == n else 2, 1, bias=bias), norm)
            width = wider
        add(layers, nn.Conv2d(width, 1, 4, 1, 1), None, True)
        self.model = nn.Sequential(*layers)

    def forward(self, x):
        return (self.net if hasattr(self, "net") else self.model)(x)


def penalty(net, x):
    """Its value; the gradients are left in the parameters."""
    x = x.clone().requires_grad_(True)
    y = net(x)
    g = torch.autograd.grad(y, x, torch.ones_like(y), create_graph=True)[0].reshape(len(x), -1)
    value = LAMBDA * (((g + 1e-16).norm(2, dim=1) - CONSTANT) ** 2).mean()
    net.zero_grad()
    value.backward()
    return value.detach()


def gradients(net):
    return {name: torch.zeros_like(p) if p.grad is None else p.grad.clone() for name, p in net.named_parameters()}


def save(path, meta, tensors):
    header, data = {"__metadata__": meta}, b""
    for name, t in tensors.items():
        raw = t.detach().to(torch.float32).contiguous().numpy().astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(t.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as f:
        f.write(struct.pack("<Q", len(text)) + text + data)


def make(folder, index, case, single):
    kind, norm, features, layers, channels, n, side = case
    torch.manual_seed(40 + index)
    net = Net(kind, norm, features, layers, channels)
    for p in net.parameters():
        nn.init.normal_(p, 0, 1.3 / (p[0].numel() ** 0.5 if p.dim() == 4 else 4))
    x = torch.rand(n, channels, side, side + 1) * 2 - 1
    if single:
        value, grads = penalty(net, x), gradients(net)
    net.double()
    exact = penalty(net, x.double())
    found = gradients(net)
    if single:
        worst = max(((grads[k] - g).abs().max() / max(g.abs().max(), 1e-3)).item() for k, g in found.items())
        print(f"{kind} {norm}: penalty {exact.item():.6g}, single precision off by "
              f"{abs(value.item() / exact.item() - 1):.1e}, gradients by {worst:.1e} of their largest")
    tensors = {"x": x, "penalty": exact.reshape(1)}
    tensors.update(net.named_parameters())
    tensors.update({"grad." + k: g for k, g in found.items()})
    meta = {"netD": kind, "norm": norm, "features": str(features), "layers": str(layers)}
    save(os.path.join(folder, f"{kind}-{norm}-{index}.safetensors"), meta, tensors)


def main():
    args = [a for a in sys.argv[1:] if a != "--single"]
    folder = args[0] if args else os.path.join(os.path.dirname(os.path.abspath(__file__)), "penalty")
    os.makedirs(folder, exist_ok=True)
    for index, case in enumerate(CASES):
        make(folder, index, case, "--single" in sys.argv)


if __name__ == "__main__":
    main()
