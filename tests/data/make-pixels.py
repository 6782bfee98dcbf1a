#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes the folder "pixels" beside it: small pictures of every kind, and what
Pillow decodes and resizes, as SHA-256. Needs python3-pil; its answers are the
truth that test-picture and test-resize hold the code to.

decode.txt   file width height sha256-of-RGB-bytes
resize.txt   from-width from-height to-width to-height channels kind sha256
"""
import hashlib
import io
import os
import struct
import zlib

from PIL import Image

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "pixels")
W, H = 61, 45


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


# ---- JPEG

def scene(mode, channels):
    """Slopes, a hard edge and a little noise."""
    noise, out = draws(7, W * H * channels), bytearray()
    for i in range(W * H * channels):
        c, p = i % channels, i // channels
        x, y = p % W, p // W
        v = (x * (3 + c) + y * (5 - c) + noise[i] // 8) & 255
        out.append(255 - v if (x - 30) ** 2 + (y - 20) ** 2 < 150 else v)
    return Image.frombytes(mode, (W, H), bytes(out))


def jpeg(name, mode, channels, **options):
    buffer = io.BytesIO()
    scene(mode, channels).save(buffer, "JPEG", quality=85, **options)
    write(name, buffer.getvalue())
    return buffer.getvalue()


def segment(marker, body):
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def many_scans(name, scans):
    """A progressive file of one grey block, all zero, touched again and again."""
    table = bytes([1] + [0] * 15 + [0])  # one code word, "0", for the symbol 0
    out = b"\xff\xd8" + segment(0xDB, b"\x00" + bytes([1] * 64))
    out += segment(0xC2, struct.pack(">BHHBBBB", 8, 8, 8, 1, 1, 0x11, 0))
    out += segment(0xC4, b"\x00" + table) + segment(0xC4, b"\x10" + table)
    order = [(0, 0, 0, 0)] + [(k, k, 0, 2) for k in range(1, 64)]
    order += [(k, k, 2, 1) for k in range(1, 64)] + [(k, k, 1, 0) for k in range(1, 64)]
    for first, last, high, low in order[:scans]:
        out += segment(0xDA, bytes([1, 1, 0, first, last, high << 4 | low])) + b"\x7f"
    write(name, out + b"\xff\xd9")


def make_jpegs():
    jpeg("rgb-444.jpg", "RGB", 3, subsampling=0)
    jpeg("rgb-422.jpg", "RGB", 3, subsampling=1)
    jpeg("rgb-420.jpg", "RGB", 3, subsampling=2, optimize=True)
    jpeg("progressive.jpg", "RGB", 3, progressive=True)
    jpeg("grey.jpg", "L", 1)
    exif = Image.Exif()
    exif[0x0112] = 6  # turned: to be ignored
    jpeg("turned.jpg", "RGB", 3, exif=exif)
    cmyk = jpeg("cmyk.jpg", "CMYK", 4)
    at = cmyk.index(b"Adobe") + 11
    write("ycck.jpg", cmyk[:at] + b"\x02" + cmyk[at + 1:])
    many_scans("scans-90.jpg", 90)
    many_scans("scans-120.jpg", 120)


# ---- PNG, written here because Pillow cannot write most kinds

PW, PH = 23, 17
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
          (0, 1, 1, 2)]


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


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


def list_decoded():
    with open(os.path.join(HERE, "decode.txt"), "w") as out:
        for name in sorted(os.listdir(HERE)):
            if name.endswith((".jpg", ".png")) and name not in ("bomb.png", "scans-120.jpg"):
                picture = Image.open(os.path.join(HERE, name)).convert("RGB")
                digest = hashlib.sha256(picture.tobytes()).hexdigest()
                out.write(f"{name} {picture.width} {picture.height} {digest}\n")


# ---- resizing

SHAPES = [
    (256, 256, 286, 286), (600, 600, 256, 256), (600, 600, 286, 286), (512, 256, 256, 256),
    (64, 64, 64, 97), (64, 64, 97, 64), (50, 40, 50, 40), (1, 1, 8, 8), (8, 8, 1, 1),
    (3, 5, 7, 2), (37, 91, 91, 37), (101, 67, 33, 200), (2, 300, 9, 31), (300, 2, 31, 9),
    (33, 31, 32, 32), (45, 45, 44, 46), (17, 400, 16, 13),
]


def make_resized():
    with open(os.path.join(HERE, "resize.txt"), "w") as out:
        for w, h, to_w, to_h in SHAPES:
            for channels, mode in (1, "L"), (3, "RGB"):
                # "hard" is black and white only: the largest overshoots
                for kind in ("noise", "hard") if w * h < 70000 else ("noise",):
                    data = draws(w * 1000 + h, w * h * channels)
                    if kind == "hard":
                        data = bytearray(255 if v > 127 else 0 for v in data)
                    small = Image.frombytes(mode, (w, h), bytes(data))
                    small = small.resize((to_w, to_h), Image.BICUBIC)
                    digest = hashlib.sha256(small.tobytes()).hexdigest()
                    out.write(f"{w} {h} {to_w} {to_h} {channels} {kind} {digest}\n")


if __name__ == "__main__":
    os.makedirs(HERE, exist_ok=True)
    make_jpegs()
    make_pngs()
    list_decoded()
    make_resized()
