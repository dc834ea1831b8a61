// SPDX-License-Identifier: GPL-3.0-or-later
// attune-engine run RUN_DIR [--copy-to DIR] [--json]
#pragma once

namespace CLI {
class App;
}

namespace verbs {

// The verb forks before it computes, so nothing may have called libtorch before.
void addRun(CLI::App &program);

} // namespace verbs
