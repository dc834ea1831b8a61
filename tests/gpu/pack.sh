#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Puts the worker and the few libraries that a bare machine lacks (all but libtorch and the C library) into build/gpu, so
# that tests/gpu/run.sh can use them on a machine with a GPU and its own torch 2.11.0.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
engine=$root/build/release/bin/attune-engine
[ -x "$engine" ] || { echo "Build it first: packaging/build.sh attune-engine" >&2; exit 1; }
out=$root/build/gpu
rm -rf "$out"
mkdir -p "$out/bin" "$out/lib" "$out/share/attune"
cp "$engine" "$out/bin/"
cp -r "$root/resources" "$root/models" "$out/share/attune/"
ldd "$engine" | awk '$3 ~ /^\// {print $3}' |
  grep -vE '/torch/lib/|/nvidia/|/(libc|libm|libdl|libpthread|librt|libutil|libgcc_s|libstdc\+\+)\.so' | xargs -r -I{} cp -L {} "$out/lib/"
strip --strip-unneeded "$out/bin/attune-engine"
du -sh "$out"
