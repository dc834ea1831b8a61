// SPDX-License-Identifier: GPL-3.0-or-later
// Asking for a run: checks everything that can be known before the worker starts, writes the folder, queues it.
#pragma once

#include "jobs/freeze.h"
#include "jobs/workspace.h"
#include "run/job_spec.h"

#include <string>

namespace jobs {

// Return the run id. Throw InvalidValue (a field of the spec), NotFound and MissingResource (the model, the adapter),
// and no rows to train on or to answer, TemplateSyntax (the prompt), DiskFull, FileUnwritable,
// MissingResource (the worker program).
std::string startTraining(Workspace &workspace, const run::TrainSpec &spec, const Frozen &data, const std::string &name = {});
std::string startPrediction(Workspace &workspace, const run::PredictSpec &spec, const Frozen &data, const std::string &name = {});
// The same frozen spec and data again, in a new folder.
std::string repeatRun(Workspace &workspace, const std::string &runId);

} // namespace jobs
