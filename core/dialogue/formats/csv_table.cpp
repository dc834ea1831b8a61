// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue/formats/csv_table.h"

#include <algorithm>

namespace dialogue {

namespace {

class CsvReader
{
public:
    CsvReader(std::string_view text, char separator)
        : m_text(text)
        , m_separator(separator)
    {
    }

    bool atEnd() const { return m_at >= m_text.size(); }

    CsvRow row()
    {
        CsvRow row { m_line, {} };
        do {
            row.cells.push_back(cell());
        } while (take(m_separator));
        take('\r');
        if (take('\n'))
            ++m_line;
        return row;
    }

private:
    bool take(char c)
    {
        const bool there = !atEnd() && m_text[m_at] == c;
        m_at += there;
        return there;
    }

    bool endsCell() const
    {
        const char c = m_text[m_at];
        return c == m_separator || c == '\n' || (c == '\r' && (m_at + 1 == m_text.size() || m_text[m_at + 1] == '\n'));
    }

    std::string cell()
    {
        std::string out;
        if (take('"')) {
            while (!atEnd()) {
                const char c = m_text[m_at++];
                if (c == '"' && !take('"'))
                    break; // closed; two are one of the text
                m_line += c == '\n';
                out += c;
            }
        }
        // Also what stands behind closing quotes, against the rules.
        for (; !atEnd() && !endsCell(); ++m_at)
            out += m_text[m_at];
        return out;
    }

    std::string_view m_text;
    char m_separator;
    size_t m_at = 0;
    int64_t m_line = 1;
};

} // namespace

std::optional<char> csvSeparator(std::string_view text)
{
    std::optional<char> best;
    size_t most = 1;
    for (const char separator : { ',', ';', '\t', '|' }) {
        const std::vector<CsvRow> first = csvRows(text, separator, 1);
        if (!first.empty() && first.front().cells.size() > most) {
            most = first.front().cells.size();
            best = separator;
        }
    }
    return best;
}

std::vector<CsvRow> csvRows(std::string_view text, char separator, size_t limit)
{
    std::vector<CsvRow> rows;
    for (CsvReader reader(text, separator); !reader.atEnd() && rows.size() < limit;) {
        CsvRow row = reader.row();
        if (std::ranges::any_of(row.cells, [](const std::string &cell) { return !cell.empty(); }))
            rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace dialogue
