// SPDX-License-Identifier: GPL-3.0-or-later
// A table (CSV, TSV) with one turn a row, its columns found by their names; or with one question and its answer a row.
// Rows of one dialogue have the same value in its column; without such a column the table is one dialogue.
#include "dialogue/formats/csv_table.h"
#include "dialogue/formats/file_reading.h"
#include "dialogue/formats/message_turns.h"
#include "dialogue/formats/profile_fields.h"
#include "dialogue/formats/role_names.h"
#include "dialogue/outer_whitespace.h"

#include "base/numbers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace dialogue {

using base::ErrorKind;
using base::Failure;
using base::Json;

namespace {

enum class Meaning { Dialogue, Order, Speaker, Text, Strategy, Asked, Answered };

struct ColumnName
{
    std::string_view name; // small letters, nothing between them
    Meaning meaning;
};

// The first of a meaning wins.
constexpr std::array kNames { ColumnName { "dialogueid", Meaning::Dialogue }, ColumnName { "dialogid", Meaning::Dialogue },
    ColumnName { "convid", Meaning::Dialogue }, ColumnName { "conversationid", Meaning::Dialogue }, ColumnName { "sessionid", Meaning::Dialogue },
    ColumnName { "chatid", Meaning::Dialogue }, ColumnName { "threadid", Meaning::Dialogue }, ColumnName { "dialogue", Meaning::Dialogue },
    ColumnName { "dialog", Meaning::Dialogue }, ColumnName { "conversation", Meaning::Dialogue }, ColumnName { "对话id", Meaning::Dialogue },
    ColumnName { "对话编号", Meaning::Dialogue }, ColumnName { "会话id", Meaning::Dialogue }, ColumnName { "对话", Meaning::Dialogue },
    ColumnName { "id", Meaning::Dialogue },

    ColumnName { "utteranceidx", Meaning::Order }, ColumnName { "utteranceid", Meaning::Order }, ColumnName { "turnid", Meaning::Order },
    ColumnName { "turnidx", Meaning::Order }, ColumnName { "turnindex", Meaning::Order }, ColumnName { "turnnumber", Meaning::Order },
    ColumnName { "turn", Meaning::Order }, ColumnName { "轮次", Meaning::Order }, ColumnName { "序号", Meaning::Order },

    ColumnName { "speaker", Meaning::Speaker }, ColumnName { "role", Meaning::Speaker }, ColumnName { "speakerrole", Meaning::Speaker },
    ColumnName { "from", Meaning::Speaker }, ColumnName { "sender", Meaning::Speaker }, ColumnName { "author", Meaning::Speaker },
    ColumnName { "interlocutor", Meaning::Speaker }, ColumnName { "speakeridx", Meaning::Speaker }, ColumnName { "speakerid", Meaning::Speaker },
    ColumnName { "角色", Meaning::Speaker }, ColumnName { "说话人", Meaning::Speaker }, ColumnName { "发言人", Meaning::Speaker },

    ColumnName { "text", Meaning::Text }, ColumnName { "content", Meaning::Text }, ColumnName { "utterance", Meaning::Text },
    ColumnName { "message", Meaning::Text }, ColumnName { "utterancetext", Meaning::Text }, ColumnName { "value", Meaning::Text },
    ColumnName { "内容", Meaning::Text }, ColumnName { "文本", Meaning::Text }, ColumnName { "话语", Meaning::Text }, ColumnName { "发言", Meaning::Text },

    ColumnName { "strategy", Meaning::Strategy }, ColumnName { "supportstrategy", Meaning::Strategy }, ColumnName { "策略", Meaning::Strategy },

    ColumnName { "question", Meaning::Asked }, ColumnName { "questiontext", Meaning::Asked }, ColumnName { "prompt", Meaning::Asked },
    ColumnName { "instruction", Meaning::Asked }, ColumnName { "input", Meaning::Asked }, ColumnName { "问题", Meaning::Asked },
    ColumnName { "answer", Meaning::Answered }, ColumnName { "answertext", Meaning::Answered }, ColumnName { "response", Meaning::Answered },
    ColumnName { "output", Meaning::Answered }, ColumnName { "completion", Meaning::Answered }, ColumnName { "回答", Meaning::Answered } };

std::string folded(std::string_view name)
{
    std::string out;
    for (const char c : trimmed(name).text) {
        if (c != ' ' && c != '_' && c != '-')
            out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    }
    return out;
}

// Columns by what they mean.
class ColumnMap
{
public:
    explicit ColumnMap(const std::vector<std::string> &header)
        : m_header(header)
    {
        for (const ColumnName &known : kNames) {
            const auto found = std::ranges::find(header, known.name, folded);
            if (found != header.end())
                m_columns.emplace(known.meaning, static_cast<size_t>(found - header.begin()));
        }
        // Columns that are called after who speaks in them.
        for (size_t i = 0; i < header.size(); ++i) {
            const auto isKnown = [&](const auto &known) { return known.second == i; };
            if (const auto speaker = speakerNamed(header[i]); speaker && std::ranges::none_of(m_columns, isKnown))
                m_columns.emplace(*speaker == Speaker::Seeker ? Meaning::Asked : Meaning::Answered, i);
        }
        for (size_t i = 0; i < header.size(); ++i) {
            const auto isField = [&](const std::string &field) { return folded(field) == folded(header[i]); };
            const auto field = std::ranges::find_if(pescFieldNames(), isField);
            if (field != pescFieldNames().end() && !isMapped(i))
                m_fields.emplace(i, *field);
        }
    }

