// SPDX-License-Identifier: GPL-3.0-or-later
// Asking for a run: checks everything that can be known before the worker starts, writes the folder, queues it.
#pragma once

#include "run/job_spec.h"
#include "workspace/freeze.h"

#include <string>

namespace jobs {

class WorkspaceJobs;

// Return the run id. Throw InvalidValue (a field of the spec), NotFound and MissingResource (the model, the adapter),
// and no rows to train on or to answer, TemplateSyntax (the prompt), DiskFull, FileUnwritable,
// MissingResource (the worker program).
std::string startTraining(WorkspaceJobs &jobs, const run::TrainSpec &spec, const workspace::Frozen &data, const std::string &name = {});
std::string startPrediction(WorkspaceJobs &jobs, const run::PredictSpec &spec, const workspace::Frozen &data, const std::string &name = {});
// The same frozen spec and data again, in a new folder.
std::string repeatRun(WorkspaceJobs &jobs, const std::string &runId);

} // namespace jobs
