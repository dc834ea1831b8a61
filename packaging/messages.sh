# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by the scripts of this folder: how they speak, and how they end when something is missing.

attune_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
attune_started=$SECONDS

say() { printf '\033[1m==>\033[0m %s  (%d s)\n' "$*" "$((SECONDS - attune_started))"; }

# fail "what failed" "what to do"
fail() {
  printf '\n\033[1;31mattune:\033[0m %s\n        %s\n' "$1" "$2" >&2
  exit 1
}

# Whatever was begun lies in a .partial folder and is begun anew; so interrupting is always safe.
trap 'printf "\nattune: interrupted; run the same command again to go on.\n" >&2; exit 130' INT TERM

# need_space FOLDER GIGABYTES WHAT
need_space() {
  local folder=$1 free
  while [ ! -d "$folder" ]; do folder=$(dirname "$folder"); done
  free=$(df --output=avail -k "$folder" | tail -n 1)
  [ "$free" -ge $(($2 * 1024 * 1024)) ] ||
    fail "There is too little space in $folder for $3: $((free / 1024 / 1024)) GB free, $2 GB needed." \
      "Free some space, or set ATTUNE_CACHE to a folder on another disk, then run the same command again."
}

attune_cache=${ATTUNE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/attune}
