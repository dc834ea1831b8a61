// SPDX-License-Identifier: GPL-3.0-or-later
// The split's key of each dialogue (dialogue/split_key.h) and the bands by which near-duplicates are found. Internal to
// core/storage; callers of the writing ones hold a transaction.
#pragma once

#include "base/cancel.h"
#include "dialogue/near_duplicates.h"
#include "storage/database.h"

#include <cstdint>
#include <string>

namespace storage {

struct ChosenKey
{
    std::string key;
    int64_t near_number = 0; // the near-duplicate it was taken from; 0: none is there
    int64_t other_number = 0; // another near-duplicate, of another key; 0: none
};

// For a dialogue that enters: the key of the likest near-duplicate that is there (of two equally like ones the earlier), else its
// own. Of more than 32 dialogues that share a band the earliest are looked at.
ChosenKey chooseSplitKey(const Database &database, const dialogue::Dialogue &dialogue, const dialogue::Sketch &sketch);

// The bands of what a dialogue says now: a later one is compared with that. Its key stays.
void writeBands(const Database &database, int64_t number, const dialogue::Sketch &sketch);

// Gives keys to all that have none (from before the schema had them), in the order of their arrival, so that they get what an
// import would have given them. In short transactions of its own, none when nothing is to be done; goes on where it was interrupted. Returns how many. Throws
// Cancelled.
int64_t fillSplitKeys(Database &database, const base::CancelToken &cancel = {});

} // namespace storage
