// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/dialogue_reader.h"

#include "storage/profile_rows.h"

namespace storage {

DialogueReader::DialogueReader(const Database &database)
    : m_row(database,
          "SELECT source_key, source_name, language, profile_id, source_style, revision, author, updated, content_hash,"
          " split_key FROM dialogue WHERE id = ?")
    , m_profile(database, kProfileById)
    , m_turns(database, "SELECT id, speaker, text, scheme, label, not_learned FROM turn WHERE dialogue_id = ? ORDER BY position")
{
}

std::optional<StoredDialogue> DialogueReader::read(const std::string &id)
{
    Query &row = m_row;
    row.again();
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
    stored.split_key = row.text(9);
    if (!row.isNull(3)) {
        const std::string profile = row.text(3);
        m_profile.again();
        m_profile.with(profile);
        if (m_profile.next()) {
            StoredProfile read = profileIn(m_profile, profile);
            d.profile = std::move(read.profile);
            stored.profile_revision = read.revision;
        }
        m_profile.again();
    }
    row.again();
    d.turns = readTurns(id);
    return stored;
}

std::vector<dialogue::Turn> DialogueReader::readTurns(const std::string &id)
{
    Query &rows = m_turns;
    rows.again();
    rows.with(id);
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
    rows.again();
    return turns;
}

} // namespace storage
