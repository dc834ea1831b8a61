// SPDX-License-Identifier: GPL-3.0-or-later
// A run as verbs print it: one JSON shape for `runs`, `train`, `evaluate` and `demo`.
#pragma once

#include "base/json.h"
#include "workspace/workspace.h"

#include <string>

namespace verbs {

// {run_id, name, kind, folder, state, outcome, created, adapter, metrics: {loss, eval_loss, ...}, scores: {...} or null}
base::Json runToJson(workspace::Workspace &workspace, const storage::RunRow &row);

// "2.2103 -> 1.7811", "1.7811" or "-": first and last value of a curve.
std::string firstAndLast(workspace::Workspace &workspace, const std::string &runId, const std::string &metric);

// A table of one run's scores, one line a metric; G-Score with where it comes from.
std::string scoreTable(const storage::RunRow &row, const storage::ScoreSet &scores);

} // namespace verbs
