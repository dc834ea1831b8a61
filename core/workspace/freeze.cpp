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
        frozen.left_out_names.push_back(nameOf(dialogue));
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

void splitBySeed(Frozen &frozen, const dialogue::SplitRecipe &recipe)
{
    dialogue::check(recipe);
    for (run::DatasetRow &row : frozen.rows)
        row.split = splitOf(dialogue::partOf(row.split_key, recipe));
    frozen.split.by = run::SplitBy::Seed;
    frozen.split.version = dialogue::kSplitVersion;
    frozen.split.seed = recipe.seed;
    frozen.split.ratios = recipe.ratios;
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
    frozen.split.by = run::SplitBy::File;
    frozen.split.files = files;
}

void findLeaks(Frozen &frozen)
{
    std::vector<dialogue::Placed> placed;
    for (const run::DatasetRow &row : frozen.rows)
        placed.push_back({ &row.dialogue, row.split_key, partOf(row.split) });
    frozen.leaks = dialogue::findLeaks(placed);
}

void count(Frozen &frozen)
{
    frozen.sizes = {};
    for (const run::DatasetRow &row : frozen.rows)
        ++frozen.sizes[static_cast<size_t>(row.split)];
}

// Parts that the recipe asks for. Nothing is moved to fill one: what was tested on once would be learned the next day.
void findEmptyParts(Frozen &frozen, const FreezeRecipe &recipe)
{
    for (const run::Split part : { run::Split::Train, run::Split::Validation, run::Split::Test }) {
        const auto i = static_cast<size_t>(part);
        const bool wanted = recipe.split_by == run::SplitBy::Seed
            ? recipe.seeded.ratios[i] > 0
            : std::any_of(recipe.by_file.begin(), recipe.by_file.end(), [part](const auto &file) { return file.second == part; });
        if (wanted && frozen.sizes[i] == 0)
            frozen.empty_parts.push_back(part);
    }
}

// The sources that are taken, and into `frozen` those that are not. `all`: every one is.
std::vector<std::string> takenSources(const storage::DialogueRepository &dialogues, const FreezeRecipe &recipe, Frozen &frozen, bool &all)
{
    std::vector<std::string> taken;
    for (const storage::SourceCount &source : dialogues.sources()) {
        if (recipe.sources.takes(source.source_name)) {
            taken.push_back(source.source_name);
            continue;
        }
        all = false;
        storage::DialogueQuery query = recipe.filter;
        query.source_name = source.source_name;
        if (const int64_t count = dialogues.count(query); count > 0)
            frozen.sources_left_out.push_back({ source.source_name, count });
    }
    if (!recipe.sources.only.empty())
        frozen.split.sources = taken;
    else
        for (const storage::SourceCount &source : frozen.sources_left_out)
            frozen.split.without_sources.push_back(source.source_name);
    return taken;
}

std::vector<storage::StoredDialogue> read(const storage::DialogueRepository &dialogues, const FreezeRecipe &recipe, Frozen &frozen,
    const base::CancelToken &cancel)
{
    storage::DialogueQuery query = recipe.filter;
    query.limit = -1;
    query.offset = 0;
    bool all = true;
    const std::vector<std::string> taken = takenSources(dialogues, recipe, frozen, all);
    if (!all)
        query.source_names = taken;
    frozen.split.search = query.search;
    frozen.split.language = query.language.value_or(std::string());
    return taken.empty() ? std::vector<storage::StoredDialogue>() : dialogues.getAll(query, cancel);
}

} // namespace

