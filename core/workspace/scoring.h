// SPDX-License-Identifier: GPL-3.0-or-later
// Replies of a run -> scores beside the run and rows in the workspace. The one owner of scoring: one process at a time, window or
// verb, scores a run.
#pragma once

#include "base/cancel.h"
#include "metrics/scoring.h"
#include "run/run_folder.h"
#include "storage/claim.h"
#include "storage/run_repository.h"
#include "storage/score_repository.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace workspace {

// Where packaging/fetch.sh lays the official word vectors, as their card in the data folder says; whether they are there or not.
// Empty without a card that can be read.
std::filesystem::path officialVectorFile();
// The word vectors when none are named: ATTUNE_VECTORS (set to nothing: none), else the official ones when they are there, else
// empty. Never throws.
std::filesystem::path defaultVectorFile();

// Writes scores/<definition>-<n>.json (never over an older one) from predictions.jsonl and returns its path.
// Throws EmptyDialogue when there are no replies, FileMissing, DiskFull, Cancelled.
std::filesystem::path writeScores(const run::RunFolder &folder, const metrics::ScoringResources &resources,
    const std::function<void(double)> &progress = {}, const base::CancelToken &cancel = {});

// What the file of a score says, with its provenance, which the database does not keep; empty when the file is gone or damaged.
metrics::Scores scoresOfFile(const storage::RunRow &row, const storage::ScoreSet &scores);

// The claim on a run's scoring. Whoever will score a prediction when it has finished (a verb that watches it) holds it from the
// start, so that nobody else does.
std::string scoringClaim(const std::string &runId);

// The same, kept in the workspace too, beside what was scored before. Waits while another process scores the run, unless `held`
// is its claim.
storage::ScoreSet scoreRun(storage::Database &database, const std::string &runId, const metrics::ScoringResources &resources,
    const std::function<void(double)> &progress = {}, const base::CancelToken &cancel = {}, const storage::Claim *held = nullptr);

// Scores a run that nobody has scored: the set that is there when there is one. Nothing while somebody else has claimed it.
std::optional<storage::ScoreSet> scoreOnce(storage::Database &database, const std::string &runId,
    const metrics::ScoringResources &resources, const std::function<void(double)> &progress = {}, const base::CancelToken &cancel = {});
// Finished predictions whose scoring was claimed by a process that is gone, and which have no scores.
std::vector<std::string> unscoredRuns(storage::Database &database);

} // namespace workspace
