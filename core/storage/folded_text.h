// SPDX-License-Identifier: GPL-3.0-or-later
// Text in the form in which it is searched: NFKC, case-folded, one kind of apostrophe, quotation mark and hyphen, no dot above an i,
// white space as single spaces.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace storage {

std::string foldedText(std::string_view text);
// Raised whenever foldedText folds something else; workspaces remember which one made their search text.
inline constexpr int kFoldedTextVersion = 2;

// The folded words of a search: all of them must occur somewhere. Empty: everything is found.
std::vector<std::string> searchWords(std::string_view search);

// The same for SQL, by where they are looked up. Internal to core/storage.
struct SearchTerms
{
    std::vector<std::string> words; // all of them, for instr() over a column of folded text
    std::string match; // for MATCH: those of two characters and more; empty: none
    std::vector<std::string> single; // of one character: MATCH with beginningWith, or a text's ending
    std::vector<std::string> letters; // of one ASCII character, in every text: looking through the text is faster
};
SearchTerms searchTerms(std::string_view search);
// The MATCH of a word that is shorter than a trigram.
std::string beginningWith(const std::string &word);

} // namespace storage
