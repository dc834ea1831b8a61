// SPDX-License-Identifier: GPL-3.0-or-later
// What keeps dialogues in one part of every seeded split. A dialogue gets its key when it enters a workspace and keeps it through
// edits: that of a near-duplicate that is there already (near_duplicates.h), else its own.
#pragma once

#include "dialogue/dialogue.h"

#include <string>

namespace dialogue {

// "situation:<hash>" of the folded situation, else "content:<hash>" of what it says, else, for one that says nothing yet,
// "own:<id>". The id must be there.
std::string ownSplitKey(const Dialogue &dialogue);

// The first of them, for any two of the same situation; empty without a situation.
std::string situationKey(const Dialogue &dialogue);

} // namespace dialogue
