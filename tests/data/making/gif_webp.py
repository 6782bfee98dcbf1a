# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""GIF and WebP for make-pixels.py."""
import io
import os
import struct

from making.common import H, HERE, PH, PW, W, draws, expect, planar, scene, write


def lzw(indices, bits):
    """Without compression: the table is cleared before codes grow longer."""
    out, held, n = bytearray(), 0, 0
    for i, v in enumerate(indices):
        for code in ([1 << bits] if i % ((1 << bits) - 2) == 0 else []) + [v]:
            held |= code << n
            n += bits + 1
            while n >= 8:
                out.append(held & 255)
                held, n = held >> 8, n - 8
    held |= (1 << bits) + 1 << n
    n += bits + 1
    out += held.to_bytes((n + 7) // 8, "little")
    blocks = b"".join(bytes([len(out[i:i + 255])]) + out[i:i + 255] for i in range(0, len(out), 255))
    return bytes([bits]) + blocks + b"\0"


def gif_frame(x, y, w, h, seed, bits=4, clear=None, colours=b"", interlaced=False):
    indices = [v % (1 << bits) for v in draws(seed, w * h)]
    out = b""
    if clear is not None:
        out = b"\x21\xf9\x04" + bytes([1, 5, 0, clear]) + b"\0"
    flags = 64 * interlaced + (0x80 | bits - 1 if colours else 0)
    return out + struct.pack("<BHHHHB", 0x2C, x, y, w, h, flags) + colours + lzw(indices, bits)


def gif(name, frames, w=PW, h=PH, colours=b"", bits=4, background=0):
    flags = 0x80 | bits - 1 if colours else 0
    comment = b"\x21\xfe\x05hello\0"
    write(name, b"GIF89a" + struct.pack("<HHBBB", w, h, flags, background, 0) + colours + comment
          + b"".join(frames) + b";")


def make_gifs():
    sixteen, four = bytes(draws(30, 48)), bytes(draws(31, 12))
    gif("plain.gif", [gif_frame(0, 0, PW, PH, 1)], colours=sixteen)
    gif("interlaced.gif", [gif_frame(0, 0, PW, PH, 2, interlaced=True)], colours=sixteen)
    gif("local.gif", [gif_frame(0, 0, PW, PH, 3, bits=2, colours=four)], colours=sixteen)
    gif("greys.gif", [gif_frame(0, 0, PW, PH, 4)])
    gif("part.gif", [gif_frame(5, 3, 9, 11, 5)], colours=sixteen, background=7)
    gif("clear.gif", [gif_frame(5, 3, 9, 11, 6, clear=9)], colours=sixteen)
    gif("beyond.gif", [gif_frame(20, 10, 9, 11, 7)], colours=sixteen)
    gif("frames.gif", [gif_frame(0, 0, PW, PH, 8), gif_frame(2, 2, 8, 8, 9, clear=1)], colours=sixteen)
    scene("RGB", 3).quantize(200).save(os.path.join(HERE, "packed.gif"))
    expect("plain.gif", 3, 8, [sixteen[3 * (v % 16) + c] / 255 for c in range(3)
                               for v in draws(1, PW * PH)])


def riff(name, chunks):
    body = b"".join(k + struct.pack("<I", len(b)) + b + b"\0" * (len(b) % 2) for k, b in chunks)
    write(name, b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body)


def make_webps():
    def save(name, mode, **options):
        scene(mode, len(mode)).save(os.path.join(HERE, name), **options)
    save("lossy.webp", "RGB", quality=80)
    save("lossless.webp", "RGB", lossless=True)
    save("lossy-alpha.webp", "RGBA", quality=80)
    save("lossless-alpha.webp", "RGBA", lossless=True, exact=True)
    rgba = scene("RGBA", 4).tobytes()
    expect("lossless-alpha.webp", 4, 8, planar(rgba, 4, 255), W, H)
    # two frames, of which the first covers a part
    buffer = io.BytesIO()
    scene("RGB", 3).save(buffer, "WEBP", lossless=True)
    still = buffer.getvalue()[12:]
    small = lambda n: struct.pack("<I", n)[:3]
    frame = small(2) + small(3) + small(W - 1) + small(H - 1) + small(100) + b"\0" + still
    canvas = b"\x02\0\0\0" + small(W + 9) + small(H + 9)
    riff("frames.webp", [(b"VP8X", canvas), (b"ANIM", b"\x10\x20\x30\xff\0\0"), (b"ANMF", frame),
                         (b"ANMF", frame)])
