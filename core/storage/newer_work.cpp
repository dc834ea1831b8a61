// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/newer_work.h"

#include "storage/database_file.h"
#include "storage/sql.h"

#include <algorithm>
#include <array>
#include <limits>
#include <vector>

namespace storage {

namespace {

constexpr int kDraftsSince = 4; // schemas
constexpr int kTemplatesSince = 3;

enum class Which {
    Lacking, // rows that the backup has not, or not like this
    Changed, // rows that it has under this id, but not like this
};

struct Kept
{
    const char *table;
    // The columns that make a row, in ascending order, the first of them its id; then its time.
    const char *rows;
    Which which;
    int64_t NewerWork::*count;
    int since = 1; // schemas
    int until = std::numeric_limits<int>::max();
    bool isNewTable = false; // an older backup has nothing like it
};

constexpr std::array kKept {
    Kept { "revision", "SELECT object_id, printf('%012d', revision), content_hash, time FROM revision ORDER BY object_id, revision", Which::Lacking,
        &NewerWork::states },
    Kept { "prompt_version", "SELECT prompt_id, printf('%012d', version), content_hash, time FROM prompt_version ORDER BY prompt_id, version",
        Which::Lacking, &NewerWork::prompts },
    Kept { "draft", "SELECT object_id, field, owner, text, time FROM draft ORDER BY object_id, field, owner", Which::Lacking, &NewerWork::drafts, kDraftsSince,
        std::numeric_limits<int>::max(), true },
    Kept { "prompt", "SELECT id, name, '' FROM prompt ORDER BY id", Which::Changed, &NewerWork::others },
    // Those that are their spec's come back with its folder.
    Kept { "run", "SELECT id, name, '' FROM run WHERE CASE WHEN json_valid(spec) THEN json_extract(spec, '$.name') END IS NOT name ORDER BY id",
        Which::Lacking, &NewerWork::others },
    Kept { "known_model", "SELECT id, name, path, '' FROM known_model ORDER BY id", Which::Lacking, &NewerWork::others, 1, kTemplatesSince - 1 },
    Kept { "known_model", "SELECT id, name, path, chat_template, '' FROM known_model ORDER BY id", Which::Lacking, &NewerWork::others, kTemplatesSince },
};

class Rows
{
public:
    Rows(SQLite::Database &connection, const char *sql)
        : m_statement(connection, sql)
    {
        next();
    }

    bool isThere() const { return m_isThere; }
    const std::vector<std::string> &columns() const { return m_columns; }
    const std::string &time() const { return m_time; }
    void next()
    {
        m_isThere = m_statement.executeStep();
        if (!m_isThere)
            return;
        m_columns.clear();
        for (int i = 0; i + 1 < m_statement.getColumnCount(); ++i)
            m_columns.push_back(m_statement.getColumn(i).getString());
        m_time = m_statement.getColumn(m_statement.getColumnCount() - 1).getString();
    }

private:
    SQLite::Statement m_statement;
    bool m_isThere = false;
    std::vector<std::string> m_columns;
    std::string m_time;
};

void compare(const Kept &kept, SQLite::Database &current, SQLite::Database *backup, NewerWork &newer)
{
    Rows now(current, kept.rows);
    std::optional<Rows> then;
    if (backup)
        then.emplace(*backup, kept.rows);
    for (; now.isThere(); now.next()) {
        // Both in the order of ids, and an id's rows in the order of the rest but for the last column, which alone may differ.
        const std::vector<std::string> &row = now.columns();
        const auto isBefore = [&] { return std::lexicographical_compare(then->columns().begin(), then->columns().end() - 1, row.begin(), row.end() - 1); };
        while (then && then->isThere() && isBefore())
            then->next();
        const bool isThere = then && then->isThere() && std::equal(row.begin(), row.end() - 1, then->columns().begin());
        if (isThere ? row.back() == then->columns().back() : kept.which == Which::Changed)
            continue;
        ++(newer.*kept.count);
        newer.last = std::max(newer.last, now.time());
    }
}

int versionOf(SQLite::Database &connection) { return connection.execAndGet("PRAGMA user_version").getInt(); }

} // namespace

std::optional<NewerWork> newerWork(SQLite::Database &current, bool damaged, const std::filesystem::path &backup)
{
    try {
        const auto before = openUnchanging(backup);
        const int version = versionOf(current);
        const int versionBefore = versionOf(*before);
        const int common = std::min(version, versionBefore);
        NewerWork newer;
        for (const Kept &kept : kKept) {
            const bool isAllNew = kept.isNewTable && versionBefore < kept.since;
            if (version < kept.since || (!isAllNew && (common < kept.since || common > kept.until)))
                continue;
            if (damaged && current.execAndGet("PRAGMA integrity_check(" + std::string(kept.table) + ")").getString() != "ok")
                return std::nullopt;
            compare(kept, current, isAllNew ? nullptr : before.get(), newer);
        }
        return newer;
    } catch (const std::exception &) {
        return std::nullopt;
    }
}

} // namespace storage
