// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine_verbs/slot_wait.h"

#include "engine_verbs/worker_process.h"

#include "run/job_monitor.h"

#include <chrono>
#include <thread>

namespace verbs {

namespace {

constexpr std::chrono::milliseconds kLook { 200 };

base::Json waitFields(const std::string &slot)
{
    base::Json fields { { "device", slot } };
    if (const auto holder = run::slotHolder(slot)) {
        fields["holder"] = holder->folder.string();
        fields["holder_pid"] = holder->process.pid;
    }
    return fields;
}

} // namespace

bool waitForTurn(run::DeviceSlot &slot, const std::string &name, const run::RunFolder &folder,
    const std::shared_ptr<const run::FolderWatch> &watch, const std::function<void()> &idle)
{
    if (stopAsked())
        return false;
    if (slot.tryTake())
        return true;
    const base::CancelToken stop;
    run::EventWriter events(*watch);
    run::JobMonitor monitor(folder, events, run::nextAttempt(folder), stop, watch);
    monitor.stage(run::kWaiting, waitFields(name));
    while (!slot.tryTake()) {
        idle();
        std::this_thread::sleep_for(kLook);
        monitor.look();
        monitor.requireFolder();
        if (stopAsked() || monitor.stopWanted())
            return false;
    }
    return true;
}

} // namespace verbs
