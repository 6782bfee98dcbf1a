# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""JPEG for make-pixels.py."""
import io
import struct

from PIL import Image

from making.common import scene, segment, write


def jpeg(name, mode, channels, **options):
    buffer = io.BytesIO()
    scene(mode, channels).save(buffer, "JPEG", quality=85, **options)
    write(name, buffer.getvalue())
    return buffer.getvalue()


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
    exif[0x0112] = 6  # turned, which convert ("RGB") ignores
    jpeg("turned.jpg", "RGB", 3, exif=exif)
    cmyk = jpeg("cmyk.jpg", "CMYK", 4)
    at = cmyk.index(b"Adobe") + 11
    write("ycck.jpg", cmyk[:at] + b"\x02" + cmyk[at + 1:])
    many_scans("scans-90.jpg", 90)
    many_scans("scans-120.jpg", 120)
