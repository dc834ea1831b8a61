#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds the throw-away Python environment of the cross-checks: transformers, peft and their kin, every version locked.
# It lies outside the checkout and nothing else needs it. Prints its path; the checks are run with <path>/bin/python.
#
#   tests/peers/setup.sh            in ATTUNE_PEERS, else ~/.cache/attune/peers
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cache=${ATTUNE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/attune}
target=${ATTUNE_PEERS:-$cache/peers}
stamp=$target/attune-peers.stamp
wanted=$(sha256sum "$here/requirements.txt" | cut -d' ' -f1)

if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
    echo "$target"
    exit 0
fi

mkdir -p "$(dirname "$target")"
free=$(df -Pk "$(dirname "$target")" | awk 'NR==2 {print int($4 / 1024 / 1024)}')
if [ "$free" -lt 10 ]; then
    echo "setup.sh: $(dirname "$target") has $free GB free, 10 GB are needed. Free some space or set ATTUNE_PEERS." >&2
    exit 1
fi
echo "setup.sh: fetching about 2.5 GB of Python packages into $target (5 GB unpacked); 3 to 10 minutes" >&2
rm -rf "$target"
/usr/bin/python3 -m venv "$target" || {
    echo "setup.sh: no virtual environment could be made. Install python3-venv and try again." >&2
    exit 1
}
if ! "$target/bin/python" -m pip install --quiet --disable-pip-version-check --progress-bar off \
        --only-binary=:all: --no-binary=rouge-score -r "$here/requirements.txt" >&2; then
    echo "setup.sh: pip failed (its words are above). Check the network and start again; nothing else was touched." >&2
    exit 1
fi
echo "$wanted" > "$stamp"
echo "$target"
