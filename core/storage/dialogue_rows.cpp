// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/dialogue_rows.h"

#include "base/clock.h"
#include "base/uuid.h"
#include "storage/dialogue_reader.h"
#include "storage/folded_text.h"
#include "storage/profile_rows.h"
#include "storage/sql.h"
#include "storage/trash_rows.h"

#include <unordered_set>

namespace storage {

using base::Json;

namespace {

constexpr size_t kFirstText = 160; // code points

std::string beginning(const std::string &text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.size(); ++i) {
        if ((text[i] & 0xc0) != 0x80 && ++count > kFirstText)
            return text.substr(0, i);
    }
    return text;
}

std::string searchTextOf(const dialogue::Dialogue &dialogue)
{
    std::string text = dialogue.source_key + '\n';
    for (const dialogue::ProfileField &field : dialogue.profile.fields)
        text += field.text() + '\n';
    for (const dialogue::Turn &turn : dialogue.turns)
        text += turn.text + '\n';
    return foldedText(text);
}

// Those that are there already keep their rows: other tables name them by id.
void writeTurns(const Database &database, const dialogue::Dialogue &dialogue)
{
    Query write(database,
        "INSERT INTO turn (dialogue_id, position, id, speaker, text, scheme, label, not_learned) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (dialogue_id, id) DO UPDATE SET position = excluded.position, speaker = excluded.speaker, text = excluded.text,"
        " scheme = excluded.scheme, label = excluded.label, not_learned = excluded.not_learned"
        " WHERE (position, speaker, text, scheme, label, not_learned) IS NOT"
        " (excluded.position, excluded.speaker, excluded.text, excluded.scheme, excluded.label, excluded.not_learned)");
    int64_t position = 0;
    for (const dialogue::Turn &turn : dialogue.turns) {
        write.with(dialogue.id).with(position++).with(turn.id).with(dialogue::speakerName(turn.speaker)).with(turn.text);
        if (turn.strategy)
            write.with(turn.strategy->scheme).with(turn.strategy->label);
        else
            write.withNull().withNull();
        write.with(int64_t(turn.not_learned)).run();
    }
}

void removeOtherTurns(const Database &database, const dialogue::Dialogue &dialogue)
{
    std::unordered_set<std::string_view> kept;
    for (const dialogue::Turn &turn : dialogue.turns)
        kept.insert(turn.id);
    std::vector<std::string> gone;
    Query rows(database, "SELECT id FROM turn WHERE dialogue_id = ?");
    rows.with(dialogue.id);
    while (rows.next()) {
        if (std::string id = rows.text(0); !kept.contains(id))
            gone.push_back(std::move(id));
    }
    for (const std::string &id : gone)
        Query(database, "DELETE FROM turn WHERE dialogue_id = ? AND id = ?").with(dialogue.id).with(id).run();
}

// What insert and update write alike.
void stamp(StoredDialogue &stored, int64_t revision, const std::string &author)
{
    stored.revision = revision;
    stored.author = author;
    stored.updated = base::utcNow();
    stored.content_hash = dialogue::contentHash(stored.dialogue);
}

void record(const Database &database, const StoredDialogue &stored, StateOf of)
{
    recordRevision(database, "dialogue", stored.dialogue.id, stored.revision, stored.author, stored.updated,
        stored.content_hash, base::toLine(toJson(stored.dialogue)), of);
}

// Binds the columns that both statements share, in this order.
Query &bindContent(Query &query, const StoredDialogue &stored)
{
    const dialogue::Dialogue &d = stored.dialogue;
    query.with(d.source_key).with(d.source_name).with(d.language);
    if (d.profile.id.empty())
        query.withNull();
    else
        query.with(d.profile.id);
    return query.with(base::toLine(d.source_style)).with(static_cast<int64_t>(d.turns.size()))
        .with(d.turns.empty() ? std::string() : beginning(d.turns.front().text)).with(searchTextOf(d))
        .with(stored.revision).with(stored.author).with(stored.updated).with(stored.content_hash);
}

// After all that were ever there: lists name dialogues by number.
int64_t nextNumber(const Database &database)
{
    Query row(database,
        "SELECT 1 + max((SELECT coalesce(max(number), 0) FROM dialogue),"
        " (SELECT CAST(value AS INTEGER) FROM workspace WHERE key = 'last_removed_dialogue'))");
    return row.next() ? row.number(0) : 1;
}

// Its old place in the order of arrival, unless something has come to stand there.
int64_t freeNumber(const Database &database, std::optional<int64_t> number)
{
    Query taken(database, "SELECT 1 FROM dialogue WHERE number = ?");
    taken.with(number);
    return number && !taken.next() ? *number : nextNumber(database);
}

int64_t numberOf(const Database &database, const std::string &id)
{
    Query row(database, "SELECT number FROM dialogue WHERE id = ?");
    row.with(id);
    return row.next() ? row.number(0) : 0;
}

} // namespace

