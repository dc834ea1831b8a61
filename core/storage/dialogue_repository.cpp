// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/dialogue_repository.h"

#include "base/clock.h"
#include "storage/batches.h"
#include "storage/dialogue_reader.h"
#include "storage/dialogue_rows.h"
#include "storage/import_journal.h"
#include "storage/profile_rows.h"
#include "storage/sql.h"

#include <algorithm>
#include <set>

namespace storage {

using base::ErrorKind;
using base::Failure;

namespace {

std::string nameOf(const Database &database, int64_t number)
{
    Query row(database, "SELECT source_name || ' ' || iif(source_key = '', substr(id, 1, 8), source_key) FROM dialogue WHERE number = ?");
    row.with(number);
    return row.next() ? row.text(0) : std::string();
}

// Whether a dialogue of this content is there, as it is now or as it came in; what an import has added that has not ended does not count,
// so that a file may hold the same twice.
class KnownContent
{
public:
    explicit KnownContent(const Database &database)
        : m_known(database,
              "SELECT 1 FROM dialogue d WHERE (source_hash = ?1 OR content_hash = ?1)"
              " AND NOT EXISTS (SELECT 1 FROM import_part p WHERE p.dialogue_id = d.id AND p.revision = d.revision) LIMIT 1")
    {
    }
    bool has(const std::string &hash)
    {
        m_known.with(hash);
        const bool found = m_known.next();
        m_known.again();
        return found;
    }

private:
    Query m_known;
};

void noteNear(const Database &database, const std::string &id, const ChosenKey &chosen, AddedDialogues &result)
{
    result.near_duplicates += chosen.near_number != 0;
    if (chosen.other_number != 0)
        result.near_two_keys.push_back({ id, nameOf(database, chosen.near_number), nameOf(database, chosen.other_number) });
}

// The profile part of a save: edited in place, exchanged for another one, or taken away.
void saveProfile(const Database &database, StoredDialogue &edited, const StoredDialogue &kept, const std::string &author)
{
    dialogue::Profile &profile = edited.dialogue.profile;
    if (profile.id.empty() || profile.id != kept.dialogue.profile.id) {
        edited.profile_revision = placeProfile(database, edited.dialogue, author);
        return;
    }
    const StoredProfile saved
        = updateProfile(database, { profile, edited.profile_revision, {}, {}, {} }, author);
    if (saved.revision != kept.profile_revision)
        touchDialoguesOf(database, profile.id, author, edited.dialogue.id);
    edited.profile_revision = saved.revision;
}

bool sameContent(const dialogue::Dialogue &a, const dialogue::Dialogue &b)
{
    return a.turns == b.turns && a.profile == b.profile && a.source_key == b.source_key && a.language == b.language
        && a.source_name == b.source_name;
}

std::string subjectOf(const dialogue::Dialogue &dialogue)
{
    return "The dialogue " + (dialogue.source_key.empty() ? dialogue.id : dialogue.source_key);
}

// On top of what is kept, if that differs from what the edit saw by its profile only.
void rebase(const Database &database, StoredDialogue &edited, const StoredDialogue &kept)
{
    const auto base = dialogueAt(database, kept.dialogue.id, edited.revision);
    dialogue::Dialogue theirs = kept.dialogue;
    if (base)
        theirs.profile = base->profile;
    if (!base || base->profile != edited.dialogue.profile || !sameContent(*base, theirs))
        throwConflict(subjectOf(kept.dialogue), kept.revision, edited.revision);
    edited.dialogue.profile = kept.dialogue.profile;
    edited.profile_revision = kept.profile_revision;
    edited.revision = kept.revision;
}

} // namespace

std::optional<StoredDialogue> DialogueRepository::find(const std::string &id) const { return readDialogue(m_database, id); }

StoredDialogue DialogueRepository::get(const std::string &id) const
{
    if (auto stored = find(id))
        return std::move(*stored);
    throw Failure(ErrorKind::NotFound, "The dialogue " + id, "the workspace");
}

std::vector<StoredDialogue> DialogueRepository::getAll(const DialogueQuery &query, const base::CancelToken &cancel) const
{
    std::vector<StoredDialogue> all;
    DialogueReader reader(m_database);
    const std::set<std::string> unfinished = unfinishedImports(m_database);
    for (const std::string &id : ids(query)) {
        cancel.throwIfCancelled("Reading dialogues");
        if (unfinished.contains(id))
            continue;
        if (auto stored = reader.read(id))
            all.push_back(std::move(*stored));
    }
    return all;
}

int64_t DialogueRepository::revisionOf(const std::string &id) const
{
    Query row(m_database, "SELECT revision FROM dialogue WHERE id = ?");
    row.with(id);
    return row.next() ? row.number(0) : 0;
}

std::optional<DialogueStanding> DialogueRepository::standing(const std::string &id) const
{
    Query row(m_database, "SELECT revision, source_name, split_key FROM dialogue WHERE id = ?");
    row.with(id);
    if (!row.next())
        return std::nullopt;
    return DialogueStanding { row.number(0), row.text(1), row.text(2) };
}

std::optional<std::string> DialogueRepository::correctedBy(const dialogue::Dialogue &dialogue) const
{
    Query row(m_database,
        "SELECT id FROM dialogue d WHERE source_name = ? AND source_key = ? AND NOT EXISTS (SELECT 1 FROM import_part p WHERE p.dialogue_id = d.id)");
    row.with(dialogue.source_name).with(dialogue.source_key);
    if (!row.next() || KnownContent(m_database).has(dialogue::contentHash(dialogue)))
        return std::nullopt;
    return row.text(0);
}

void DialogueRepository::setSourceHash(const std::string &id, const std::string &hash)
{
    m_database.transaction([&] { Query(m_database, "UPDATE dialogue SET source_hash = ? WHERE id = ?").with(hash).with(id).run(); });
}

StoredDialogue DialogueRepository::add(const dialogue::Dialogue &dialogue, const std::string &author)
{
    StoredDialogue stored;
    m_database.transaction([&] { stored = addDialogue(m_database, dialogue, author); });
    return stored;
}

AddedDialogues DialogueRepository::addAll(const std::vector<dialogue::Dialogue> &dialogues, const std::string &author,
    const std::function<void(double)> &progress, const base::CancelToken &cancel)
{
    AddedDialogues result;
    // One dialogue is one transaction and needs no journal.
    std::optional<ImportJournal> journal;
    if (dialogues.size() > 1)
        journal.emplace(m_database, dialogues.front().source_name, author, cancel);
    const size_t stride = dialogues.size() / 100 + 1;
    KnownContent known(m_database);
    try {
        inBatches(m_database, dialogues.size(), [&](size_t i) {
            cancel.throwIfCancelled("The import");
            const dialogue::Dialogue &dialogue = dialogues[i];
            if (known.has(dialogue::contentHash(dialogue))) {
                ++result.already_there;
            } else {
                ChosenKey chosen;
                StoredDialogue stored = addDialogue(m_database, dialogue, author, &chosen);
                noteNear(m_database, stored.dialogue.id, chosen, result);
                result.ids.push_back(stored.dialogue.id);
                if (journal)
                    journal->note(stored);
                ++result.added;
            }
            if (progress && i % stride == 0)
                progress(static_cast<double>(i) / static_cast<double>(dialogues.size()));
        });
        if (journal)
            journal->finish();
    } catch (const Failure &failure) {
        // Why it failed at first is what people must know, unless something stays.
        if (const int64_t left = journal ? journal->takeBack() : 0; left > 0) {
            const bool full = failure.error().kind == ErrorKind::DiskFull;
            throw Failure(ErrorKind::ImportKept, dialogues.front().source_name, {},
                { { "count", std::to_string(left) }, { "reason", full ? "the disk is full" : "" } });
        }
        throw;
    } catch (...) {
        if (journal)
            journal->takeBack();
        throw;
    }
    return result;
}

StoredDialogue DialogueRepository::save(const StoredDialogue &edited, const std::string &author)
{
    StoredDialogue stored = edited;
    m_database.transaction([&] {
        const StoredDialogue kept = get(edited.dialogue.id);
        if (kept.revision != edited.revision)
            rebase(m_database, stored, kept);
        if (sameContent(kept.dialogue, stored.dialogue)) {
            stored = kept;
            return;
        }
        stored.split_key = kept.split_key;
        fillIds(stored.dialogue);
        saveProfile(m_database, stored, kept, author);
        stored = updateDialogue(m_database, std::move(stored), kept.revision, author);
        if (!kept.dialogue.profile.id.empty() && kept.dialogue.profile.id != stored.dialogue.profile.id)
            removeOrphan(m_database, kept.dialogue.profile.id, author, Orphan::Alone);
    });
    return stored;
}

StoredDialogue DialogueRepository::saveOver(const StoredDialogue &edited, const std::string &author)
{
    StoredDialogue stored = edited;
    m_database.transaction([&] {
        const auto kept = find(edited.dialogue.id);
        const auto base = dialogueAt(m_database, edited.dialogue.id, edited.revision);
        dialogue::Profile &profile = stored.dialogue.profile;
        if (!kept) {
            if (base && base->profile == profile)
                profile = newestProfile(m_database, profile);
            stored = addDialogue(m_database, stored.dialogue, author);
            return;
        }
        stored.revision = kept->revision;
        const auto now = profile.id.empty() ? std::nullopt : readProfile(m_database, profile.id);
        stored.profile_revision = now ? now->revision : 0;
        if (base && base->profile == profile) {
            profile = kept->dialogue.profile;
            stored.profile_revision = kept->profile_revision;
        }
        stored = save(stored, author);
    });
    return stored;
}

StoredDialogue DialogueRepository::setProfile(
    const std::string &id, int64_t revision, const std::string &profileId, const std::string &author)
{
    StoredDialogue edited = get(id);
    edited.revision = revision;
    edited.dialogue.profile = {};
    if (!profileId.empty()) {
        const auto profile = readProfile(m_database, profileId);
        if (!profile)
            throw Failure(ErrorKind::NotFound, "The profile " + profileId, "the workspace");
        edited.dialogue.profile = profile->profile;
        edited.profile_revision = profile->revision;
    }
    return save(edited, author);
}

void DialogueRepository::remove(const std::string &id, int64_t revision, const std::string &author)
{
    m_database.transaction([&] {
        const StoredDialogue kept = get(id);
        if (kept.revision != revision)
            throwConflict(subjectOf(kept.dialogue), kept.revision, revision);
        removeDialogue(m_database, kept, author);
    });
}

std::vector<Revision> DialogueRepository::history(const std::string &id) const
{
    Query rows(m_database,
        "SELECT revision, author, time, content_hash, content = '' FROM revision WHERE object_id = ? AND kind = 'dialogue'"
        " ORDER BY revision DESC");
    rows.with(id);
    std::vector<Revision> history;
    while (rows.next())
        history.push_back({ rows.number(0), rows.text(1), rows.text(2), rows.text(3), rows.number(4) != 0 });
    return history;
}

dialogue::Dialogue DialogueRepository::atRevision(const std::string &id, int64_t revision) const
{
    if (auto dialogue = dialogueAt(m_database, id, revision))
        return std::move(*dialogue);
    throw Failure(ErrorKind::NotFound, "Revision " + std::to_string(revision) + " of the dialogue " + id, "the workspace");
}

} // namespace storage
