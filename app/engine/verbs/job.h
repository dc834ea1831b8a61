// SPDX-License-Identifier: GPL-3.0-or-later
// What the computing process does with a run folder, and how its end is told.
#pragma once

#include "base/cancel.h"
#include "base/error.h"
#include "run/job_event.h"
#include "run/run_folder.h"

#include <memory>
#include <optional>
#include <string>

namespace verbs {

struct JobEnd
{
    run::Outcome outcome = run::Outcome::Finished;
    std::optional<base::Error> error;
};

base::Json toJson(const JobEnd &end); // fields of the finished event
// Throws NotJson, MissingField.
JobEnd jobEndFromJson(const base::Json &json);

// The name for an error that ended the job of a folder: what is wrong with the request itself is invalid data, a model or
// an adapter that cannot be read is a failure that a good copy mends.
run::Outcome outcomeOf(const base::Error &error, const run::RunFolder &folder);

// Works on the job of the folder that `watch` opened, and never throws. Call in the child, once.
JobEnd workOn(const run::RunFolder &folder, const std::shared_ptr<const run::FolderWatch> &watch, const base::CancelToken &stop);

} // namespace verbs
