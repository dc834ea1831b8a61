#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Set-up, build, all tests. Ends with the runner's summary; its exit code is that of the tests.
#   packaging/test.sh [ctest arguments]      e.g. packaging/test.sh -R text
set -euo pipefail
here=$(dirname "$0")
. "$here/messages.sh"

"$here/setup.sh"
"$here/fetch.sh"
"$here/build.sh"
say "Testing"
cd "$attune_root"
export QT_QPA_PLATFORM=offscreen
status=0
ctest --test-dir build/release --output-on-failure --no-tests=error -j1 "$@" || status=$?
say "Tests done"
exit $status
