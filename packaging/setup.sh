#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs the Debian packages of debian-packages.txt that are missing. Nothing to do: no network, no sudo, under a second.
set -euo pipefail
. "$(dirname "$0")/messages.sh"

[ "$(uname -m)" = x86_64 ] || fail "This machine is $(uname -m); Attune needs x86-64." "Use another machine."
[ -r /etc/os-release ] && . /etc/os-release
case "${ID:-}:${VERSION_ID:-}" in
debian:12) ;;
*) [ -n "${ATTUNE_ANY_SYSTEM:-}" ] || fail "This system is ${PRETTY_NAME:-unknown}; Attune is built for Debian 12 (bookworm)." \
  "Set ATTUNE_ANY_SYSTEM=1 to try all the same; the packages of packaging/debian-packages.txt must then be there already." ;;
esac

wanted=$(grep -vE '^\s*(#|$)' "$attune_root/packaging/debian-packages.txt")
missing=()
installed=$(dpkg-query -W -f '${binary:Package} ${db:Status-Abbrev}\n' 2>/dev/null | awk '$2 == "ii" {sub(":.*", "", $1); print $1}' || true)
for package in $wanted; do
  grep -qxF "$package" <<<"$installed" || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
  say "All Debian packages are installed."
  exit 0
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || fail "These packages are missing and neither root nor sudo is there: ${missing[*]}" \
    "Ask an administrator to run: apt-get install ${missing[*]}"
  as_root=(sudo)
fi
say "Installing ${#missing[@]} Debian packages: ${missing[*]}"
log=$(mktemp)
"${as_root[@]}" apt-get update >"$log" 2>&1 || fail "apt-get update failed: $(grep -m1 -E '^(E|Err)' "$log" || tail -n 1 "$log")" \
  "Check the network and /etc/apt/sources.list, then run the same command again."
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}" >"$log" 2>&1 ||
  fail "apt-get install failed: $(grep -m1 '^E:' "$log" || tail -n 1 "$log")" "The whole output is in $log; mend that, then run the same command again."
rm -f "$log"
say "Debian packages are installed."
