// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/split_keys.h"

#include "dialogue/split_key.h"
#include "storage/batches.h"
#include "storage/dialogue_rows.h"
#include "storage/sql.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

namespace storage {

namespace {

constexpr int kLookedAt = 32; // dialogues that share one band
constexpr size_t kCompared = 24; // candidates that are read and compared

struct Candidate
{
    int64_t number = 0;
    std::string key;
    int bands = 0; // in common
};

std::vector<Candidate> candidatesFor(const Database &database, const dialogue::Sketch &sketch)
{
    std::map<int64_t, int> shared;
    Query rows(database, "SELECT number FROM dialogue_band WHERE hash = ? ORDER BY number LIMIT ?");
    for (const int64_t band : sketch.bands) {
        rows.with(band).with(kLookedAt);
        while (rows.next())
            ++shared[rows.number(0)];
        rows.again();
    }
    std::vector<Candidate> candidates;
    Query key(database, "SELECT split_key FROM dialogue WHERE number = ? AND split_key <> ''");
    for (const auto &[number, bands] : shared) {
        key.with(number);
        if (key.next())
            candidates.push_back({ number, key.text(0), bands });
        key.again();
    }
    std::ranges::stable_sort(candidates, std::greater(), &Candidate::bands);
    return candidates;
}

dialogue::Sketch sketchOf(const Database &database, int64_t number)
{
    Query rows(database,
        "SELECT t.text FROM dialogue d JOIN turn t ON t.dialogue_id = d.id WHERE d.number = ? ORDER BY t.position");
    rows.with(number);
    dialogue::Dialogue said;
    while (rows.next()) {
        said.turns.emplace_back();
        said.turns.back().text = rows.text(0);
    }
    return dialogue::sketchOf(said);
}

} // namespace

ChosenKey chooseSplitKey(const Database &database, const dialogue::Dialogue &dialogue, const dialogue::Sketch &sketch)
{
    struct Hit
    {
        double likeness = 0;
        int64_t number = 0;
        std::string key;
    };
    std::vector<Hit> hits; // one a key
    size_t compared = 0;
    for (const Candidate &candidate : sketch.isEmpty() ? std::vector<Candidate>() : candidatesFor(database, sketch)) {
        if (std::ranges::find(hits, candidate.key, &Hit::key) != hits.end())
            continue;
        if (++compared > kCompared)
            break;
        const dialogue::Sketch other = sketchOf(database, candidate.number);
        if (dialogue::areNearDuplicates(sketch, other))
            hits.push_back({ dialogue::likeness(sketch, other), candidate.number, candidate.key });
    }
    if (hits.empty())
        return { dialogue::ownSplitKey(dialogue) };
    std::ranges::sort(hits, [](const Hit &a, const Hit &b) {
        return a.likeness != b.likeness ? a.likeness > b.likeness : a.number < b.number;
    });
    return { hits[0].key, hits[0].number, hits.size() > 1 ? hits[1].number : 0 };
}

void writeBands(const Database &database, int64_t number, const dialogue::Sketch &sketch)
{
    std::set<int64_t> wanted;
    if (!sketch.isEmpty())
        wanted.insert(sketch.bands.begin(), sketch.bands.end());
    std::vector<int64_t> gone;
    Query rows(database, "SELECT hash FROM dialogue_band WHERE number = ?");
    rows.with(number);
    while (rows.next()) {
        if (wanted.erase(rows.number(0)) == 0)
            gone.push_back(rows.number(0));
    }
    for (const int64_t hash : gone)
        Query(database, "DELETE FROM dialogue_band WHERE hash = ? AND number = ?").with(hash).with(number).run();
    Query write(database, "INSERT INTO dialogue_band (hash, number) VALUES (?, ?)");
    for (const int64_t hash : wanted)
        write.with(hash).with(number).run();
}

int64_t fillSplitKeys(Database &database, const base::CancelToken &cancel)
{
    std::vector<std::pair<int64_t, std::string>> waiting;
    {
        Query rows(database, "SELECT number, id FROM dialogue WHERE split_key = '' ORDER BY number");
        while (rows.next())
            waiting.emplace_back(rows.number(0), rows.text(1));
    }
    int64_t filled = 0;
    inBatches(database, waiting.size(), [&](size_t i) {
        cancel.throwIfCancelled("The keys of the split");
        const auto &[number, id] = waiting[i];
        const auto stored = readDialogue(database, id);
        if (!stored || !stored->split_key.empty())
            return; // another process was faster
        const dialogue::Sketch sketch = dialogue::sketchOf(stored->dialogue);
        Query(database, "UPDATE dialogue SET split_key = ? WHERE number = ?").with(chooseSplitKey(database, stored->dialogue, sketch).key).with(number).run();
        writeBands(database, number, sketch);
        ++filled;
    });
    return filled;
}

} // namespace storage