    bool has(Meaning meaning) const { return m_columns.contains(meaning); }
    bool hasTurns() const { return has(Meaning::Speaker) && has(Meaning::Text); }
    bool hasPairs() const { return has(Meaning::Asked) && has(Meaning::Answered); }
    const std::string &cell(const CsvRow &row, Meaning meaning) const
    {
        static const std::string none;
        const auto found = m_columns.find(meaning);
        return found == m_columns.end() ? none : row.cells[found->second];
    }
    const std::map<size_t, std::string> &fields() const { return m_fields; } // of the profile, by column
    bool isMapped(size_t column) const
    {
        return std::ranges::any_of(m_columns, [&](const auto &known) { return known.second == column && isUsed(known.first); });
    }
    const std::vector<std::string> &header() const { return m_header; }

private:
    // Of the two kinds of table, the one that this is.
    bool isUsed(Meaning meaning) const
    {
        const bool ofPairs = meaning == Meaning::Asked || meaning == Meaning::Answered;
        const bool ofTurns = meaning == Meaning::Speaker || meaning == Meaning::Text || meaning == Meaning::Strategy || meaning == Meaning::Order;
        return hasTurns() ? !ofPairs : !ofTurns;
    }

    std::vector<std::string> m_header;
    std::map<Meaning, size_t> m_columns;
    std::map<size_t, std::string> m_fields;
};

bool looksLikeJson(std::string_view content) { return content.starts_with('{') || content.starts_with('['); }

bool recognises(const FileText &file)
{
    if (file.extension() == ".csv" || file.extension() == ".tsv")
        return !looksLikeJson(file.content());
    const auto separator = csvSeparator(file.content());
    if (!separator || looksLikeJson(file.content()))
        return false;
    const ColumnMap columns(csvRows(file.content(), *separator, 1).front().cells);
    return columns.hasTurns() || columns.hasPairs();
}

// Numbers in the place of names: the first to speak is the seeker.
class SpeakersByOrder
{
public:
    std::optional<Speaker> speakerOf(const std::string &value)
    {
        if (m_first.empty() || value == m_first) {
            m_first = value;
            return Speaker::Seeker;
        }
        if (m_second.empty() || value == m_second) {
            m_second = value;
            return Speaker::Supporter;
        }
        return std::nullopt;
    }

private:
    std::string m_first;
    std::string m_second;
};

class TableReading
{
public:
    TableReading(const FileText &file, FileReading &reading, const ColumnMap &columns)
        : m_file(file)
        , m_reading(reading)
        , m_columns(columns)
    {
    }

