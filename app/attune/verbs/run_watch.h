// SPDX-License-Identifier: GPL-3.0-or-later
// Waiting for a run that this verb has asked for.
#pragma once

#include "attune_verbs/headless.h"

#include <string>

namespace verbs {

// Shows progress on stderr until the run has ended and is recorded. Ctrl-C asks it to stop (kind: it finishes its step and
// keeps a checkpoint); a second Ctrl-C leaves it working and ends this process with 130.
// Throws Cancelled when it was stopped, and the run's own error when it failed.
void watchRun(const Headless &headless, jobs::WorkspaceJobs &jobs, const std::string &runId);

} // namespace verbs
