# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Rule `arrows`: a file includes what stands on lower floors, or in its own room."""
import os

from house import GENERATED, INCLUDE, opted_out, resolve, sources

# From the ground to the roof. A floor is a list of rooms, a room a folder; a room in brackets is
# a folder with public headers of others that belong to it. A header is named where it stands
# lower than its folder does: the options are a struct that everybody reads, but their check looks
# into all lists of records; a back-end is a record of functions on plans, and nets are planned by
# one. The plain name "core" stands for the files of core/ itself.
FLOORS = [
    ["core"],
    ["core/io"],
    ["core/options/options.h"],
    ["core/data", "core/losses", "core/schedules"],
    [("core/graph", "core/backend.h", "core/nets/nets.h")],
    ["core/nets", "core/backends"],
    ["core/recipes"],
    ["core/options"],
    ["core/model"],
    ["core/report"],
    ["core/train"],
    ["core/p2p.h"],
    ["elements", "pipelines"],
    ["gst-plugins"],
]
# Rooms that see less than all below them.
ONLY = {
    "core/nets": ["core/graph/net.h"],
    "elements": ["core/p2p.h"],
    "pipelines": ["core/p2p.h"],
    "gst-plugins": ["elements"],
}


def within(path, place):
    if place == "core":
        return os.path.dirname(path) == "core"
    return path == place or path.startswith(place + "/")


def place_of(path):
    """(floor, room) of PATH; None if it stands nowhere."""
    stem = os.path.splitext(path)[0]
    best = None
    for floor, rooms in enumerate(FLOORS):
        for room in rooms:
            for place in (room,) if isinstance(room, str) else room:
                # the source beside a public header, where no folder is its own
                face = os.path.dirname(place) == "core" and place == stem + ".h"
                if (within(path, place) or face) and (best is None or len(place) > best[0]):
                    best = len(place), floor, room
    return best and best[1:]


def includes(root, path, lines):
    """(line number, line, file or None, name as written) of what PATH includes of the project."""
    for number, line in enumerate(lines, 1):
        found = INCLUDE.match(line)
        if not found:
            continue
        quoted, angled, other = found.groups()
        name = quoted or angled or other
        target = None if other else resolve(root, path, name)
        if target is None and GENERATED.search(name):
            continue
        if quoted or other or target:
            yield number, line, target, name, bool(angled)


def stands_on(root, path, header, texts, seen):
    """Does PATH include HEADER, itself or through others?"""
    if path in seen or path not in texts:
        return False
    seen.add(path)
    return any(target == header or stands_on(root, target, header, texts, seen)
               for _, _, target, _, _ in includes(root, path, texts[path]) if target)


def backend_may(root, path, target, texts):
    """A back-end sees its folder, the record that it fills in, the ground, and of graph/ what
    describes nets and plans: what does not need a back-end itself."""
    if os.path.dirname(target) == os.path.dirname(path) or target == "core/backend.h":
        return True
    if target.startswith("core/graph/"):
        return not stands_on(root, target, "core/backend.h", texts, set())
    return place_of(target) == (0, "core")


def may(root, path, target, texts):
    if place_of(target) is None:
        return False
    (floor, room), (below, other) = place_of(path), place_of(target)
    folder = os.path.dirname(path)
    own = other == room or (folder != "core" and os.path.dirname(target) == folder)
    if path.startswith("core/backends/"):
        return backend_may(root, path, target, texts)
    if room in ONLY:
        return own or any(within(target, place) for place in ONLY[room])
    return own or below < floor


def check_arrows(root):
    texts = dict(sources(root, ("core", "elements", "gst-plugins", "pipelines")))
    for path, lines in texts.items():
        folder = os.path.dirname(path)
        if place_of(path) is None:
            yield path, 1, f"{folder}/ stands on no floor; give it one in tests/lint/arrows.py"
            continue
        for number, line, target, name, angled in includes(root, path, lines):
            if opted_out(line, "arrows"):
                continue
            if target is None:
                yield path, number, f'"{name}" is nowhere'
            elif angled:
                yield path, number, f"{target} is the project's own: include it in quotes"
            elif not may(root, path, target, texts):
                yield path, number, f"{folder}/ may not include {target}"
        for number, line in enumerate(lines, 1):
            found = INCLUDE.match(line)
            if found and (found.group(2) or "").startswith("gst/") and path.startswith("core/"):
                yield path, number, f"core/ may not include <{found.group(2)}>"
