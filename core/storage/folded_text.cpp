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

// What people and their keyboards write in several ways, and one of them searches for another.
struct Variant
{
    std::string_view bytes;
    std::string_view folded;
};
constexpr Variant kVariants[] = {
    { "\u2018", "'" }, { "\u2019", "'" }, { "\u201b", "'" }, { "\u02bc", "'" }, { "\u00b4", "'" }, { "\u2032", "'" }, { "`", "'" },
    { "\u201c", "\"" }, { "\u201d", "\"" }, { "\u201e", "\"" },
    { "\u2010", "-" }, { "\u2011", "-" }, { "\u2012", "-" }, { "\u2013", "-" }, { "\u2014", "-" }, { "\u2212", "-" },
    { "\u0131", "i" }, // without a dot
    { "\u00ad", "" }, { "\u200b", "" }, { "\u2060", "" }, { "\ufeff", "" }, // nobody sees them
};
constexpr std::string_view kDotAbove = "\u0307"; // what folding leaves of a capital I with a dot

// Before all else: NFKC makes an accent of the typewriter's apostrophe.
std::string unified(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (size_t i = 0; i < text.size();) {
        const auto c = static_cast<unsigned char>(text[i]);
        const bool mayVary = c == '`' || c == 0xc2 || c == 0xc4 || c == 0xca || c == 0xe2 || c == 0xef;
        const auto *found = std::end(kVariants);
        if (mayVary)
            found = std::find_if(std::begin(kVariants), found, [&](const Variant &one) { return text.substr(i).starts_with(one.bytes); });
        if (found == std::end(kVariants)) {
            out += text[i++];
        } else {
            out += found->folded;
            i += found->bytes.size();
        }
    }
    return out;
}

} // namespace

std::string foldedText(std::string_view given)
{
    const std::string text = unified(given);
    utf8proc_uint8_t *mapped = nullptr;
    const auto options
        = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD);
    const utf8proc_ssize_t length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t *>(text.data()),
        static_cast<utf8proc_ssize_t>(text.size()), &mapped, options);
    // Text that is not UTF-8 is searched as it is.
    const std::string folded = length < 0 ? text : std::string(reinterpret_cast<char *>(mapped), static_cast<size_t>(length));
    std::free(mapped);
    std::string out;
    out.reserve(folded.size());
    for (size_t i = 0; i < folded.size(); ++i) {
        const char c = folded[i];
        if (!out.empty() && out.back() == 'i' && std::string_view(folded).substr(i).starts_with(kDotAbove))
            ++i;
        else if (!isBlank(c))
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    return out;
}

std::vector<std::string> searchWords(std::string_view search)
{
    std::vector<std::string> found;
    std::istringstream words(foldedText(search));
    for (std::string word; words >> word;)
        found.push_back(word);
    return found;
}

std::string beginningWith(const std::string &word) { return quoted(word) + " *"; }

SearchTerms searchTerms(std::string_view search)
{
    SearchTerms terms;
    terms.words = searchWords(search);
    for (const std::string &word : terms.words) {
        const size_t length = codePoints(word);
        if (word.size() == 1)
            terms.letters.push_back(word);
        else if (length == 1)
            terms.single.push_back(word);
        else
            terms.match += (terms.match.empty() ? "" : " AND ") + (length == 2 ? beginningWith(word) : quoted(word));
    }
    return terms;
}

} // namespace storage
