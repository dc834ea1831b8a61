// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/folded_text.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>

namespace storage {

namespace {

bool isBlank(char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7f; }

// FTS5 needs three code points for a trigram.
size_t codePoints(std::string_view text)
{
    return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

std::string quoted(const std::string &word)
{
    std::string out = "\"";
    for (const char c : word)
        out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + '"';
}

} // namespace

std::string foldedText(std::string_view text)
{
    utf8proc_uint8_t *mapped = nullptr;
    const auto options
        = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD);
    const utf8proc_ssize_t length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t *>(text.data()),
        static_cast<utf8proc_ssize_t>(text.size()), &mapped, options);
    // Text that is not UTF-8 is searched as it is.
    const std::string folded
        = length < 0 ? std::string(text) : std::string(reinterpret_cast<char *>(mapped), static_cast<size_t>(length));
    std::free(mapped);
    std::string out;
    out.reserve(folded.size());
    for (const char c : folded) {
        if (!isBlank(c))
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    return out;
}

SearchTerms searchTerms(std::string_view search)
{
    SearchTerms terms;
    std::istringstream words(foldedText(search));
    for (std::string word; words >> word;) {
        if (codePoints(word) < 3)
            terms.short_words.push_back(word);
        else
            terms.match += (terms.match.empty() ? "" : " AND ") + quoted(word);
    }
    return terms;
}

} // namespace storage