void fillIds(dialogue::Dialogue &dialogue)
{
    if (dialogue.id.empty())
        dialogue.id = base::newUuid();
    std::unordered_set<std::string> seen;
    for (dialogue::Turn &turn : dialogue.turns) {
        // Two turns of one id would become one row.
        if (turn.id.empty() || seen.contains(turn.id))
            turn.id = base::newUuid();
        seen.insert(turn.id);
    }
}

int64_t placeProfile(const Database &database, dialogue::Dialogue &dialogue, const std::string &author)
{
    if (dialogue.profile.id.empty() && dialogue.profile.fields.empty())
        return 0;
    auto kept = dialogue.profile.id.empty() ? std::nullopt : readProfile(database, dialogue.profile.id);
    if (!kept)
        kept = insertProfile(database, dialogue.profile, true, author);
    dialogue.profile = kept->profile;
    return kept->revision;
}

StoredDialogue addDialogue(
    const Database &database, const dialogue::Dialogue &dialogue, const std::string &author, ChosenKey *chosen)
{
    StoredDialogue stored;
    stored.dialogue = dialogue;
    fillIds(stored.dialogue);
    stored.profile_revision = placeProfile(database, stored.dialogue, author);
    return insertDialogue(database, std::move(stored), author, chosen);
}

void removeDialogue(const Database &database, const StoredDialogue &kept, const std::string &author)
{
    const std::string &id = kept.dialogue.id;
    putIntoTrash(database, kept, kept.revision + 1, author);
    Query(database, "DELETE FROM dialogue WHERE id = ?").with(id).run();
    recordRevision(database, "dialogue", id, kept.revision + 1, author, base::utcNow(), "", "");
    if (!kept.dialogue.profile.id.empty())
        removeOrphan(database, kept.dialogue.profile.id, author, Orphan::WithItsDialogue);
}

std::optional<dialogue::Dialogue> dialogueAt(const Database &database, const std::string &id, int64_t revision)
{
    Query row(database, "SELECT content FROM revision WHERE object_id = ? AND revision = ? AND kind = 'dialogue' AND content <> ''");
    row.with(id).with(revision);
    if (!row.next())
        return std::nullopt;
    const std::string subject = "dialogue " + id;
    return dialogue::dialogueFromJson(base::parseJson(row.text(0), subject), subject);
}

std::optional<StoredDialogue> readDialogue(const Database &database, const std::string &id) { return DialogueReader(database).read(id); }

StoredDialogue insertDialogue(const Database &database, StoredDialogue stored, const std::string &author, ChosenKey *chosen)
{
    const auto facts = takeFromTrash(database, stored.dialogue.id);
    const dialogue::Sketch sketch = dialogue::sketchOf(stored.dialogue);
    if (facts)
        stored.split_key = facts->split_key;
    if (stored.split_key.empty()) {
        ChosenKey key = chooseSplitKey(database, stored.dialogue, sketch);
        stored.split_key = key.key;
        if (chosen)
            *chosen = std::move(key);
    }
    stamp(stored, lastRevision(database, stored.dialogue.id) + 1, author);
    Query insert(database,
        "INSERT INTO dialogue (source_key, source_name, language, profile_id, source_style, turn_count, first_text, search_text,"
        " revision, author, updated, content_hash, source_hash, split_key, number, id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    bindContent(insert, stored).with(facts && !facts->source_hash.empty() ? facts->source_hash : stored.content_hash)
        .with(stored.split_key).with(facts ? freeNumber(database, facts->number) : nextNumber(database)).with(stored.dialogue.id).run();
    writeTurns(database, stored.dialogue);
    writeBands(database, numberOf(database, stored.dialogue.id), sketch);
    record(database, stored, StateOf::Edit);
    return stored;
}

StoredDialogue updateDialogue(
    const Database &database, StoredDialogue stored, int64_t keptRevision, const std::string &author, StateOf of)
{
    stamp(stored, keptRevision + 1, author);
    Query update(database,
        "UPDATE dialogue SET source_key = ?, source_name = ?, language = ?, profile_id = ?, source_style = ?, turn_count = ?,"
        " first_text = ?, search_text = ?, revision = ?, author = ?, updated = ?, content_hash = ? WHERE id = ?");
    bindContent(update, stored).with(stored.dialogue.id).run();
    removeOtherTurns(database, stored.dialogue);
    writeTurns(database, stored.dialogue);
    writeBands(database, numberOf(database, stored.dialogue.id), dialogue::sketchOf(stored.dialogue));
    record(database, stored, of);
    return stored;
}

void touchDialoguesOf(const Database &database, const std::string &profileId, const std::string &author,
    const std::string &exceptDialogue)
{
    std::vector<std::string> ids;
    Query rows(database, "SELECT id FROM dialogue WHERE profile_id = ? AND id <> ? ORDER BY number");
    rows.with(profileId).with(exceptDialogue);
    while (rows.next())
        ids.push_back(rows.text(0));
    DialogueReader reader(database);
    for (const std::string &id : ids) {
        if (auto stored = reader.read(id)) {
            const int64_t kept = stored->revision;
            updateDialogue(database, std::move(*stored), kept, author, StateOf::Touch);
        }
    }
}

} // namespace storage
