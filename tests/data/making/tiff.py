# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""TIFF for make-pixels.py."""
import io
import struct

from making.common import PH, PW, expect, pack, planar, scene, words, write

KINDS = {3: "H", 4: "I", 16: "Q"}


def tiff(name, blocks, bits, samples=1, photometric=1, order="<", big=False, tile=None, extra=(),
         kind=1, planar_config=1, rows=None, colours=None, turned=1, compression=1):
    """Uncompressed strips or tiles: BLOCKS, a list of bytes."""
    tags = {256: (3, [PW]), 257: (3, [PH]), 258: (3, [bits] * samples), 259: (3, [compression]),
            262: (3, [photometric]), 274: (3, [turned]), 277: (3, [samples]),
            284: (3, [planar_config])}
    if kind != 1:
        tags[339] = (3, [kind] * samples)
    if extra:
        tags[338] = (3, list(extra))
    if colours:
        tags[320] = (3, colours)
    if tile:
        tags.update({322: (3, [tile]), 323: (3, [tile])})
    else:
        tags[278] = (3, [rows or PH])
    offsets, counts = (324, 325) if tile else (273, 279)
    at = 16
    tags[offsets] = (4, [])
    tags[counts] = (4, [len(b) for b in blocks])
    for block in blocks:
        tags[offsets][1].append(at)
        at += len(block) + len(block) % 2
    data = b"".join(b + b"\0" * (len(b) % 2) for b in blocks)
    inline, number, count = (8, "Q", "Q") if big else (4, "I", "H")
    entry, later = 4 + 2 * inline, b""
    behind = at + struct.calcsize("=" + count) + len(tags) * entry + inline
    directory = struct.pack(order + count, len(tags))
    for tag in sorted(tags):
        kind_of, values = tags[tag]
        body = struct.pack(order + KINDS[kind_of] * len(values), *values)
        if len(body) > inline:
            place = struct.pack(order + number, behind + len(later))
            later += body + b"\0" * (len(body) % 2)
        else:
            place = body.ljust(inline, b"\0")
        directory += struct.pack(order + "HH" + number, tag, kind_of, len(values)) + place
    directory += struct.pack(order + number, 0)
    mark = b"II" if order == "<" else b"MM"
    head = mark + (struct.pack(order + "HHHQ", 43, 8, 0, at) if big else
                   struct.pack(order + "HI", 42, at).ljust(14, b"\0"))
    write(name, head + data + directory + later)


def lines(samples, per_line, form):
    return [form(samples[i:i + per_line]) for i in range(0, len(samples), per_line)]


def packer(code, order="<"):
    return lambda row: struct.pack(f"{order}{len(row)}{code}", *row)


def tiles(samples, n, size, form):
    """The picture cut into squares, what lies outside is 0."""
    out = []
    for y0 in range(0, PH, size):
        for x0 in range(0, PW, size):
            block = []
            for y in range(y0, y0 + size):
                for x in range(x0, x0 + size):
                    inside = x < PW and y < PH
                    at = (y * PW + x) * n
                    block += samples[at:at + n] if inside else [0] * n
            out.append(form(block))
    return out


