// SPDX-License-Identifier: GPL-3.0-or-later
// The worker's turn on its device: it waits in line behind other jobs of this machine and says so in the run's folder.
#pragma once

#include "run/device_slot.h"
#include "run/run_folder.h"

#include <functional>
#include <memory>

namespace verbs {

// Returns true once the slot is held, false when a stop was asked for, by a signal or in the folder's requests. While it waits,
// the run's events and state.json have the stage "waiting". `idle` is called a few times a second. Throws FileMissing when the
// run's folder, which `watch` opened, is gone.
bool waitForTurn(run::DeviceSlot &slot, const std::string &name, const run::RunFolder &folder,
    const std::shared_ptr<const run::FolderWatch> &watch, const std::function<void()> &idle);

} // namespace verbs
