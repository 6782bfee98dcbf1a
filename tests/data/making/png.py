# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""PNG for make-pixels.py, written here because Pillow cannot write most kinds."""
import struct
import zlib

from making.common import PH, PW, draws, expect, pack, planar, write

CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
          (0, 1, 1, 2)]


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(name, kind, depth, interlaced=False, extra=b"", top=None):
    n, random = CHANNELS[kind], draws(depth * 16 + kind, PW * PH * 8)
    top = top or (1 << depth)

    def sample(x, y, c):
        at = ((y * PW + x) * n + c) * 2
        wide = random[at] << 8 | random[at + 1]
        if depth == 16 and (x + y) % 3 == 0:
            wide >>= 8  # below 256, so that clipping is not everything
        return wide % top

    raw = b""
    for x0, y0, dx, dy in PASSES if interlaced else [(0, 0, 1, 1)]:
        columns = range(x0, PW, dx)
        for y in range(y0, PH, dy) if columns else []:
            raw += b"\0" + pack([sample(x, y, c) for x in columns for c in range(n)], depth)
    head = struct.pack(">IIBBBBB", PW, PH, depth, kind, 0, 0, int(interlaced))
    write(name, b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra
          + chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b""))


def make_pngs():
    gamma = chunk(b"gAMA", struct.pack(">I", 100000))  # to be ignored
    for depth in 1, 2, 4, 8, 16:
        png(f"grey-{depth}.png", 0, depth, extra=gamma)
        png(f"grey-{depth}-interlaced.png", 0, depth, interlaced=True)
    for depth in 1, 2, 4, 8:
        colours = chunk(b"PLTE", bytes(draws(depth, 3 << depth)))
        png(f"palette-{depth}.png", 3, depth, extra=colours)
        png(f"palette-{depth}-clear.png", 3, depth, extra=colours + chunk(b"tRNS", b"\x00\x80"))
    for depth in 8, 16:
        png(f"rgb-{depth}.png", 2, depth, extra=gamma)
        png(f"rgb-{depth}-interlaced.png", 2, depth, interlaced=True)
        png(f"grey-alpha-{depth}.png", 4, depth)
        png(f"rgb-alpha-{depth}.png", 6, depth, interlaced=depth == 8)
    png("rgb-8-clear.png", 2, 8, extra=chunk(b"tRNS", b"\0\1\0\2\0\3"))
    head = struct.pack(">IIBBBBB", 30000, 30000, 8, 2, 0, 0, 1)
    write("bomb.png", b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
          + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b""))


def list_pngs_deep():
    """Of the pictures made by png() above."""
    for name, kind, depth in [("grey-16.png", 0, 16), ("grey-2-interlaced.png", 0, 2),
                              ("rgb-alpha-16.png", 6, 16), ("grey-alpha-8.png", 4, 8),
                              ("rgb-16-interlaced.png", 2, 16), ("rgb-8-clear.png", 2, 8)]:
        n, random = CHANNELS[kind], draws(depth * 16 + kind, PW * PH * 8)
        samples = []
        for i in range(PW * PH * n):
            x, y = i // n % PW, i // n // PW
            wide = random[2 * i] << 8 | random[2 * i + 1]
            if depth == 16 and (x + y) % 3 == 0:
                wide >>= 8
            samples.append(wide % (1 << depth))
        expect(name, n, depth, planar(samples, n, (1 << depth) - 1))