def make_grey_tiffs():
    for bits in 1, 2, 4, 8:
        samples = words(bits + 50, PW * PH, (1 << bits) - 1)
        form = lines(samples, PW, lambda row: pack(row, bits) if bits < 8 else bytes(row))
        tiff(f"grey-{bits}.tif", [b"".join(form[:10]), b"".join(form[10:])], bits, rows=10)
        expect(f"grey-{bits}.tif", 1, bits, planar(samples, 1, (1 << bits) - 1))
        tiff(f"white-{bits}.tif", [b"".join(form)], bits, photometric=0)
    shallow = [s >> 7 for s in words(60, PW * PH, 65535)]
    for order, letter in ("<", "II"), (">", "MM"):
        tiff(f"grey-16-{letter}.tif", lines(shallow, PW, packer("H", order)), 16, order=order, rows=1)
        expect(f"grey-16-{letter}.tif", 1, 16, planar(shallow, 1, 65535))
    tiff("grey-16-big.tif", [packer("H")(shallow)], 16, big=True)
    twelve = [s >> 3 for s in shallow]
    pairs = [twelve[y * PW + x] if x < PW else 0 for y in range(PH) for x in range(PW + 1)]
    nibbles = lines(pairs, PW + 1, lambda r: b"".join(
        bytes([a >> 4, (a & 15) << 4 | b >> 8, b & 255]) for a, b in zip(r[::2], r[1::2])))
    tiff("grey-12.tif", [b"".join(r[:(PW * 12 + 7) // 8] for r in nibbles)], 12)
    expect("grey-12.tif", 1, 12, planar(twelve, 1, 4095))
    signed = [s - 100 for s in shallow]
    tiff("grey-s16.tif", [packer("h")(signed)], 16, kind=2)
    expect("grey-s16.tif", 1, 16, planar(signed, 1, 32767))
    wide = [s * 12345678 % (1 << 32) if i % 3 else s for i, s in enumerate(shallow)]
    tiff("grey-u32.tif", [packer("I")(wide)], 32)
    expect("grey-u32.tif", 1, 32, planar(wide, 1, 4294967295))
    tiff("grey-s32.tif", [packer("i")(signed)], 32, kind=2)
    floats = [s / 3 for s in signed]
    tiff("grey-f32.tif", [packer("f")(floats)], 32, kind=3)
    expect("grey-f32.tif", 1, 32, floats)
    halves = [s / 4 for s in signed]
    tiff("deep-f16.tif", [packer("e")(halves)], 16, kind=3)
    expect("deep-f16.tif", 1, 16, halves)


def make_colour_tiffs():
    rgb = words(70, PW * PH * 3, 255)
    tiff("rgb-8.tif", lines(rgb, PW * 3, bytes), 8, 3, 2, rows=1)
    expect("rgb-8.tif", 3, 8, planar(rgb, 3, 255))
    for turned in range(2, 9):
        tiff(f"rgb-turned-{turned}.tif", [bytes(rgb)], 8, 3, 2, turned=turned)
    tiff("rgb-separate.tif", [bytes(rgb[c::3]) for c in range(3)], 8, 3, 2, planar_config=2)
    expect("rgb-separate.tif", 3, 8, planar(rgb, 3, 255))
    tiff("rgb-tiles.tif", tiles(rgb, 3, 16, bytes), 8, 3, 2, tile=16)
    expect("rgb-tiles.tif", 3, 8, planar(rgb, 3, 255))
    deep = words(71, PW * PH * 4, 65535)
    tiff("rgb-16.tif", [packer("H", ">")(deep[:PW * PH * 3])], 16, 3, 2, order=">")
    for extra in 0, 1, 2:
        tiff(f"rgba-16-{extra}.tif", [packer("H")(deep)], 16, 4, 2, extra=[extra])
        expect(f"rgba-16-{extra}.tif", 4, 16, planar(deep, 4, 65535))
    tiff("rgba-8-1.tif", [bytes(d >> 8 for d in deep)], 8, 4, 2, extra=[1])
    tiff("cmyk.tif", [bytes(d >> 8 for d in deep)], 8, 4, 5)
    colours = words(72, 48, 65535)
    indices = words(73, PW * PH, 15)
    tiff("palette-4.tif", lines(indices, PW, lambda r: pack(r, 4)), 4, 1, 3, colours=colours, rows=1)
    expect("palette-4.tif", 3, 16, [colours[16 * c + i] / 65535 for c in range(3) for i in indices])


def make_deep_tiffs():
    """What no 8 bit RGB can hold."""
    floats = [s / 1000 - 20 for s in words(80, PW * PH * 5, 65535)]
    tiff("deep-5.tif", lines(floats, PW * 5, packer("f")), 32, 5, 1, kind=3, extra=[0] * 4, rows=1)
    expect("deep-5.tif", 5, 32, planar(floats, 5, 1))
    tiff("deep-5-separate.tif", [packer("f")(floats[c::5]) for c in range(5)], 32, 5, 1, kind=3,
         extra=[0] * 4, planar_config=2)
    expect("deep-5-separate.tif", 5, 32, planar(floats, 5, 1))
    tiff("deep-f64.tif", tiles(floats[:PW * PH * 3], 3, 16, packer("d", ">")), 64, 3, 2, kind=3,
         tile=16, order=">")
    expect("deep-f64.tif", 3, 64, planar(floats[:PW * PH * 3], 3, 1))
    wide = [s * 65537 for s in words(81, PW * PH * 2, 65535)]
    tiff("deep-u32.tif", [packer("I")(wide)], 32, 2, 1, extra=[0])
    expect("deep-u32.tif", 2, 32, planar(wide, 2, 4294967295))


def make_packed_tiffs():
    """Compressed by libtiff, through Pillow."""
    small = scene("RGB", 3)
    for name, picture, compression in [
            ("lzw", small, "tiff_lzw"), ("deflate", small, "tiff_adobe_deflate"),
            ("packbits", small, "packbits"), ("jpeg", small, "jpeg"),
            ("g3", small.convert("1"), "group3"), ("g4", small.convert("1"), "group4"),
            ("palette", small.quantize(40), "tiff_lzw"), ("alpha", small.convert("LA"), "tiff_lzw"),
            ("float", small.convert("F"), "tiff_adobe_deflate"),
            ("ycc", small.convert("YCbCr"), "tiff_lzw")]:
        buffer = io.BytesIO()
        picture.save(buffer, "TIFF", compression=compression)
        write(f"packed-{name}.tif", buffer.getvalue())
