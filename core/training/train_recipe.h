// SPDX-License-Identifier: GPL-3.0-or-later
// One training from a frozen run folder to an adapter folder.
#pragma once

#include "run/job_monitor.h"
#include "run/job_spec.h"

#include <vector>

namespace training {

// Goes on from the newest whole checkpoint, or starts. Reports stages, metrics (loss, eval_loss, learning_rate, grad_norm,
// tokens_per_second), checkpoints and the adapter. Returns Finished, or Stopped when it was asked to stop: then a
// checkpoint of the last whole step is there. Call once a process (it sets the threads and seeds the random numbers).
// Throws InvalidValue (what the spec asks for is not possible), WrongShape (nothing to learn from), Diverged (before the
// optimizer step that would have spoilt the weights), Cancelled (stopped before the first step), what loading the model
// and its text throws, FileUnwritable, DiskFull.
run::Outcome train(
    const run::JobSpec &spec, const std::vector<run::DatasetRow> &rows, run::JobMonitor &monitor);

} // namespace training
