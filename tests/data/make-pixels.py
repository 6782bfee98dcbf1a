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
import zlib

from PIL import Image, ImageOps

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


# ---- PPM and BMP

DEEP = []  # lines of planes.txt


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


# ---- TIFF

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


# ---- GIF and WebP

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
