// SPDX-License-Identifier: GPL-3.0-or-later
// Says of a JSON value that no format knows which fields it has, and which known form is nearest.
#pragma once

#include "base/json.h"

#include <string>

namespace dialogue {

// "its dialogues have the fields a, b; nearest is ShareGPT, {...}".
std::string whatWasSeen(const base::Json &value);

} // namespace dialogue
