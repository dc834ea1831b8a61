// SPDX-License-Identifier: GPL-3.0-or-later
// Where the adapter of a prediction lies. Runs of one workspace name each other by relative places, so that a workspace can be
// moved or copied as a whole.
#pragma once

#include "run/run_folder.h"

#include <filesystem>
#include <string>

namespace run {

// The adapter's folder; empty when the base model answers. A relative place counts from the run's folder
// ("../2026-11-24-train-1a2b/adapter"). An absolute one that holds no adapter any more, but has the form
// <somewhere>/runs/<name>/<rest>, is looked for beside the run's folder: its workspace was moved. Whatever cannot be found is
// returned as it is named, for the one who opens it to say so.
std::filesystem::path resolveAdapter(const RunFolder &folder, const PredictSpec &spec);

// What to write into the spec of a run under `runs`: relative for an adapter that lies in a run beside it, else absolute.
std::string adapterPlace(const std::filesystem::path &runs, const std::filesystem::path &adapter);

} // namespace run
