// SPDX-License-Identifier: GPL-3.0-or-later
// A table as text, as RFC 4180 has it: cells in quotes may hold separators, line breaks and doubled quotes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dialogue {

struct CsvRow
{
    int64_t line = 0; // of the file, from 1, where it begins
    std::vector<std::string> cells;
};

// The separator that the first row has most of: comma, semicolon, tab or bar. None when it has none.
std::optional<char> csvSeparator(std::string_view text);

// Rows that are not empty, at most `limit`. A quotation mark that is not closed takes the rest of the text.
std::vector<CsvRow> csvRows(std::string_view text, char separator, size_t limit = SIZE_MAX);

} // namespace dialogue
