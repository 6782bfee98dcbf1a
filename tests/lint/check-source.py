#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a reviewer would say twice. check-source.py ROOT RULE...

Rules: arrows (who may include whom), size (files and functions), words (licence
lines, no goto, no exit in libraries, no leftovers). Prints FILE:LINE: remark and
exits 1 if there is one. A line may opt out with  lint-ok: RULE -- reason.
"""
import os
import re
import sys

FILE_LINES, FUNCTION_LINES = 600, 80

# Folder: what its includes in quotes may begin with (after resolution to the root).
ARROWS = {
    "core/nets": ["core/nets", "core/graph/net.h"],
    "core/backends/ref": ["core/backends/ref"] + (BACKEND := [
        "core/backend.h", "core/graph/plan.h", "core/graph/params.h", "core/graph/row.h", "core/types.h", "core/error.h",
        "core/pointwise-defs.h", "core/rng-defs.h", "core/rng.h", "core/graph/gaussian.h"]),
    "core/backends/cpu": ["core/backends/cpu"] + BACKEND,
    "core/data": ["core/data", "core/io", "core/error.h", "core/rng.h", "core/rng-defs.h", "core/types.h"],
    "core/io": ["core/io", "core/error.h", "core/types.h"],
    "core/losses": ["core/losses", "core/pointwise-defs.h", "core/error.h"],
    "core": ["core"],
    "elements": ["elements", "core/p2p.h"],
    "gst-plugins": ["elements"],
    "pipelines": ["pipelines", "core/p2p.h"],
}
FORBIDDEN = {  # folder: patterns of includes in angle brackets
    "core": r"gst/",
    "gst-plugins": r"^$",
    "pipelines": r"^$",
}
GENERATED = re.compile(r"(-list|config)\.h$")


def sources(root, suffixes=(".c", ".h", ".cu")):
    for top in ("core", "elements", "gst-plugins", "pipelines", "tests", "examples"):
        for folder, _, names in os.walk(os.path.join(root, top)):
            for name in sorted(names):
                if name.endswith(suffixes):
                    path = os.path.join(folder, name)
                    yield os.path.relpath(path, root), open(path, encoding="utf-8").read().split("\n")


def opted_out(line, rule):
    return "lint-ok: " + rule in line


def resolve(root, path, name):
    for base in (os.path.dirname(path), "core", ".", "elements", "pipelines"):
        candidate = os.path.normpath(os.path.join(base, name))
        if os.path.exists(os.path.join(root, candidate)):
            return candidate
    return None


def check_arrows(root):
    for path, lines in sources(root):
        folder = next((f for f in ARROWS if path.startswith(f + "/")), None)
        if folder is None:
            continue
        for number, line in enumerate(lines, 1):
            quoted = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
            angled = re.match(r"\s*#\s*include\s+<([^>]+)>", line)
            if opted_out(line, "arrows"):
                continue
            if angled and re.search(FORBIDDEN.get(folder.split("/")[0], "^$"), angled.group(1)):
                yield path, number, f"{folder}/ may not include <{angled.group(1)}>"
            if not quoted or GENERATED.search(quoted.group(1)):
                continue
            target = resolve(root, path, quoted.group(1))
            if target is None:
                yield path, number, f'"{quoted.group(1)}" is nowhere'
            elif not any(target == a or target.startswith(a + "/") for a in ARROWS[folder]):
                yield path, number, f"{folder}/ may not include {target}"


def functions(lines):
    """(name, first line, number of lines) of every function of a file in the house style."""
    start, name = None, ""
    for number, line in enumerate(lines, 1):
        if line == "{" and number > 1 and start is None:
            head = number - 1
            while head > 1 and lines[head - 2].strip() and not lines[head - 2].startswith(("#", "}", "/")):
                head -= 1
            text = " ".join(lines[head - 1:number - 1])
            found = re.search(r"(\w+) \(", text)
            if found and not re.match(r"(typedef )?(struct|enum|union|static const struct)", text.strip()):
                start, name = number, found.group(1)
        elif line.startswith("}") and start is not None:
            yield name, start, number - start + 1
            start = None


def check_size(root):
    for path, lines in sources(root):
        if len(lines) > FILE_LINES:
            yield path, 1, f"{len(lines)} lines, more than {FILE_LINES}"
        if path.endswith(".c"):
            for name, start, count in functions(lines):
                if count > FUNCTION_LINES:
                    yield path, start, f"{name}() has {count} lines, more than {FUNCTION_LINES}"


def check_words(root):
    for path, lines in sources(root):
        library = path.startswith(("core/", "elements/", "gst-plugins/"))
        if "SPDX-License-Identifier: LGPL-2.1-or-later" not in "\n".join(lines[:3]):
            yield path, 1, "the first lines must name the licence (SPDX)"
        if lines[-1] != "":
            yield path, len(lines), "no newline at the end"
        for number, line in enumerate(lines, 1):
            if opted_out(line, "words"):
                continue
            if re.search(r"\bgoto\b", line) and not line.lstrip().startswith(("*", "/*")):
                yield path, number, "goto"
            if library and re.search(r"(?<![\w_])exit \(", line):
                yield path, number, "exit() in a library"
            if re.search(r"\b(TODO|FIXME|XXX)\b", line):
                yield path, number, "a leftover"
            if line.rstrip() != line or "\t" in line.replace('"\\t', ""):
                yield path, number, "trailing blank or tab"


RULES = {"arrows": check_arrows, "size": check_size, "words": check_words}

if __name__ == "__main__":
    bad = 0
    for rule in sys.argv[2:]:
        for path, number, remark in RULES[rule](sys.argv[1]):
            print(f"{path}:{number}: {remark}")
            bad += 1
    sys.exit(bad > 0)
