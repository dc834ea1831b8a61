// SPDX-License-Identifier: GPL-3.0-or-later
// Lists of dialogues: which ones, in which order, and their rows. A list is a row of numbers, read from one narrow index; the rows of
// what is looked at are read by number. So a page anywhere, the place of one dialogue and all of a selection cost the same.
#include "storage/dialogue_repository.h"

#include "storage/folded_text.h"
#include "storage/sql.h"

#include <algorithm>
#include <iterator>

namespace storage {

namespace {

using Numbers = std::vector<int64_t>;

constexpr size_t kFew = 1000; // fewer are sorted by themselves instead of taken out of all

Numbers numbersOf(Query &query, const base::CancelToken &cancel)
{
    constexpr size_t kStride = 4096;
    Numbers numbers;
    while (query.next()) {
        numbers.push_back(query.number(0));
        if (numbers.size() % kStride == 0)
            cancel.throwIfCancelled("Reading the list");
    }
    return numbers;
}

// A list of numbers as a value that SQL can look into.
std::string asJson(const Numbers &numbers)
{
    std::string text = "[";
    for (const int64_t number : numbers)
        text += (text.size() > 1 ? "," : "") + std::to_string(number);
    return text + "]";
}

// What a query's conditions leave, sorted by number; nothing: there are no conditions.
class Chosen
{
public:
    Chosen(const Database &database, const base::CancelToken &cancel)
        : m_database(database)
        , m_cancel(cancel)
    {
    }

    void keep(Numbers numbers)
    {
        std::sort(numbers.begin(), numbers.end());
        numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
        if (m_numbers) {
            Numbers both;
            std::set_intersection(m_numbers->begin(), m_numbers->end(), numbers.begin(), numbers.end(), std::back_inserter(both));
            numbers = std::move(both);
        }
        m_numbers = std::move(numbers);
    }
    void keep(const std::string &sql, const std::string &value)
    {
        if (m_numbers && m_numbers->empty())
            return;
        Query query(m_database, sql);
        query.with(value);
        keep(numbersOf(query, m_cancel));
    }
    // Through the text itself: for few, and for what no index knows.
    void keepWithText(const std::string &word)
    {
        if (m_numbers && m_numbers->size() <= kFew) {
            Query query(m_database, "SELECT number FROM dialogue WHERE number IN (SELECT value FROM json_each(?)) AND instr(search_text, ?) > 0");
            query.with(asJson(*m_numbers)).with(word);
            keep(numbersOf(query, m_cancel));
        } else {
            keep("SELECT number FROM dialogue WHERE instr(search_text, ?) > 0", word);
        }
    }
    void search(const std::string &text)
    {
        const SearchTerms terms = searchTerms(text);
        if (m_numbers && m_numbers->size() <= kFew) {
            for (const std::string &word : terms.words)
                keepWithText(word);
            return;
        }
        if (!terms.match.empty())
            keep("SELECT rowid FROM dialogue_search WHERE dialogue_search MATCH ?", terms.match);
        for (const std::string &word : terms.single) {
            Query query(m_database,
                "SELECT rowid FROM dialogue_search WHERE dialogue_search MATCH ?"
                " UNION ALL SELECT number FROM dialogue WHERE substr(search_text, -2) = ?");
            query.with(beginningWith(word)).with(word + " ");
            keep(numbersOf(query, m_cancel));
        }
        for (const std::string &word : terms.letters)
            keepWithText(word);
    }

