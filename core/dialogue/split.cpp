// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue/split.h"

#include "base/hash.h"
#include "base/numbers.h"
#include "dialogue/split_key.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace dialogue {

namespace {

// The first 53 bits of the hash as a number in [0, 1): exact in a double, so the same on every machine.
double drawOf(std::string_view splitKey, uint64_t seed)
{
    const std::string hex = base::sha256(fmt::format("{}:{}", seed, splitKey));
    uint64_t bits = 0;
    for (size_t i = 0; i < 16; ++i)
        bits = bits << 4 | static_cast<uint64_t>(hex[i] <= '9' ? hex[i] - '0' : hex[i] - 'a' + 10);
    return static_cast<double>(bits >> 11) * 0x1p-53;
}

struct Group
{
    Leak leak;
    std::set<std::string> keys; // split keys of its dialogues

    void add(const Placed &placed)
    {
        if (leak.situation.empty())
            leak.situation = placed.dialogue->situation();
        ++leak.counts[static_cast<size_t>(placed.part)];
        keys.insert(placed.split_key);
    }
    bool crosses() const { return std::ranges::count(leak.counts, 0u) < 2; }
};

} // namespace

std::string_view partName(Part part)
{
    constexpr std::array<std::string_view, 3> names { "train", "validation", "test" };
    return names[static_cast<size_t>(part)];
}

void check(const SplitRecipe &recipe)
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
    if (!std::isfinite(sum))
        throw base::Failure(base::ErrorKind::InvalidValue, "split ratios", {},
            { { "value", base::toText(sum) }, { "expected", "numbers of usual size" } });
}

// Test first, then validation: with other shares of training, what was tested on stays in the test.
Part partOf(std::string_view splitKey, const SplitRecipe &recipe)
{
    const auto &[train, validation, test] = recipe.ratios;
    const double sum = train + validation + test;
    const double draw = drawOf(splitKey, recipe.seed);
    if (test > 0 && draw < test / sum)
        return Part::Test;
    if (validation > 0 && (draw < (test + validation) / sum || train <= 0))
        return Part::Validation;
    return train > 0 ? Part::Train : Part::Test;
}

std::vector<Leak> findLeaks(const std::vector<Placed> &dialogues)
{
    std::map<std::string, Group> byKey, bySituation;
    for (const Placed &placed : dialogues) {
        if (!placed.split_key.empty())
            byKey[placed.split_key].add(placed);
        if (const std::string key = situationKey(*placed.dialogue); !key.empty())
            bySituation[key].add(placed);
    }
    std::vector<Leak> leaks;
    for (const auto &[key, group] : byKey) {
        if (group.crosses())
            leaks.push_back(group.leak);
    }
    for (const auto &[key, group] : bySituation) {
        // One that is wholly of one key was told with it.
        const bool told = group.keys.size() == 1 && !group.keys.begin()->empty();
        if (group.crosses() && !told)
            leaks.push_back(group.leak);
    }
    return leaks;
}

} // namespace dialogue
