# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""PPM and BMP for make-pixels.py."""
import struct

from making.common import PH, PW, draws, expect, pack, planar, words, write


def make_ppms():
    for kind, n in (5, 1), (6, 3), (2, 1), (3, 3):
        for top in (255, 65535) if kind > 3 else (200, 65535):
            samples = words(kind + top, PW * PH * n, top)
            if top > 255 and n == 1:
                samples = [s >> 7 for s in samples]
            head = f"P{kind}\n# a comment\n{PW} {PH}\n{top}\n".encode()
            if kind < 4:
                body = b"\n".join(b"%d" % s for s in samples) + b"\n"
            else:
                body = b"".join(struct.pack(">H" if top > 255 else "B", s) for s in samples)
            name = f"p{kind}-{top}.ppm"
            write(name, head + body)
            expect(name, n, top.bit_length(), planar(samples, n, top))
    for kind, top in (5, 100), (6, 1000), (5, 1000):
        n = 3 if kind == 6 else 1
        samples = words(kind + top, PW * PH * n, top)
        body = b"".join(struct.pack(">H" if top > 255 else "B", s) for s in samples)
        write(f"p{kind}-{top}.ppm", b"P%d %d %d %d\n" % (kind, PW, PH, top) + body)
    bits = [b & 1 for b in words(1, PW * PH, 255)]
    write("p1.ppm", b"P1 %d %d\n" % (PW, PH) + b"".join(b"%d" % b for b in bits))
    rows = [pack(bits[y * PW:(y + 1) * PW], 1) for y in range(PH)]
    write("p4.ppm", b"P4 %d %d\n" % (PW, PH) + b"".join(rows))
    expect("p4.ppm", 1, 1, [1 - b for b in bits])


def bmp(name, bits, rows, header=40, compression=0, palette=b"", masks=b"", flip=False,
        data=None):
    height = -PH if flip else PH
    if header == 12:
        head = struct.pack("<IHHHH", 12, PW, PH, 1, bits)
    else:
        head = struct.pack("<IiiHHIIiiII", header, PW, height, 1, bits, compression, 0, 2835, 2835,
                           0, 0)
        head += masks if header == 40 else masks.ljust(header - 40, b"\0")
    body = data or b"".join(r.ljust((PW * bits + 31) // 32 * 4, b"\0") for r in rows)
    start = 14 + len(head) + len(palette)
    write(name, b"BM" + struct.pack("<IHHI", start + len(body), 0, 0, start) + head + palette + body)


def rle(rows, nibbles):
    """Runs, literal stretches and a mark at the end of each row."""
    out = b""
    for row in rows:
        x = 0
        while x < PW:
            n = min(PW - x, 6 + x % 5)
            part = row[x:x + n]
            if x % 3 == 0 or n < 4:
                v = part[0]
                row[x:x + n] = [v] * n
                out += bytes([n, v << 4 | v if nibbles else v])
            else:
                n -= n % 2  # Pillow cannot read odd stretches of nibbles
                part = part[:n]
                body = pack(part, 4) if nibbles else bytes(part)
                out += bytes([0, n]) + body + b"\0" * (len(body) % 2)
            x += n
        out += b"\0\0"
    return out + b"\0\1"


def make_bmps():
    for bits in 1, 4, 8:
        indices = [[v % (1 << bits) for v in draws(bits * 31 + y, PW)] for y in range(PH)]
        rows = [pack(r, bits) for r in indices]
        small = draws(bits, 3 << bits)
        colours = b"".join(bytes(small[3 * i:3 * i + 3]) + b"\0" for i in range(1 << bits))
        bmp(f"palette-{bits}.bmp", bits, rows, palette=colours)
        bmp(f"os2-{bits}.bmp", bits, rows, header=12, palette=bytes(small))
        if bits > 1:
            bmp(f"rle-{bits}.bmp", bits, None, compression=3 - bits // 4, palette=colours,
                data=rle(indices, bits == 4))
    grey = b"".join(bytes([i, i, i, 0]) for i in range(256))
    rows = [bytes(draws(900 + y, PW)) for y in range(PH)]
    bmp("grey.bmp", 8, rows, palette=grey, header=108)
    expect("grey.bmp", 1, 8, [v / 255 for r in reversed(rows) for v in r])
    for bits, name, masks in [
            (16, "555", b""), (16, "565", struct.pack("<III", 0xF800, 0x7E0, 0x1F)), (24, "24", b""),
            (32, "32", b""),
            (32, "bgra", struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000))]:
        rows = [bytes(draws(bits + y, PW * bits // 8)) for y in range(PH)]
        bmp(f"rgb-{name}.bmp", bits, rows, header=124 if name == "bgra" else 40, masks=masks,
            compression=3 if masks else 0, flip=name == "24")
    flat = [r[4 * x + c] / 255 for c in (2, 1, 0, 3) for r in reversed(rows) for x in range(PW)]
    expect("rgb-bgra.bmp", 4, 8, flat)