    const std::optional<Numbers> &numbers() const { return m_numbers; }

private:
    const Database &m_database;
    const base::CancelToken &m_cancel;
    std::optional<Numbers> m_numbers;
};

std::optional<Numbers> chosenBy(const Database &database, const DialogueQuery &query, const base::CancelToken &cancel)
{
    Chosen chosen(database, cancel);
    if (query.numbers) // those that are still there
        chosen.keep("SELECT number FROM dialogue WHERE number IN (SELECT value FROM json_each(?))", asJson(*query.numbers));
    if (query.source_name)
        chosen.keep("SELECT number FROM dialogue WHERE source_name = ?", *query.source_name);
    if (!query.source_names.empty())
        chosen.keep("SELECT number FROM dialogue WHERE source_name IN (SELECT value FROM json_each(?))", base::toLine(base::Json(query.source_names)));
    if (query.profile_id)
        chosen.keep("SELECT number FROM dialogue WHERE profile_id = ?", *query.profile_id);
    if (query.language)
        chosen.keep("SELECT number FROM dialogue WHERE language = ?", *query.language);
    chosen.search(query.search);
    return chosen.numbers();
}

// The columns of an order, over `dialogue d LEFT JOIN profile p`.
std::string orderOf(const DialogueQuery &query)
{
    const std::string direction = query.descending ? " DESC" : "";
    switch (query.order) {
    case DialogueOrder::Arrival:
        break;
    case DialogueOrder::Updated:
        return "d.updated" + direction + ", d.number" + direction;
    case DialogueOrder::Key: // numbers as numbers
        return "d.source_name" + direction + ", length(d.source_key)" + direction + ", d.source_key" + direction + ", d.number";
    case DialogueOrder::Turns:
        return "d.turn_count" + direction + ", d.number";
    case DialogueOrder::Situation:
        return "substr(p.situation, 1, 60)" + direction + ", d.number";
    }
    return "d.number" + direction;
}

// Those of the same situation by number.
Numbers bySituation(const Database &database, bool descending, const base::CancelToken &cancel)
{
    Query without(database, "SELECT number FROM dialogue WHERE profile_id IS NULL ORDER BY number");
    const Numbers first = numbersOf(without, cancel);
    Query rows(database,
        std::string("SELECT d.number, substr(p.situation, 1, 60) FROM profile p CROSS JOIN dialogue d ON d.profile_id = p.id"
                    " ORDER BY substr(p.situation, 1, 60)") + (descending ? " DESC" : ""));
    Numbers numbers;
    std::string situation;
    size_t begun = 0;
    const auto at = [&](size_t place) { return numbers.begin() + static_cast<Numbers::difference_type>(place); };
    while (rows.next()) {
        if (std::string next = rows.text(1); next != situation) {
            std::sort(at(begun), numbers.end());
            begun = numbers.size();
            situation = std::move(next);
            cancel.throwIfCancelled("Reading the list");
        }
        numbers.push_back(rows.number(0));
    }
    std::sort(at(begun), numbers.end());
    numbers.insert(descending ? numbers.end() : numbers.begin(), first.begin(), first.end());
    return numbers;
}

// All numbers in the order, from its index alone; a limit spares the rest where the index allows it.
Numbers everythingInOrder(const Database &database, const DialogueQuery &query, int64_t limit, const base::CancelToken &cancel)
{
    if (query.order == DialogueOrder::Arrival && limit < 0) {
        Query rows(database, "SELECT number FROM dialogue INDEXED BY dialogue_by_turns");
        Numbers numbers = numbersOf(rows, cancel);
        std::sort(numbers.begin(), numbers.end());
        if (query.descending)
            std::reverse(numbers.begin(), numbers.end());
        return numbers;
    }
    if (query.order == DialogueOrder::Situation)
        return bySituation(database, query.descending, cancel);
    Query rows(database, "SELECT d.number FROM dialogue d ORDER BY " + orderOf(query) + " LIMIT ?");
    rows.with(limit);
    return numbersOf(rows, cancel);
}

} // namespace

std::vector<int64_t> DialogueRepository::numbers(const DialogueQuery &query, const base::CancelToken &cancel) const
{
    const int64_t end = query.limit < 0 ? -1 : query.offset + query.limit;
    const std::optional<Numbers> chosen = chosenBy(m_database, query, cancel);
    Numbers numbers;
    if (!chosen) {
        numbers = everythingInOrder(m_database, query, end, cancel);
    } else if (query.order == DialogueOrder::Arrival) {
        numbers = *chosen;
        if (query.descending)
            std::reverse(numbers.begin(), numbers.end());
    } else if (chosen->size() <= kFew) {
        Query rows(m_database,
            "SELECT d.number FROM dialogue d LEFT JOIN profile p ON p.id = d.profile_id"
            " WHERE d.number IN (SELECT value FROM json_each(?)) ORDER BY " + orderOf(query));
        rows.with(asJson(*chosen));
        numbers = numbersOf(rows, cancel);
    } else {
        for (const int64_t number : everythingInOrder(m_database, query, -1, cancel)) {
            if (std::binary_search(chosen->begin(), chosen->end(), number))
                numbers.push_back(number);
        }
    }
    const auto size = static_cast<int64_t>(numbers.size());
    const int64_t begin = std::clamp<int64_t>(query.offset, 0, size);
    numbers.erase(numbers.begin(), numbers.begin() + begin);
    if (query.limit >= 0 && size - begin > query.limit)
        numbers.resize(static_cast<size_t>(query.limit));
    return numbers;
}

std::vector<DialogueRow> DialogueRepository::rows(const std::vector<int64_t> &numbers) const
{
    Query row(m_database,
        "SELECT d.id, d.source_key, d.source_name, d.language, coalesce(d.profile_id, ''), coalesce(p.name, ''),"
        " coalesce(p.situation, ''), d.first_text, d.turn_count,"
        " (SELECT count(*) FROM turn t WHERE t.dialogue_id = d.id AND t.label IS NOT NULL), d.revision, d.updated, d.number"
        " FROM dialogue d LEFT JOIN profile p ON p.id = d.profile_id WHERE d.number = ?");
    std::vector<DialogueRow> rows;
    rows.reserve(numbers.size());
    for (const int64_t number : numbers) {
        row.with(number);
        if (row.next()) {
            rows.push_back({ row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5), row.text(6), row.text(7),
                row.number(8), row.number(9), row.number(10), row.text(11), row.number(12) });
        }
        row.again();
    }
    return rows;
}

std::vector<DialogueRow> DialogueRepository::list(const DialogueQuery &query) const { return rows(numbers(query)); }

int64_t DialogueRepository::count(const DialogueQuery &query) const
{
    const bool isOnlySource = searchWords(query.search).empty() && !query.language && !query.profile_id && !query.numbers && query.source_names.empty();
    if (!isOnlySource)
        return static_cast<int64_t>(chosenBy(m_database, query, {})->size());
    int64_t count = 0;
    for (const SourceCount &source : sources()) {
        if (!query.source_name || *query.source_name == source.source_name)
            count += source.dialogues;
    }
    return count;
}

std::vector<std::string> DialogueRepository::ids(const DialogueQuery &query) const
{
    Query row(m_database, "SELECT id FROM dialogue WHERE number = ?");
    std::vector<std::string> ids;
    for (const int64_t number : numbers(query)) {
        row.with(number);
        if (row.next())
            ids.push_back(row.text(0));
        row.again();
    }
    return ids;
}

std::optional<int64_t> DialogueRepository::numberOf(const std::string &id) const
{
    Query row(m_database, "SELECT number FROM dialogue WHERE id = ?");
    row.with(id);
    return row.next() ? std::optional(row.number(0)) : std::nullopt;
}

std::vector<SourceCount> DialogueRepository::sources() const
{
    Query rows(m_database, "SELECT name, dialogues FROM source_count ORDER BY first");
    std::vector<SourceCount> sources;
    while (rows.next())
        sources.push_back({ rows.text(0), rows.number(1) });
    return sources;
}

} // namespace storage
