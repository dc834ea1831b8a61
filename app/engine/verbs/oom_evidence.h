// SPDX-License-Identifier: GPL-3.0-or-later
// Whether the kernel killed processes for memory: the only way to tell an out-of-memory kill from any other SIGKILL.
#pragma once

#include <cstdint>

namespace verbs {

// Kills so far in this process's control group and on the whole machine (memory.events, /proc/vmstat). A number that has
// grown while a child ran, together with the child's SIGKILL, means that memory ran out.
int64_t countOomKills();

// Offers this process to the kernel as the first one to kill: the window and its unsaved work come later.
void volunteerForOomKill();

} // namespace verbs
