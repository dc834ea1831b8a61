// SPDX-License-Identifier: GPL-3.0-or-later
// What became of the dialogues that a run froze: its own copy stays, the workspace goes on.
#pragma once

#include "run/dataset.h"
#include "storage/database.h"

#include <string>
#include <vector>

namespace workspace {

struct ChangedDialogue
{
    std::string id;
    std::string name; // source and key: "train.json 12"
    run::Split was = run::Split::Train; // its part in the run
    run::Split now = run::Split::Train; // its part today; only of those that moved it differs
};

struct DataChanges
{
    size_t dialogues = 0; // that the run froze
    std::vector<ChangedDialogue> edited; // a newer revision is there
    std::vector<ChangedDialogue> deleted;
    // Would stand in another part today, by the run's own seed and shares or its files. Of a run with the older split (version 1)
    // that is the usual case: today's split is another one.
    std::vector<ChangedDialogue> moved;
    bool older_split = false;

    bool isEmpty() const { return edited.empty() && deleted.empty() && moved.empty(); }
};

// Throws NotFound, and what readDataset throws.
DataChanges changesSince(storage::Database &database, const std::string &runId);

} // namespace workspace
