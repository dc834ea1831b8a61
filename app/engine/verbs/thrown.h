// SPDX-License-Identifier: GPL-3.0-or-later
// What libtorch and the allocator throw, as facts.
#pragma once

#include "base/error.h"

#include <exception>
#include <string>

namespace verbs {

// OutOfMemory where memory ran out during `job` ("the chat"), with `remedy`; otherwise Internal. The reason is the
// first line of what was thrown; the rest is a stack trace.
base::Error errorFromThrown(const std::exception &thrown, const std::string &job, const std::string &remedy = {});

} // namespace verbs
