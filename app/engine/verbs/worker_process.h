// SPDX-License-Identifier: GPL-3.0-or-later
// The worker is two processes: a small parent that waits and knows how it ended, and a child that computes.
// The child is made before any libtorch call; it dies with its parent.
#pragma once

#include "base/cancel.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace verbs {

// From now on SIGTERM and SIGINT are remembered, not obeyed at once, and SIGHUP and SIGPIPE are not heard: a detached worker
// outlives its terminal. Call first of all, so that no moment is left in which a signal ends the process without a last word.
void catchStops();
// Whether one has come since.
bool stopAsked();

struct ChildEnd
{
    std::string message; // what `work` returned; empty when it did not get that far
    int exit_status = 0; // when it ended by itself
    int signal = 0; // when a signal ended it
    bool memory_ran_out = false; // the kernel killed it for memory
    bool killed_on_request = false; // a second signal reached the parent: firm stop
    int64_t peak_bytes = 0; // of resident memory
};

// Runs `work` in a child whose stdout and stderr are appended to `log` (unless that is a link), and waits for it. SIGTERM and
// SIGINT of the parent (since catchStops()) cancel the child's token; the second one kills the child. `idle` is called in the
// parent about twice a second. Not reentrant; call with one thread only. Throws Internal when no process can be made.
ChildEnd runInChild(const std::filesystem::path &log, const std::function<std::string(const base::CancelToken &)> &work,
    const std::function<void()> &idle);

} // namespace verbs
