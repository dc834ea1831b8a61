// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue/split.h"

#include "base/hash.h"
#include "base/numbers.h"
#include "dialogue/outer_whitespace.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace dialogue {

namespace {

using Group = std::vector<size_t>; // positions of dialogues that stay together

// In an order drawn by hashing the seed with each group's own key. A group's place depends on nothing else, so a set that
// grows keeps its order and only those at a part's edge change sides; a shuffle would deal all of them anew.
std::vector<Group> groupsInDrawnOrder(const std::vector<Dialogue> &dialogues, const SplitRecipe &recipe)
{
    std::map<std::string, Group> byKey;
    for (size_t i = 0; i < dialogues.size(); ++i)
        byKey[groupKey(dialogues[i], recipe.group_by_situation)].push_back(i);
    std::map<std::string, Group> byDraw;
    for (auto &[key, group] : byKey)
        byDraw[base::sha256(fmt::format("{}:{}", recipe.seed, key))] = std::move(group);
    std::vector<Group> groups;
    for (auto &[draw, group] : byDraw)
        groups.push_back(std::move(group));
    return groups;
}

double checkedSum(const SplitRecipe &recipe)
{
    double sum = 0;
    for (const double ratio : recipe.ratios) {
        if (!std::isfinite(ratio) || ratio < 0)
            throw base::Failure(base::ErrorKind::InvalidValue, "split ratio", {},
                { { "value", base::toText(ratio) }, { "expected", "a number of at least 0" } });
        sum += ratio;
    }
    if (sum <= 0)
        throw base::Failure(base::ErrorKind::InvalidValue, "split ratios", {},
            { { "value", "0:0:0" }, { "expected", "at least one above 0" } });
    return sum;
}

// Whole numbers that add up to `count`, the largest remainders rounded up.
std::array<size_t, 3> targetsFor(size_t count, const SplitRecipe &recipe)
{
    const double sum = checkedSum(recipe);
    if (!std::isfinite(sum * static_cast<double>(std::max<size_t>(count, 1))))
        throw base::Failure(base::ErrorKind::InvalidValue, "split ratios", {},
            { { "value", recipe.words() }, { "expected", "numbers of usual size" } });
    std::array<size_t, 3> targets {};
    std::array<std::pair<double, size_t>, 3> remainders;
    size_t given = 0;
    for (size_t i = 0; i < 3; ++i) {
        const double exact = static_cast<double>(count) * recipe.ratios[i] / sum;
        targets[i] = static_cast<size_t>(exact);
        given += targets[i];
        remainders[i] = { targets[i] - exact, i };
    }
    std::ranges::sort(remainders);
    for (size_t i = 0; given < count; ++i, ++given)
        ++targets[remainders[i % 3].second];
    return targets;
}

// The part whose room a group leaves least over: test and validation are filled exactly as far as the groups allow.
Part partFor(const Group &group, const SplitRecipe &recipe, const std::array<size_t, 3> &targets, const std::array<size_t, 3> &sizes)
{
    for (const Part part : { Part::Test, Part::Validation }) {
        const auto i = static_cast<size_t>(part);
        if (sizes[i] + group.size() <= targets[i])
            return part;
    }
    if (recipe.ratios[static_cast<size_t>(Part::Train)] > 0)
        return Part::Train;
    const auto room = [&](Part part) {
        const auto i = static_cast<size_t>(part);
        return recipe.ratios[i] > 0 ? static_cast<double>(targets[i]) - static_cast<double>(sizes[i]) : -HUGE_VAL;
    };
    return room(Part::Validation) > room(Part::Test) ? Part::Validation : Part::Test;
}

// When every group is larger than a small part's share, that part would stay empty: it gets the smallest group of train.
void fillEmptyParts(const std::vector<Group> &groups, std::vector<Part> &parts, const std::array<size_t, 3> &targets)
{
    for (const Part wanted : { Part::Test, Part::Validation }) {
        const bool empty = std::ranges::find(parts, wanted) == parts.end();
        if (!empty || targets[static_cast<size_t>(wanted)] == 0 || std::ranges::count(parts, Part::Train) < 2)
            continue;
        size_t best = groups.size();
        for (size_t i = 0; i < groups.size(); ++i) {
            if (parts[i] == Part::Train && (best == groups.size() || groups[i].size() < groups[best].size()))
                best = i;
        }
        parts[best] = wanted;
    }
}

std::string normalised(const std::string &text)
{
    std::string out;
    for (const char c : trimmed(text).text) {
        const bool space = c == ' ' || (c >= '\t' && c <= '\r');
        if (space && !out.empty() && out.back() == ' ')
            continue;
        out += space ? ' ' : c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    }
    return out;
}

} // namespace

std::string_view partName(Part part)
{
    constexpr std::array<std::string_view, 3> names { "train", "validation", "test" };
    return names[static_cast<size_t>(part)];
}

std::string SplitRecipe::words() const
{
    return fmt::format("seed {}, {}:{}:{}{}", seed, base::toText(ratios[0]), base::toText(ratios[1]), base::toText(ratios[2]),
        group_by_situation ? " by situation" : "");
}

Part SplitAssignment::of(const std::string &dialogueId) const
{
    const auto found = parts.find(dialogueId);
    if (found == parts.end())
        throw base::Failure(base::ErrorKind::NotFound, "dialogue " + dialogueId, "the split");
    return found->second;
}

std::string groupKey(const Dialogue &dialogue, bool bySituation)
{
    const std::string situation = bySituation ? normalised(dialogue.situation()) : std::string();
    return situation.empty() ? "content:" + contentHash(dialogue) : "situation:" + situation;
}

SplitAssignment splitDialogues(const std::vector<Dialogue> &dialogues, const SplitRecipe &recipe)
{
    const std::array<size_t, 3> targets = targetsFor(dialogues.size(), recipe);
    const std::vector<Group> groups = groupsInDrawnOrder(dialogues, recipe);
    std::vector<Part> parts;
    std::array<size_t, 3> sizes {};
    for (const Group &group : groups) {
        parts.push_back(partFor(group, recipe, targets, sizes));
        sizes[static_cast<size_t>(parts.back())] += group.size();
    }
    fillEmptyParts(groups, parts, targets);

    SplitAssignment assignment { recipe, {}, {} };
    for (size_t i = 0; i < groups.size(); ++i) {
        assignment.sizes[static_cast<size_t>(parts[i])] += groups[i].size();
        for (const size_t position : groups[i])
            assignment.parts[dialogues[position].id] = parts[i];
    }
    return assignment;
}

std::vector<Leak> findLeaks(const std::vector<Dialogue> &dialogues, const std::unordered_map<std::string, Part> &parts)
{
    std::map<std::string, Leak> bySituation;
    for (const Dialogue &dialogue : dialogues) {
        const auto part = parts.find(dialogue.id);
        const std::string key = normalised(dialogue.situation());
        if (part == parts.end() || key.empty())
            continue;
        Leak &leak = bySituation[key];
        leak.situation = dialogue.situation();
        ++leak.counts[static_cast<size_t>(part->second)];
    }
    std::vector<Leak> leaks;
    for (const auto &[key, leak] : bySituation) {
        if (std::ranges::count(leak.counts, 0u) < 2)
            leaks.push_back(leak);
    }
    return leaks;
}

} // namespace dialogue