    void read(const std::vector<CsvRow> &rows)
    {
        const bool pairs = !m_columns.hasTurns();
        std::vector<std::vector<const CsvRow *>> dialogues;
        std::map<std::string, size_t> places;
        m_named = std::ranges::any_of(rows, [&](const CsvRow &row) {
            return row.cells.size() == m_columns.header().size() && roleNamed(m_columns.cell(row, Meaning::Speaker));
        });
        for (const CsvRow &row : rows) {
            const bool whole = row.cells.size() == m_columns.header().size();
            const std::string key = pairs ? std::to_string(row.line) : whole ? m_columns.cell(row, Meaning::Dialogue) : lastKey(row, dialogues);
            const auto [place, isNew] = places.emplace(key, dialogues.size());
            if (isNew)
                dialogues.emplace_back();
            dialogues[place->second].push_back(&row);
        }
        std::vector<std::string> keys(dialogues.size());
        for (const auto &[key, place] : places)
            keys[place] = key;
        for (size_t i = 0; i < dialogues.size(); ++i) {
            m_reading.progress(i + 1, dialogues.size());
            const std::string key = keys[i].empty() ? m_file.stem() : keys[i];
            const Unit unit { key, { .dialogue = pairs ? "" : excerpt(key, 80), .line = dialogues[i].front()->line }, {} };
            m_reading.add(unit, [&](const UnitReading &one) { return pairs ? readPair(one, *dialogues[i].front()) : readTurns(one, dialogues[i]); });
        }
    }

private:
    // A row that is no whole one spoils the dialogue in which it stands.
    std::string lastKey(const CsvRow &, const std::vector<std::vector<const CsvRow *>> &dialogues) const
    {
        return dialogues.empty() ? std::string() : m_columns.cell(*dialogues.back().front(), Meaning::Dialogue);
    }

    void checkRow(const UnitReading &reading, const CsvRow &row) const
    {
        if (row.cells.size() != m_columns.header().size())
            throw Failure(ErrorKind::WrongShape, m_file.subject(), fmt::format("line {}", row.line),
                { { "expected", fmt::format("{} cells, one a column", m_columns.header().size()) }, { "found", fmt::format("{}", row.cells.size()) } });
        for (const std::string &cell : row.cells) {
            for (size_t i = 0; i < cell.size();) {
                const size_t length = utf8Length(cell, i);
                if (length == 0)
                    throw reading.failure(ErrorKind::InvalidValue, -1,
                        { { "value", fmt::format("line {}", row.line) }, { "expected", "UTF-8 text; save the table as UTF-8" } });
                i += length;
            }
        }
    }

    Dialogue readPair(const UnitReading &reading, const CsvRow &row)
    {
        checkRow(reading, row);
        Dialogue dialogue;
        for (const auto &[meaning, speaker] : { std::pair { Meaning::Asked, Speaker::Seeker }, std::pair { Meaning::Answered, Speaker::Supporter } })
            add(reading, dialogue, speaker, m_columns.cell(row, meaning));
        keepRest(reading, dialogue, row);
        return dialogue;
    }

