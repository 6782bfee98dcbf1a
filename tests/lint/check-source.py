#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a reviewer would say twice. check-source.py ROOT RULE...

Rules: arrows (who may include whom, arrows.py), circles (files that need each other,
circles.py), size (files and functions), words (licence lines, no goto, no exit in
libraries, no leftovers). Prints FILE:LINE: remark and exits 1 if there is one. A line may opt
out with  lint-ok: RULE -- reason.
"""
import re
import sys

sys.dont_write_bytecode = True
from arrows import check_arrows
from circles import check_circles
from house import opted_out, sources

FILE_LINES, FUNCTION_LINES = 600, 80

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


RULES = {"arrows": check_arrows, "circles": check_circles, "size": check_size, "words": check_words}

if __name__ == "__main__":
    bad = 0
    for rule in sys.argv[2:]:
        for path, number, remark in RULES[rule](sys.argv[1]):
            print(f"{path}:{number}: {remark}")
            bad += 1
    sys.exit(bad > 0)
