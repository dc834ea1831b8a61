// SPDX-License-Identifier: GPL-3.0-or-later
// Dialogues with their turns, their profile and every earlier state. Profiles by themselves: profile_repository.h.
#pragma once

#include "base/cancel.h"
#include "dialogue/dialogue.h"
#include "storage/database.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace storage {

// A dialogue as it is kept. `revision` starts at 1 and rises with every save, also when its profile was saved alone.
struct StoredDialogue
{
    dialogue::Dialogue dialogue;
    int64_t revision = 0;
    int64_t profile_revision = 0; // 0: no profile
    std::string author;
    std::string updated; // UTC
    std::string content_hash;
    std::string split_key; // dialogue/split_key.h; chosen when it is added, kept through edits
};

// A line of the list, cheap enough for thousands.
struct DialogueRow
{
    std::string id;
    std::string source_key;
    std::string source_name;
    std::string language;
    std::string profile_id;
    std::string profile_name;
    std::string situation;
    std::string first_text; // the beginning of the first turn, at most 160 characters
    int64_t turn_count = 0;
    int64_t strategy_count = 0; // turns that have a strategy
    int64_t revision = 0;
    std::string updated;
    int64_t number = 0; // of arrival; no other dialogue ever gets it
};

enum class DialogueOrder { Arrival, Updated, Key, Turns, Situation };

struct DialogueQuery
{
    std::string search; // all words must occur, in any case, in the key, the profile or a turn; empty: everything
    std::optional<std::vector<int64_t>> numbers; // of these only: what was chosen in a list
    std::optional<std::string> source_name;
    std::vector<std::string> source_names {}; // any of these; empty: all
    std::optional<std::string> language;
    std::optional<std::string> profile_id;
    DialogueOrder order = DialogueOrder::Arrival;
    bool descending = false;
    int64_t limit = 200; // < 0: all
    int64_t offset = 0;
};

struct DialogueStanding
{
    int64_t revision = 0;
    std::string source_name;
    std::string split_key;
};

struct SourceCount
{
    std::string source_name;
    int64_t dialogues = 0;
};

// One saved state.
struct Revision
{
    int64_t revision = 0;
    std::string author;
    std::string time;
    std::string content_hash;
    bool deleted = false;
};

// A dialogue that is near to others of two keys: it stays with the likest.
struct NearTwoKeys
{
    std::string dialogue_id;
    std::string kept_with; // source and key of the one it stays with
    std::string also_near; // and of the other one
};

struct AddedDialogues
{
    int64_t added = 0;
    int64_t already_there = 0; // the content of one that is kept, or that came in as such: left out
    int64_t near_duplicates = 0; // of the added ones: nearly equal to one that was there, and in one part of a split with it
    std::vector<NearTwoKeys> near_two_keys;
    std::vector<std::string> ids; // of the added ones
};

class DialogueRepository
{
public:
    explicit DialogueRepository(Database &database)
        : m_database(database)
    {
    }

    // A list as a window shows it: the numbers of all its dialogues in order (a hundred thousand take some hundredths of a second), and
    // the rows of those that are looked at, in the order given; those that are gone are left out. Throws Cancelled.
    std::vector<int64_t> numbers(const DialogueQuery &query, const base::CancelToken &cancel = {}) const;
    std::vector<DialogueRow> rows(const std::vector<int64_t> &numbers) const;
    std::optional<int64_t> numberOf(const std::string &id) const;

    std::vector<DialogueRow> list(const DialogueQuery &query = {}) const;
    int64_t count(const DialogueQuery &query = {}) const; // limit, offset and order are ignored
    std::vector<std::string> ids(const DialogueQuery &query = {}) const;
    std::vector<SourceCount> sources() const;

    // The id of the dialogue of this source and key, when this one has other content; nothing when its content is there already, under
    // whatever name.
    std::optional<std::string> correctedBy(const dialogue::Dialogue &dialogue) const;
    // By which content a dialogue is known when it comes again (contentHash).
    void setSourceHash(const std::string &id, const std::string &hash);

    std::optional<StoredDialogue> find(const std::string &id) const;
    StoredDialogue get(const std::string &id) const; // throws NotFound
    // In the query's order; for freezing and export. Without what an import has added that has not ended: it may be taken back.
    std::vector<StoredDialogue> getAll(const DialogueQuery &query, const base::CancelToken &cancel = {}) const;
    // The current revision, 0 when it is gone: tells whether a run's data were edited since.
    int64_t revisionOf(const std::string &id) const;

    // Where it stands now, for comparing it with a run's copy; nothing when it is gone.
    std::optional<DialogueStanding> standing(const std::string &id) const;

    // A new one; missing ids (dialogue, turns, a profile with fields) are made. A profile id that is known already is shared: then
    // its stored fields are kept. Returns it as kept.
    StoredDialogue add(const dialogue::Dialogue &dialogue, const std::string &author);
    // Many: all of them or none. Written in short transactions with a gap behind each, so that others can save meanwhile; when one
    // fails or `cancel` is set, those that are there already are taken back, except what somebody has edited by then; after a kill the
    // next opening does it (import_journal.h). `progress(done of total)` at most a hundred times.
    // Throws Cancelled, ImportKept when a full disk kept some from being taken back.
    AddedDialogues addAll(const std::vector<dialogue::Dialogue> &dialogues, const std::string &author,
        const std::function<void(double)> &progress = {}, const base::CancelToken &cancel = {});

    // Saves turns, key, language and profile fields. `edited.revision` is the one the edit was based on: throws Conflict when another
    // desk has saved since, NotFound when it was deleted. Where only the profile was changed since and the edit is none of it, both
    // are kept. Without a change of content nothing is written. Returns it as kept.
    StoredDialogue save(const StoredDialogue &edited, const std::string &author);
    // What the edit changed holds, whatever was saved since (that stays in the history); added anew when it was deleted. A profile that
    // the edit left alone stays as it is now.
    StoredDialogue saveOver(const StoredDialogue &edited, const std::string &author);
    // Gives it another (known) profile, or none when empty. Throws as save.
    StoredDialogue setProfile(const std::string &id, int64_t revision, const std::string &profileId, const std::string &author);
    // Into the trash (trash_repository.h). Throws Conflict, NotFound. The profile that came with it goes too unless another dialogue
    // uses it.
    void remove(const std::string &id, int64_t revision, const std::string &author);

    std::vector<Revision> history(const std::string &id) const; // newest first
    dialogue::Dialogue atRevision(const std::string &id, int64_t revision) const; // throws NotFound

private:
    Database &m_database;
};

} // namespace storage
