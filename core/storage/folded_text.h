// SPDX-License-Identifier: GPL-3.0-or-later
// Text in the form in which it is searched: NFKC, case-folded, white space as single spaces. Internal to core/storage.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace storage {

std::string foldedText(std::string_view text);

// A search as SQL over a column of folded text.
struct SearchTerms
{
    std::string match; // for FTS5 trigram MATCH; empty: no word has three code points
    std::vector<std::string> short_words; // for instr()

    bool isEmpty() const { return match.empty() && short_words.empty(); }
};
SearchTerms searchTerms(std::string_view search);

} // namespace storage