std::string nameOf(const dialogue::Dialogue &dialogue)
{
    return dialogue.source_name + " " + (dialogue.source_key.empty() ? dialogue.id.substr(0, 8) : dialogue.source_key);
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

bool isChat(const std::string &sourceName) { return sourceName == "chat"; }

bool SourceChoice::takes(const std::string &sourceName) const
{
    const auto names = [&](const std::vector<std::string> &list) { return std::find(list.begin(), list.end(), sourceName) != list.end(); };
    if (nothing || names(without))
        return false;
    return only.empty() ? with_chats || !isChat(sourceName) : names(only) || (with_chats && isChat(sourceName));
}

Frozen freeze(storage::Database &database, const FreezeRecipe &recipe, const base::CancelToken &cancel)
{
    Frozen frozen;
    for (storage::StoredDialogue &stored : read(storage::DialogueRepository(database), recipe, frozen, cancel)) {
        if (isWhole(stored.dialogue))
            frozen.rows.push_back({ run::Split::Train, stored.revision, std::move(stored.dialogue), std::move(stored.split_key) });
        else
            leaveOut(frozen, stored.dialogue);
    }
    if (recipe.split_by == run::SplitBy::Seed)
        splitBySeed(frozen, recipe.seeded);
    else
        splitByFile(frozen, recipe.by_file);
    if (frozen.rows.empty()) {
        throw Failure(ErrorKind::NotFound, "A dialogue with a supporter's reply", "the chosen dialogues",
            { { "remedy", "Import dialogues or widen the choice." } });
    }
    findLeaks(frozen);
    count(frozen);
    findEmptyParts(frozen, recipe);
    return frozen;
}

std::vector<dialogue::Dialogue> dialoguesOf(
    storage::Database &database, const SourceChoice &sources, std::vector<storage::SourceCount> &left, const base::CancelToken &cancel)
{
    FreezeRecipe recipe;
    recipe.sources = sources;
    Frozen frozen;
    std::vector<dialogue::Dialogue> dialogues;
    for (storage::StoredDialogue &stored : read(storage::DialogueRepository(database), recipe, frozen, cancel))
        dialogues.push_back(std::move(stored.dialogue));
    left = std::move(frozen.sources_left_out);
    return dialogues;
}

namespace {

std::optional<run::Split> partOfWord(std::string_view word)
{
    using Words = std::initializer_list<std::string_view>;
    const auto isOf = [word](Words words) { return std::ranges::find(words, word) != words.end(); };
    if (isOf({ "train", "training" }))
        return run::Split::Train;
    if (isOf({ "val", "valid", "validation", "dev", "eval" }))
        return run::Split::Validation;
    if (isOf({ "test", "testing" }))
        return run::Split::Test;
    return std::nullopt;
}

// "contest" and "value" are no parts; "PESC_train2", "trainSet" and "val.json" are.
std::optional<run::Split> partOfName(std::string_view name)
{
    std::optional<run::Split> part;
    std::string word;
    const auto end = [&] {
        if (const auto found = partOfWord(word))
            part = found;
        word.clear();
    };
    bool wasSmall = false;
    for (const char c : name) {
        const bool isSmall = c >= 'a' && c <= 'z', isLarge = c >= 'A' && c <= 'Z';
        if ((!isSmall && !isLarge) || (isLarge && wasSmall))
            end();
        if (isSmall || isLarge)
            word += isLarge ? char(c - 'A' + 'a') : c;
        wasSmall = isSmall;
    }
    end();
    return part;
}

} // namespace

std::map<std::string, run::Split> guessFileSplit(const std::vector<storage::SourceCount> &sources)
{
    std::map<std::string, run::Split> split;
    bool hasTrain = false;
    for (const storage::SourceCount &source : sources) {
        const std::string_view name = source.source_name;
        const size_t mark = name.rfind('#');
        std::optional<run::Split> part = mark == std::string_view::npos ? std::nullopt : partOfName(name.substr(mark + 1));
        if (!part)
            part = partOfName(name.substr(0, mark));
        if (part)
            split[source.source_name] = *part;
        hasTrain = hasTrain || part == run::Split::Train;
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
    only.split.part = part;
    only.leaks.clear();
    std::erase_if(only.empty_parts, [part](run::Split empty) { return empty != part; });
    count(only);
    return only;
}

Frozen frozenOf(const run::RunFolder &folder)
{
    Frozen frozen;
    frozen.rows = run::readDataset(folder.datasetFile());
    frozen.split = folder.spec().split;
    findLeaks(frozen);
    count(frozen);
    return frozen;
}

} // namespace workspace
