// SPDX-License-Identifier: GPL-3.0-or-later
// The detached worker as a process: starting it and sending it signals. Internal to core/jobs.
#pragma once

#include "run/run_folder.h"

#include <QtGlobal>

#include <string>

namespace jobs {

// `attune-engine run FOLDER` in a session of its own, its stderr appended to engine.log (never through a link). Returns the
// process id. Throws MissingResource, WorkerCrashed (it could not be started), WorkspaceFile.
qint64 startWorker(const run::RunFolder &folder);

// Whether a process of this id is there (zombies are not).
bool isProcessThere(qint64 pid);

// SIGTERM to the process that worker.lock names. False when there is none.
bool terminateWorker(const run::RunFolder &folder);
// SIGKILL to the processes that it waits for, so that it can still write how the run ended; `itself`: to it too.
void killWorker(const run::RunFolder &folder, bool itself);

// The last lines of engine.log, at most about 500 bytes.
std::string endOfLog(const run::RunFolder &folder);

} // namespace jobs
