// SPDX-License-Identifier: GPL-3.0-or-later
// Takes a step (`from` -> `to`) again or back on something that others may have changed meanwhile: what the step did not touch
// stays as it is now. Internal to core/storage.
#pragma once

#include "dialogue/dialogue.h"

#include <optional>

namespace storage {

// Turn by turn, by id, and their order; the fields of the profile are no part of it. Nothing when the same turn was changed otherwise.
std::optional<dialogue::Dialogue> threeWay(const dialogue::Dialogue &from, const dialogue::Dialogue &to, const dialogue::Dialogue &now);
// Field by field, by name.
std::optional<dialogue::Profile> threeWay(const dialogue::Profile &from, const dialogue::Profile &to, const dialogue::Profile &now);

} // namespace storage
