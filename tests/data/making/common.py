# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""For make-pixels.py: sizes, numbers and what several formats need."""
import hashlib
import os
import struct

from PIL import Image

HERE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "pixels")
W, H = 61, 45
PW, PH = 23, 17  # of those that are made here, not by Pillow
DEEP = []  # lines of planes.txt


def draws(seed, n):
    """Bytes that test-resize.c makes in the same way."""
    x, out = seed, bytearray(n)
    for i in range(n):
        x = (x * 1664525 + 1013904223) & 0xFFFFFFFF
        out[i] = x >> 24
    return out


def write(name, data):
    with open(os.path.join(HERE, name), "wb") as f:
        f.write(data)


def scene(mode, channels):
    """Slopes, a hard edge and a little noise."""
    noise, out = draws(7, W * H * channels), bytearray()
    for i in range(W * H * channels):
        c, p = i % channels, i // channels
        x, y = p % W, p // W
        v = (x * (3 + c) + y * (5 - c) + noise[i] // 8) & 255
        out.append(255 - v if (x - 30) ** 2 + (y - 20) ** 2 < 150 else v)
    return Image.frombytes(mode, (W, H), bytes(out))


def segment(marker, body):
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def pack(samples, depth):
    if depth == 16:
        return b"".join(struct.pack(">H", s) for s in samples)
    out, bits, held = bytearray(), 0, 0
    for s in samples:
        held, bits = held << depth | s, bits + depth
        if bits == 8:
            out.append(held)
            bits = held = 0
    if bits:
        out.append(held << (8 - bits))
    return bytes(out)


def expect(name, channels, depth, values, width=PW, height=PH):
    """Values: all of one channel, then all of the next."""
    digest = hashlib.sha256(struct.pack(f"<{len(values)}f", *values)).hexdigest()
    DEEP.append(f"{name} {width} {height} {channels} {depth} {digest}\n")


def planar(samples, n, top):
    """Interleaved samples to planes of samples / top, rounded to float32."""
    return [samples[i] / top for c in range(n) for i in range(c, len(samples), n)]


def words(seed, n, top):
    random = draws(seed, 2 * n)
    return [(random[2 * i] << 8 | random[2 * i + 1]) % (top + 1) for i in range(n)]
