#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Set-up, build, a sample workspace, and the window on it. Without a display: the same loop headless (attune demo).
#   packaging/run.sh [workspace]             default: ~/attune-sample.attune
set -euo pipefail
here=$(dirname "$0")
. "$here/messages.sh"
attune=$attune_root/build/release/bin/attune

# A second start checks a stamp instead of asking dpkg and CMake: the window shows at once, without a network.
state=$(cd "$attune_root" && git rev-parse HEAD 2>/dev/null; cd "$attune_root" && git status --porcelain 2>/dev/null | sha256sum)
if [ ! -x "$attune" ] || [ "$(cat "$attune_root/build/release/.run-stamp" 2>/dev/null)" != "$state" ]; then
  "$here/setup.sh"
  "$here/fetch.sh"
  "$here/build.sh" attune attune-engine
  printf '%s\n' "$state" >"$attune_root/build/release/.run-stamp"
fi

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  workspace=${1:-$HOME/attune-sample.attune}
  exec "$attune" --sample --workspace "$workspace"
fi
say "There is no display here, so the same loop runs headless."
exec "$attune" demo ${1:+--workspace "$1"}
