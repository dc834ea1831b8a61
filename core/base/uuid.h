// SPDX-License-Identifier: GPL-3.0-or-later
// Identities, made once and never changed.
#pragma once

#include <string>
#include <string_view>

namespace base {

// A random (version 4) UUID in its usual 36 characters. Thread-safe.
std::string newUuid();

// The UUID of a name, the same everywhere: version 8 (RFC 9562, section 5.8) from the name's SHA-256.
std::string namedUuid(std::string_view name);

} // namespace base
