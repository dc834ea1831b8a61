// SPDX-License-Identifier: GPL-3.0-or-later
// Ctrl-C and SIGTERM as a token that long work looks at.
#pragma once

#include "base/cancel.h"

namespace verbs {

// The first signal cancels the token, the second ends the process with 130. Call before work begins.
base::CancelToken cancelOnInterrupt();

} // namespace verbs
