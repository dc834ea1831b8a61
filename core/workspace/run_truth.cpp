// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/run_truth.h"

#include <chrono>

namespace workspace {

namespace fs = std::filesystem;
using storage::RunState;

namespace {

// A worker takes its lock a moment after its run was claimed, which touches the folder.
bool mayStillBegin(const run::RunFolder &folder)
{
    if (run::readLock(folder))
        return false;
    std::error_code ec;
    const auto touched = fs::last_write_time(folder.path(), ec);
    return !ec && fs::file_time_type::clock::now() - touched < std::chrono::minutes(1);
}

std::optional<run::Outcome> lastWord(const run::RunFolder &folder)
{
    try {
        return folder.outcome();
    } catch (const base::Failure &) {
        return std::nullopt;
    }
}

} // namespace

bool isFolderGone(const storage::RunRow &row)
{
    std::error_code ec;
    return !fs::is_directory(row.folder, ec);
}

void requireFolder(const storage::RunRow &row)
{
    if (!isFolderGone(row))
        return;
    throw base::Failure(base::ErrorKind::FileMissing, row.folder.string(), {},
        { { "remedy", "The run's folder was moved or deleted; what was recorded of the run stays listed." } });
}

RunTruth truthOf(const storage::RunRow &row)
{
    RunTruth truth { row.state, row.outcome, isFolderGone(row) };
    const run::RunFolder folder(row.folder);
    if (row.state != RunState::Running)
        return truth;
    // Its worker waits for the device. When that is gone, too, the run is queued again by the next window.
    const bool waits = row.stage == run::kWaiting;
    if (waits)
        truth.state = RunState::Queued;
    if (run::isWorkerAlive(folder) || (waits && !truth.folder_gone && !lastWord(folder)))
        return truth;
    if (truth.folder_gone || !mayStillBegin(folder)) {
        truth.state = RunState::Ended;
        truth.outcome = lastWord(folder).value_or(run::Outcome::Lost);
    }
    return truth;
}

} // namespace workspace
