// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that is wrong with a spec, not only the first thing.
#pragma once

#include "base/error.h"
#include "run/job_spec.h"

#include <vector>

namespace training {

// What run::check says, field by field (the subject is the field's name). Empty: the spec is good.
std::vector<base::Error> problemsOf(run::TrainSpec spec);

} // namespace training
