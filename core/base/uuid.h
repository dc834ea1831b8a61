// SPDX-License-Identifier: GPL-3.0-or-later
// Identities, made once and never changed.
#pragma once

#include <string>

namespace base {

// A random (version 4) UUID in its usual 36 characters. Thread-safe.
std::string newUuid();

} // namespace base
