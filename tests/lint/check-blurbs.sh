#!/bin/sh
# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
# check-blurbs.sh PLUGIN: gst-inspect-1.0 shows a description for every element and
# every property of the plugin.
status=0
for element in $(gst-inspect-1.0 "$1" | sed -n 's/^  \(p2p[a-z]*\): .*/\1/p'); do
  listed=$((listed + 1))
  gst-inspect-1.0 "$element" | awk -v element="$element" '
    /^Element Properties:/ { on = 1; next }
    /^[A-Z]/ { on = 0 }
    on && /^  name +:/ { seen = 1 }
    on && /^  [a-z0-9-]+ *: *$/ { print element ": property without a blurb: " $1; bad = 1 }
    END { if (!seen) print element ": no properties are listed"; exit bad || !seen }' || status=1
done
[ "${listed:-0}" -ge 5 ] || { echo "gst-inspect-1.0 lists only ${listed:-0} elements"; exit 1; }
exit $status
