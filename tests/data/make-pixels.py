#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes the folder "pixels" beside it: small pictures of every kind, and what
Pillow decodes and resizes, as SHA-256. Needs python3-pil; its answers are the
truth that test-picture and test-resize hold the code to.

decode.txt   file width height sha256-of-RGB-bytes
planes.txt   file width height channels depth sha256-of-float32-planes (from the samples
             written here, not from Pillow)
turned.txt   orientation in EXIF, or file, width height sha256-of-RGB-bytes
resize-f.txt as resize.txt, for mode "F"
resize.txt   from-width from-height to-width to-height channels kind sha256
"""
import hashlib
import io
import os
import struct

from PIL import Image, ImageOps

from making.common import DEEP, HERE, draws, scene, segment, write
from making.gif_webp import make_gifs, make_webps
from making.jpeg import make_jpegs
from making.png import list_pngs_deep, make_pngs
from making.ppm_bmp import make_bmps, make_ppms
from making.tiff import make_colour_tiffs, make_deep_tiffs, make_grey_tiffs, make_packed_tiffs


def with_exif(jpeg_bytes, orientation):
    """As test-turned.c does it."""
    body = b"Exif\0\0MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x112, 3, 1, orientation, 0, 0)
    return jpeg_bytes[:2] + segment(0xE1, body) + jpeg_bytes[2:]


def make_turned():
    """As Pillow turns them: rgb-444.jpg with each orientation, and one PNG and WebP of each kind."""
    with open(os.path.join(HERE, "rgb-444.jpg"), "rb") as f:
        plain = f.read()
    files = [(f"{k}", with_exif(plain, k)) for k in range(1, 9)]
    exif = Image.Exif()
    for k, kind, options in (5, "PNG", {}), (8, "WEBP", {"lossless": True}):
        buffer = io.BytesIO()
        exif[0x0112] = k
        scene("RGB", 3).save(buffer, kind, exif=exif, **options)
        write(f"turned-{k}.{kind.lower()}", buffer.getvalue())
        files.append((f"turned-{k}.{kind.lower()}", buffer.getvalue()))
    with open(os.path.join(HERE, "turned.txt"), "w") as out:
        for name, data in files:
            picture = ImageOps.exif_transpose(Image.open(io.BytesIO(data)).convert("RGB"))
            digest = hashlib.sha256(picture.tobytes()).hexdigest()
            out.write(f"{name} {picture.width} {picture.height} {digest}\n")


UNREADABLE = ("bomb.png", "scans-120.jpg")  # by our limits; and what only planes can hold:


def list_decoded():
    with open(os.path.join(HERE, "decode.txt"), "w") as out:
        for name in sorted(os.listdir(HERE)):
            if not name.endswith(".txt") and name not in UNREADABLE and name[:5] != "deep-":
                picture = Image.open(os.path.join(HERE, name)).convert("RGB")
                digest = hashlib.sha256(picture.tobytes()).hexdigest()
                out.write(f"{name} {picture.width} {picture.height} {digest}\n")
    with open(os.path.join(HERE, "planes.txt"), "w") as out:
        out.writelines(DEEP)


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


def make_resized_floats():
    with open(os.path.join(HERE, "resize-f.txt"), "w") as out:
        for w, h, to_w, to_h in SHAPES:
            if w * h >= 70000:
                continue
            floats = [(v - 99) / 7 for v in draws(w * 1000 + h, w * h)]
            small = Image.frombytes("F", (w, h), struct.pack(f"<{w * h}f", *floats))
            small = small.resize((to_w, to_h), Image.BICUBIC)
            digest = hashlib.sha256(small.tobytes()).hexdigest()
            out.write(f"{w} {h} {to_w} {to_h} 1 floats {digest}\n")


if __name__ == "__main__":
    os.makedirs(HERE, exist_ok=True)
    make_jpegs()
    make_pngs()
    make_ppms()
    make_bmps()
    make_grey_tiffs()
    make_colour_tiffs()
    make_deep_tiffs()
    make_packed_tiffs()
    make_gifs()
    make_webps()
    make_turned()
    list_pngs_deep()
    list_decoded()
    make_resized()
    make_resized_floats()
