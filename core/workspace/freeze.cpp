// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/freeze.h"

#include "base/error.h"
#include "dialogue/outer_whitespace.h"
#include "run/run_folder.h"
#include "storage/run_repository.h"

#include <algorithm>
#include <unordered_set>

namespace workspace {

using base::ErrorKind;
using base::Failure;

namespace {

// Nothing is learned from silence, and nobody can be answered who has said nothing: a half-empty dialogue is one that somebody
// has begun to write.
bool isWhole(const dialogue::Dialogue &dialogue)
{
    const auto &turns = dialogue.turns;
    return std::any_of(turns.begin(), turns.end(), [](const auto &turn) { return turn.speaker == dialogue::Speaker::Supporter; })
        && std::none_of(turns.begin(), turns.end(), [](const auto &turn) { return dialogue::trimmed(turn.text).text.empty(); });
}

void leaveOut(Frozen &frozen, const dialogue::Dialogue &dialogue)
{
    constexpr size_t kNamed = 5;
    if (++frozen.left_out <= kNamed)
        frozen.left_out_names.push_back(dialogue.source_name + " " + (dialogue.source_key.empty() ? dialogue.id.substr(0, 8) : dialogue.source_key));
}

run::Split splitOf(dialogue::Part part)
{
    switch (part) {
    case dialogue::Part::Validation:
        return run::Split::Validation;
    case dialogue::Part::Test:
        return run::Split::Test;
    case dialogue::Part::Train:
        break;
    }
    return run::Split::Train;
}

dialogue::Part partOf(run::Split split)
{
    switch (split) {
    case run::Split::Validation:
        return dialogue::Part::Validation;
    case run::Split::Test:
        return dialogue::Part::Test;
    case run::Split::Train:
        break;
    }
    return dialogue::Part::Train;
}

std::vector<dialogue::Dialogue> dialoguesOf(const Frozen &frozen)
{
    std::vector<dialogue::Dialogue> dialogues;
    for (const run::DatasetRow &row : frozen.rows)
        dialogues.push_back(row.dialogue);
    return dialogues;
}

void splitBySeed(Frozen &frozen, const dialogue::SplitRecipe &recipe)
{
    const dialogue::SplitAssignment assignment = dialogue::splitDialogues(dialoguesOf(frozen), recipe);
    for (run::DatasetRow &row : frozen.rows)
        row.split = splitOf(assignment.of(row.dialogue.id));
    frozen.words = recipe.words();
}

void splitByFile(Frozen &frozen, const std::map<std::string, run::Split> &files)
{
    std::erase_if(frozen.rows, [&](const run::DatasetRow &row) {
        const bool strange = !files.contains(row.dialogue.source_name);
        if (strange)
            leaveOut(frozen, row.dialogue);
        return strange;
    });
    for (run::DatasetRow &row : frozen.rows)
        row.split = files.at(row.dialogue.source_name);
    frozen.words = "by file:";
    for (const auto &[file, split] : files)
        frozen.words += (frozen.words.back() == ':' ? " " : ", ") + file + " " + std::string(run::splitName(split));
}

void findLeaks(Frozen &frozen)
{
    std::unordered_map<std::string, dialogue::Part> parts;
    for (const run::DatasetRow &row : frozen.rows)
        parts[row.dialogue.id] = partOf(row.split);
    frozen.leaks = dialogue::findLeaks(dialoguesOf(frozen), parts);
}

void count(Frozen &frozen)
{
    frozen.sizes = {};
    for (const run::DatasetRow &row : frozen.rows)
        ++frozen.sizes[static_cast<size_t>(row.split)];
}

} // namespace

Frozen freeze(storage::Database &database, const FreezeRecipe &recipe, const base::CancelToken &cancel)
{
    storage::DialogueQuery query = recipe.filter;
    query.limit = -1;
    query.offset = 0;
    Frozen frozen;
    for (storage::StoredDialogue &stored : storage::DialogueRepository(database).getAll(query, cancel)) {
        if (isWhole(stored.dialogue))
            frozen.rows.push_back({ run::Split::Train, stored.revision, std::move(stored.dialogue) });
        else
            leaveOut(frozen, stored.dialogue);
    }
    if (recipe.split_by == SplitBy::Seed)
        splitBySeed(frozen, recipe.seeded);
    else
        splitByFile(frozen, recipe.by_file);
    if (frozen.rows.empty()) {
        throw Failure(ErrorKind::NotFound, "A dialogue with a supporter's reply", "the chosen dialogues",
            { { "remedy", "Import dialogues or widen the choice." } });
    }
    findLeaks(frozen);
    count(frozen);
    return frozen;
}

std::map<std::string, run::Split> guessFileSplit(const std::vector<storage::SourceCount> &sources)
{
    std::map<std::string, run::Split> split;
    bool hasTrain = false;
    for (const storage::SourceCount &source : sources) {
        std::string name = source.source_name;
        std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return c < 128 ? std::tolower(c) : c; });
        const auto has = [&](const char *word) { return name.find(word) != std::string::npos; };
        if (has("train")) {
            split[source.source_name] = run::Split::Train;
            hasTrain = true;
        } else if (has("val") || has("dev")) {
            split[source.source_name] = run::Split::Validation;
        } else if (has("test")) {
            split[source.source_name] = run::Split::Test;
        }
    }
    return hasTrain ? split : std::map<std::string, run::Split>();
}

std::vector<std::string> trainedOn(storage::Database &database, const std::filesystem::path &adapter, const Frozen &data)
{
    std::vector<std::string> found;
    if (adapter.empty())
        return found;
    const auto place = std::filesystem::absolute(adapter).lexically_normal();
    for (const storage::RunRow &row : storage::RunRepository(database).list()) {
        if (row.adapter.empty() || (row.adapter / "").lexically_normal() != (place / "").lexically_normal())
            continue;
        std::unordered_set<std::string> learned;
        try {
            for (const run::DatasetRow &taught : run::readDataset(run::RunFolder(row.folder).datasetFile())) {
                if (taught.split == run::Split::Train)
                    learned.insert(taught.dialogue.id);
            }
        } catch (const Failure &) {
            return found;
        }
        for (const run::DatasetRow &asked : data.rows) {
            if (learned.contains(asked.dialogue.id))
                found.push_back(asked.dialogue.id);
        }
        return found;
    }
    return found;
}

Frozen onlyPart(const Frozen &frozen, run::Split part)
{
    Frozen only = frozen;
    std::erase_if(only.rows, [part](const run::DatasetRow &row) { return row.split != part; });
    only.words += ", " + std::string(run::splitName(part)) + " only";
    only.leaks.clear();
    count(only);
    return only;
}

Frozen frozenOf(const run::RunFolder &folder)
{
    Frozen frozen;
    frozen.rows = run::readDataset(folder.datasetFile());
    frozen.words = folder.spec().split_recipe;
    findLeaks(frozen);
    count(frozen);
    return frozen;
}

} // namespace workspace
