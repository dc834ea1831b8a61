// SPDX-License-Identifier: GPL-3.0-or-later
// Whose a row is that says what is being done (imports, claims): a process, as text, so that what one left that has ended is anybody's.
// Internal to core/storage.
#pragma once

#include <string>
#include <string_view>

namespace storage {

// "<pid> <start time> <boot id>" of this process; what stands behind it, after a blank, is the caller's.
std::string ownerText();
// Whether the process that the text begins with is alive; false for what is no such text.
bool isOwnerAlive(std::string_view owner);

} // namespace storage
