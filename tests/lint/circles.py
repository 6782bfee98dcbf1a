# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Rule `circles`: no files that call each other in a loop.

A room is a .c file with the .h file of its name. It needs another when it calls a function that
this one alone defines; to include a header for its types, or to put a function's name into a
record, is no call. Rooms that need each other, directly or through others, are one file in several
pieces: each has to say why in its first 30 lines,
    circle with NAME: reason
NAME being the file, without its ending, of another room of the circle.
"""
import os
import re

from house import code_of, sources

TOP = 30
EXCUSE = re.compile(r"circle with ([\w/-]+): +\S")


def stem(path):
    return os.path.splitext(path)[0]


def definitions(code):
    """(name, is it static?) of every function: `name (...)` at the beginning of a line, under the
    line of its type, before `{`."""
    for i in range(1, len(code)):
        found = re.match(r"(\w+) \(", code[i])
        if not found or not re.match(r"\w", code[i - 1]):
            continue
        end = i
        while end < len(code) and code[end].strip() and not code[end].rstrip().endswith((")", ";")):
            end += 1
        if end + 1 < len(code) and code[end].rstrip().endswith(")") and code[end + 1].startswith("{"):
            yield found.group(1), bool(re.search(r"\bstatic\b", code[i - 1]))


def arrows_of(root):
    """{room: {other room: (path, line, names)}}, {room: the text of its beginnings}"""
    texts = dict(sources(root, ("core", "elements", "pipelines")))
    rooms = {stem(path) for path in texts if not path.endswith(".h")}
    codes = {path: code_of(lines) for path, lines in texts.items() if stem(path) in rooms}
    owners, own = {}, {path: set() for path in codes}
    for path, code in codes.items():
        for name, static in definitions(code):
            if static and not path.endswith(".h"):
                own[path].add(name)
            else:
                owners.setdefault(name, set()).add(stem(path))
    arrows = {room: {} for room in rooms}
    for path, code in codes.items():
        for number, line in enumerate(code, 1):
            if not line.startswith(" "):  # at the beginning of lines functions are declared
                continue
            for name in re.findall(r"(?<![\w.>])(\w+) ?\(", line):
                other = () if name in own[path] else owners.get(name, ())
                if len(other) == 1 and stem(path) not in other:
                    arrows[stem(path)].setdefault(*other, (path, number, []))[2].append(name)
    tops = {room: "\n".join("\n".join(texts[room + end][:TOP]) for end in (".h", ".c", ".cu")
                            if room + end in texts) for room in rooms}
    return arrows, tops


def circles_in(arrows):
    """Strongly connected components of more than one room (Tarjan)."""
    index, low, stack, found = {}, {}, [], []

    def visit(room):
        index[room] = low[room] = len(index)
        stack.append(room)
        for other in sorted(arrows[room]):
            if other not in index:
                visit(other)
                low[room] = min(low[room], low[other])
            elif other in stack:
                low[room] = min(low[room], index[other])
        if low[room] == index[room]:
            circle = []
            while not circle or circle[-1] != room:
                circle.append(stack.pop())
            if len(circle) > 1:
                found.append(sorted(circle))

    for room in sorted(arrows):
        if room not in index:
            visit(room)
    return sorted(found)


def check_circles(root):
    arrows, tops = arrows_of(root)
    circles = circles_in(arrows)
    excused = {room: {os.path.basename(name) for name in EXCUSE.findall(top)}
               for room, top in tops.items()}
    for circle in circles:
        silent = [room for room in circle
                  if not excused[room] & {os.path.basename(r) for r in circle if r != room}]
        if not silent:
            continue
        yield (silent[0] + ".c", 1, f"a circle of {len(circle)} files: {' '.join(circle)}; open it, or "
               f"say `circle with NAME: reason` in the first {TOP} lines of {' '.join(silent)}")
        for room in circle:
            for other in circle:
                if other in arrows[room]:
                    path, number, names = arrows[room][other]
                    names = sorted(set(names), key=names.index)
                    yield path, number, f"  needs {other}: {', '.join(names[:4])}{' ...' * (len(names) > 4)}"
    for room, names in sorted(excused.items()):
        mates = {os.path.basename(r) for circle in circles if room in circle for r in circle}
        for name in sorted(names - mates):
            yield room + ".c", 1, f"says `circle with {name}`, but there is none; take the words away"
