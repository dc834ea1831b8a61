// SPDX-License-Identifier: GPL-3.0-or-later
// Dialogues that came again under their number with other content: taken as new revisions of those that are here, when a person says so.
#pragma once

#include "base/cancel.h"
#include "dialogue/dialogue.h"
#include "dialogue/import_note.h"
#include "storage/database.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace workspace {

struct Correction
{
    std::string dialogue_id; // of the one that is here
    dialogue::Dialogue now;
};

// Takes out of `dialogues` what corrects one that is here, and notes how many.
std::vector<Correction> takeOutCorrections(
    storage::Database &database, std::vector<dialogue::Dialogue> &dialogues, std::vector<dialogue::ImportNote> &notes);

// One edit that can be undone, in short transactions. Turns keep their ids, and what people marked on them, as long as their place has the
// same speaker. Those that are gone are passed over. Returns how many were revised. Throws Cancelled: what is done until then stays.
int64_t revise(storage::Database &database, const std::vector<Correction> &corrections, const std::string &author,
    const std::function<void(double)> &progress = {}, const base::CancelToken &cancel = {});

} // namespace workspace