    Dialogue readTurns(const UnitReading &reading, std::vector<const CsvRow *> rows)
    {
        for (const CsvRow *row : rows)
            checkRow(reading, *row);
        reading.checkTurnCount(Json(std::vector<int>(rows.size(), 0)));
        const auto order = [&](const CsvRow *row) { return base::toDouble(m_columns.cell(*row, Meaning::Order)).value_or(0); };
        std::ranges::stable_sort(rows, {}, order);
        SpeakersByOrder byOrder;
        Dialogue dialogue;
        for (const CsvRow *row : rows) {
            const std::string &name = m_columns.cell(*row, Meaning::Speaker);
            const auto role = roleNamed(name);
            const std::string &text = m_columns.cell(*row, Meaning::Text);
            if (role == Role::System || role == Role::Tool) {
                keepAside(dialogue, Json { { "role", name }, { "content", text } });
                reading.tally(role == Role::System ? NoteKind::SystemMessages : NoteKind::ToolMessages,
                    role == Role::System ? base::Params {} : base::Params { { "role", excerpt(name) } });
                continue;
            }
            const auto speaker = m_named ? speakerNamed(name) : byOrder.speakerOf(name);
            if (!speaker || name.empty())
                throw reading.failure(ErrorKind::UnknownSpeaker, static_cast<int>(dialogue.turns.size()),
                    { { "value", excerpt(name) }, { "expected", expectedRoleNames() } });
            add(reading, dialogue, *speaker, text);
            if (const std::string &label = m_columns.cell(*row, Meaning::Strategy); !label.empty())
                dialogue.turns.back().strategy = Strategy { "", label };
            keepRest(reading, dialogue, *row);
        }
        if (dialogue.turns.empty())
            throw reading.failure(ErrorKind::EmptyDialogue, -1);
        if (!m_named)
            reading.tally(NoteKind::SpeakersByOrder);
        return dialogue;
    }

    static void add(const UnitReading &reading, Dialogue &dialogue, Speaker speaker, const std::string &text)
    {
        if (reading.addTurn(dialogue, speaker, text).text.empty())
            reading.note(static_cast<int>(dialogue.turns.size()) - 1, NoteKind::EmptyTurn);
    }

    // Columns of the profile where they are filled first; others are kept with the turn.
    void keepRest(const UnitReading &reading, Dialogue &dialogue, const CsvRow &row)
    {
        for (size_t i = 0; i < row.cells.size(); ++i) {
            if (m_columns.isMapped(i) || row.cells[i].empty())
                continue;
            const auto field = m_columns.fields().find(i);
            if (field != m_columns.fields().end()) {
                const ProfileField *known = dialogue.profile.find(field->second);
                if (!known)
                    addProfileField(dialogue, field->second, row.cells[i]);
                if (!known || known->value == row.cells[i])
                    continue;
            }
            dialogue.source_style["turns"][dialogue.turns.back().id]["row"][m_columns.header()[i]] = row.cells[i];
            reading.tally(NoteKind::FieldKept, { { "field", excerpt(m_columns.header()[i]) } });
        }
    }

    const FileText &m_file;
    FileReading &m_reading;
    const ColumnMap &m_columns;
    bool m_named = false; // some row of the table says who speaks in a word of ours
};

void read(const FileText &file, FileReading &reading)
{
    const auto separator = csvSeparator(file.content());
    std::vector<CsvRow> rows = csvRows(file.content(), separator.value_or(','));
    if (rows.empty())
        throw Failure(ErrorKind::UnknownFormat, file.subject(), {}, { { "reason", "it is empty" } });
    const ColumnMap columns(rows.front().cells);
    if (!columns.hasTurns() && !columns.hasPairs()) {
        std::string names;
        for (const std::string &name : columns.header())
            names += (names.empty() ? "" : ", ") + excerpt(name);
        throw Failure(ErrorKind::UnknownFormat, file.subject(), {},
            { { "reason", fmt::format("its columns are {}; a table needs one for who speaks (speaker, role) and one for what is said (text, content, "
                          "utterance), or a question and an answer a row", excerpt(names, 300)) } });
    }
    rows.erase(rows.begin());
    TableReading(file, reading, columns).read(rows);
}

} // namespace

const FormatEntry &csvFormat()
{
    static const FormatEntry entry { { "csv", "Table of turns (CSV)", ".csv", false }, recognises, read, {}, nullptr };
    return entry;
}

} // namespace dialogue
