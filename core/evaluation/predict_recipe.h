// SPDX-License-Identifier: GPL-3.0-or-later
// One prediction from a frozen run folder to predictions.jsonl.
#pragma once

#include "run/dataset.h"
#include "run/job_monitor.h"
#include "run/job_spec.h"

#include <vector>

namespace evaluation {

// Answers every supporter turn of the dialogues; each reply is written as soon as it is made, and those that are there
// already are kept; a line that cannot be read is passed over with a notice, and that reply made again. The beginning of a
// dialogue that the model has read is not read again for its next reply. A reply whose prompt does not fit the cutoff length,
// or the model's context where that is shorter, is written empty, with the finish reason "cutoff", and counted in a notice.
// Returns Finished or Stopped. Throws WrongShape (nothing to answer), what loading the model, its text and the adapter
// throws, FileUnwritable, DiskFull.
run::Outcome predict(
    const run::JobSpec &spec, const std::vector<run::DatasetRow> &rows, run::JobMonitor &monitor);

} // namespace evaluation
