// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/dialogue_rows.h"

#include "base/clock.h"
#include "storage/folded_text.h"
#include "storage/profile_rows.h"
#include "storage/sql.h"

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

std::vector<dialogue::Turn> readTurns(const Database &database, const std::string &dialogueId)
{
    Query rows(database, "SELECT id, speaker, text, scheme, label, not_learned FROM turn WHERE dialogue_id = ? ORDER BY position");
    rows.with(dialogueId);
    std::vector<dialogue::Turn> turns;
    while (rows.next()) {
        dialogue::Turn turn;
        turn.id = rows.text(0);
        turn.speaker = dialogue::speakerFromName(rows.text(1)).value_or(dialogue::Speaker::Seeker);
        turn.text = rows.text(2);
        if (!rows.isNull(3))
            turn.strategy = dialogue::Strategy { rows.text(3), rows.text(4) };
        turn.not_learned = rows.number(5) != 0;
        turns.push_back(std::move(turn));
    }
    return turns;
}

// What insert and update write alike.
void stamp(StoredDialogue &stored, int64_t revision, const std::string &author)
{
    stored.revision = revision;
    stored.author = author;
    stored.updated = base::utcNow();
    stored.content_hash = dialogue::contentHash(stored.dialogue);
}

void record(const Database &database, const StoredDialogue &stored)
{
    recordRevision(database, "dialogue", stored.dialogue.id, stored.revision, stored.author, stored.updated,
        stored.content_hash, base::toLine(toJson(stored.dialogue)));
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

} // namespace

std::optional<StoredDialogue> readDialogue(const Database &database, const std::string &id)
{
    Query row(database,
        "SELECT source_key, source_name, language, profile_id, source_style, revision, author, updated, content_hash"
        " FROM dialogue WHERE id = ?");
    row.with(id);
    if (!row.next())
        return std::nullopt;
    StoredDialogue stored;
    dialogue::Dialogue &d = stored.dialogue;
    d.id = id;
    d.source_key = row.text(0);
    d.source_name = row.text(1);
    d.language = row.text(2);
    d.source_style = base::parseJson(row.text(4), "dialogue " + id);
    stored.revision = row.number(5);
    stored.author = row.text(6);
    stored.updated = row.text(7);
    stored.content_hash = row.text(8);
    if (!row.isNull(3)) {
        if (auto profile = readProfile(database, row.text(3))) {
            d.profile = std::move(profile->profile);
            stored.profile_revision = profile->revision;
        }
    }
    d.turns = readTurns(database, id);
    return stored;
}

StoredDialogue insertDialogue(const Database &database, StoredDialogue stored, const std::string &author)
{
    stamp(stored, lastRevision(database, stored.dialogue.id) + 1, author);
    Query insert(database,
        "INSERT INTO dialogue (source_key, source_name, language, profile_id, source_style, turn_count, first_text, search_text,"
        " revision, author, updated, content_hash, source_hash, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    bindContent(insert, stored).with(stored.content_hash).with(stored.dialogue.id).run();
    writeTurns(database, stored.dialogue);
    record(database, stored);
    return stored;
}

StoredDialogue updateDialogue(const Database &database, StoredDialogue stored, int64_t keptRevision, const std::string &author)
{
    stamp(stored, keptRevision + 1, author);
    Query update(database,
        "UPDATE dialogue SET source_key = ?, source_name = ?, language = ?, profile_id = ?, source_style = ?, turn_count = ?,"
        " first_text = ?, search_text = ?, revision = ?, author = ?, updated = ?, content_hash = ? WHERE id = ?");
    bindContent(update, stored).with(stored.dialogue.id).run();
    removeOtherTurns(database, stored.dialogue);
    writeTurns(database, stored.dialogue);
    record(database, stored);
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
    for (const std::string &id : ids) {
        if (auto stored = readDialogue(database, id)) {
            const int64_t kept = stored->revision;
            updateDialogue(database, std::move(*stored), kept, author);
        }
    }
}

} // namespace storage
