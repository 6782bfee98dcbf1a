#!/bin/sh
# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
# check-symbols.sh PLUGIN: the plugin exports its two entry points and nothing else.
defined=$(nm -D --defined-only "$1" | awk '{print $3}')
echo "$defined" | grep -qx gst_plugin_pix2pix_get_desc || { echo "gst_plugin_pix2pix_get_desc is not exported"; exit 1; }
extra=$(echo "$defined" | grep -v -x -e gst_plugin_pix2pix_get_desc -e gst_plugin_pix2pix_register -e gst_plugin_desc)
[ -z "$extra" ] || { echo "exported without need:"; echo "$extra"; exit 1; }
