#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Configures and builds the release tree, build/release. Arguments are passed to ninja as targets.
set -euo pipefail
. "$(dirname "$0")/messages.sh"

need_space "$attune_root" 4 "the build"
cd "$attune_root"
log=build/release/configure.log
mkdir -p build/release
# A tree made with another libtorch or another compiler is configured again by CMake itself.
cmake --preset release >"$log" 2>&1 || { tail -n 25 "$log" >&2; fail "CMake could not configure the build." "See $log."; }
say "Building (the first time takes about fifteen minutes on two cores; a stopped build goes on where it was)"
ninja -C build/release "$@" || fail "The build failed." "The first error above says where. Please report it if the sources are untouched."
say "Built into build/release/bin."
