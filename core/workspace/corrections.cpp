// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/corrections.h"

#include "storage/dialogue_repository.h"
#include "storage/edit_log.h"

#include <set>
#include <utility>

namespace workspace {

namespace {

// The new content under the ids of the old.
dialogue::Dialogue asRevisionOf(const dialogue::Dialogue &kept, dialogue::Dialogue now)
{
    base::Json *styles = now.source_style.contains("turns") ? &now.source_style["turns"] : nullptr;
    base::Json renamed = base::Json::object();
    for (size_t i = 0; i < now.turns.size(); ++i) {
        dialogue::Turn &turn = now.turns[i];
        const std::string before = turn.id;
        if (i < kept.turns.size() && kept.turns[i].speaker == turn.speaker) {
            turn.id = kept.turns[i].id;
            turn.not_learned = turn.not_learned || kept.turns[i].not_learned;
            if (!turn.strategy)
                turn.strategy = kept.turns[i].strategy;
        }
        if (styles && styles->contains(before))
            renamed[turn.id] = (*styles)[before];
    }
    if (styles)
        *styles = std::move(renamed);
    now.id = kept.id;
    now.source_name = kept.source_name;
    if (!kept.profile.id.empty() && !now.profile.fields.empty())
        now.profile.id = kept.profile.id;
    return now;
}

} // namespace

std::vector<Correction> takeOutCorrections(
    storage::Database &database, std::vector<dialogue::Dialogue> &dialogues, std::vector<dialogue::ImportNote> &notes)
{
    std::multiset<std::string> keys; // a number that stands twice in the file names nothing
    for (const dialogue::Dialogue &dialogue : dialogues)
        keys.insert(dialogue.source_name + '\n' + dialogue.source_key);
    const storage::DialogueRepository repository(database);
    std::vector<Correction> corrections;
    int64_t edited = 0;
    std::string first;
    std::erase_if(dialogues, [&](dialogue::Dialogue &dialogue) {
        if (!dialogue::hasNamedKey(dialogue) || keys.count(dialogue.source_name + '\n' + dialogue.source_key) != 1)
            return false;
        const auto id = repository.correctedBy(dialogue);
        if (!id)
            return false;
        edited += repository.revisionOf(*id) > 1;
        if (corrections.empty())
            first = dialogue.source_key;
        corrections.push_back({ *id, std::move(dialogue) });
        return true;
    });
    if (!corrections.empty()) {
        dialogue::ImportNote note { dialogue::NoteKind::Corrected, {},
            { { "count", std::to_string(corrections.size()) }, { "edited", std::to_string(edited) } }, {} };
        note.place.dialogue = first;
        notes.push_back(std::move(note));
    }
    return corrections;
}

int64_t revise(storage::Database &database, const std::vector<Correction> &corrections, const std::string &author,
    const std::function<void(double)> &progress, const base::CancelToken &cancel)
{
    int64_t revised = 0;
    storage::EditLog(database).recordMany("corrections", author, corrections.size(), [&](size_t i) {
        storage::DialogueRepository repository(database);
        auto stored = repository.find(corrections[i].dialogue_id);
        if (!stored)
            return;
        stored->dialogue = asRevisionOf(stored->dialogue, corrections[i].now);
        repository.save(*stored, author);
        repository.setSourceHash(stored->dialogue.id, dialogue::contentHash(corrections[i].now)); // people's marks are not the file's
        ++revised;
    }, progress, cancel);
    return revised;
}

} // namespace workspace
