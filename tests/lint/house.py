# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The C files of the project as the rules of check-source.py read them."""
import os
import re

GENERATED = re.compile(r"(-list|config)\.h$")
INCLUDE = re.compile(r'\s*#\s*include\s+(?:"([^"]+)"|<([^>]+)>|(\S+))')


def sources(root, tops=("core", "elements", "gst-plugins", "pipelines", "tests", "examples")):
    """(path from ROOT, lines) of every C file below the folders TOPS."""
    for top in tops:
        for folder, _, names in os.walk(os.path.join(root, top)):
            for name in sorted(names):
                if name.endswith((".c", ".h", ".cu")):
                    path = os.path.join(folder, name)
                    with open(path, encoding="utf-8") as file:
                        yield os.path.relpath(path, root), file.read().split("\n")


def opted_out(line, rule):
    return "lint-ok: " + rule in line


def resolve(root, path, name):
    """The file that NAME, included by PATH, is; None for a stranger."""
    for base in (os.path.dirname(path), "core", ".", "elements", "pipelines"):
        candidate = os.path.normpath(os.path.join(base, name))
        if os.path.isfile(os.path.join(root, candidate)):
            return candidate
    return None


def code_of(lines):
    """LINES without comments and strings, as many lines."""
    text = re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'',
                  lambda m: "\n" * m.group(0).count("\n") + " ", "\n".join(lines), flags=re.S)
    return text.split("\n")
