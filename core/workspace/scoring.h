// SPDX-License-Identifier: GPL-3.0-or-later
// Replies of a run -> scores beside the run and rows in the workspace.
#pragma once

#include "base/cancel.h"
#include "metrics/scoring.h"
#include "run/run_folder.h"
#include "storage/score_repository.h"

#include <filesystem>
#include <functional>
#include <string>

namespace workspace {

// Where word vectors are looked for when none are named: ATTUNE_VECTORS, else empty.
std::filesystem::path defaultVectorFile();

// Writes scores/<definition>-<n>.json (never over an older one) from predictions.jsonl and returns its path.
// Throws EmptyDialogue when there are no replies, FileMissing, DiskFull, Cancelled.
std::filesystem::path writeScores(const run::RunFolder &folder, const metrics::ScoringResources &resources,
    const std::function<void(double)> &progress = {}, const base::CancelToken &cancel = {});

// The same, kept in the workspace too.
storage::ScoreSet scoreRun(storage::Database &database, const std::string &runId, const metrics::ScoringResources &resources,
    const std::function<void(double)> &progress = {}, const base::CancelToken &cancel = {});

} // namespace workspace
