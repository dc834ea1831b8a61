// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/run_data.h"

#include "dialogue/split.h"
#include "run/run_folder.h"
#include "storage/dialogue_repository.h"
#include "storage/run_repository.h"
#include "workspace/freeze.h"

#include <optional>

namespace workspace {

namespace {

// Nothing: the run does not say how it was split, or its data would not be there at all.
std::optional<run::Split> partToday(const run::SplitRecord &split, const storage::DialogueStanding &standing)
{
    switch (split.by) {
    case run::SplitBy::Seed:
        return splitOf(dialogue::partOf(standing.split_key, { split.seed, split.ratios }));
    case run::SplitBy::File: {
        const auto file = split.files.find(standing.source_name);
        return file == split.files.end() ? std::nullopt : std::optional(file->second);
    }
    case run::SplitBy::Unknown:
        break;
    }
    return std::nullopt;
}

} // namespace

DataChanges changesSince(storage::Database &database, const std::string &runId)
{
    const run::RunFolder folder(storage::RunRepository(database).get(runId).folder);
    const storage::DialogueRepository dialogues(database);
    const run::SplitRecord split = folder.spec().split;
    DataChanges changes;
    changes.older_split = split.by == run::SplitBy::Seed && split.version < dialogue::kSplitVersion;
    for (const run::DatasetRow &row : run::readDataset(folder.datasetFile())) {
        ++changes.dialogues;
        ChangedDialogue changed { row.dialogue.id, nameOf(row.dialogue), row.split, row.split };
        const auto standing = dialogues.standing(row.dialogue.id);
        if (!standing) {
            changes.deleted.push_back(std::move(changed));
            continue;
        }
        if (standing->revision != row.revision)
            changes.edited.push_back(changed);
        changed.now = partToday(split, *standing).value_or(row.split);
        if (changed.now != changed.was)
            changes.moved.push_back(std::move(changed));
    }
    return changes;
}

} // namespace workspace
