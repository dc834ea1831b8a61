// SPDX-License-Identifier: GPL-3.0-or-later
// What is true of a run now. A row says what was recorded last; its worker may be gone since, or its folder.
#pragma once

#include "storage/run_repository.h"

#include <optional>

namespace workspace {

struct RunTruth
{
    storage::RunState state = storage::RunState::Queued; // Queued, too, while its worker waits for the device
    std::optional<run::Outcome> outcome; // when ended; Lost: the worker is gone without a last word
    bool folder_gone = false; // moved or deleted by somebody; the row stays
};

// Looks at the folder and the process. Writes nothing; any thread.
RunTruth truthOf(const storage::RunRow &row);

bool isFolderGone(const storage::RunRow &row);
// Throws FileMissing, which names the run's folder.
void requireFolder(const storage::RunRow &row);

} // namespace workspace
