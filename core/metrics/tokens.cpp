// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/tokens.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <utility>

namespace metrics {

namespace {

constexpr char32_t kReplacement = 0xFFFD;

struct Decoded
{
    char32_t code;
    size_t bytes;
    bool valid;
};

Decoded decode(std::string_view text, size_t at)
{
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80)
        return { byte, 1, true };
    utf8proc_int32_t code = 0;
    const auto *bytes = reinterpret_cast<const utf8proc_uint8_t *>(text.data() + at);
    const utf8proc_ssize_t used = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size() - at), &code);
    if (used <= 0)
        return { kReplacement, 1, false };
    return { static_cast<char32_t>(code), static_cast<size_t>(used), true };
}

void append(std::string &out, char32_t code)
{
    std::array<utf8proc_uint8_t, 4> bytes;
    const utf8proc_ssize_t used = utf8proc_encode_char(static_cast<utf8proc_int32_t>(code), bytes.data());
    out.append(reinterpret_cast<const char *>(bytes.data()), static_cast<size_t>(used));
}

bool isWhitespace(char32_t c)
{
    if (c < 0x80)
        return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20);
    return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F
        || c == 0x205F || c == 0x3000;
}

struct Range
{
    char32_t first;
    char32_t last;
};

template <size_t N> bool isIn(const std::array<Range, N> &ranges, char32_t c)
{
    return std::ranges::any_of(ranges, [c](const Range &range) { return c >= range.first && c <= range.last; });
}

// Other_Lowercase and Other_Uppercase of PropList.txt (Unicode 14): cased without being Lu, Ll or Lt.
constexpr std::array kOtherCased { Range { 0xAA, 0xAA }, Range { 0xBA, 0xBA }, Range { 0x2B0, 0x2B8 }, Range { 0x2C0, 0x2C1 },
    Range { 0x2E0, 0x2E4 }, Range { 0x345, 0x345 }, Range { 0x37A, 0x37A }, Range { 0x1D2C, 0x1D6A }, Range { 0x1D78, 0x1D78 },
    Range { 0x1D9B, 0x1DBF }, Range { 0x2071, 0x2071 }, Range { 0x207F, 0x207F }, Range { 0x2090, 0x209C }, Range { 0x2160, 0x217F },
    Range { 0x24B6, 0x24E9 }, Range { 0x2C7C, 0x2C7D }, Range { 0xA69C, 0xA69D }, Range { 0xA770, 0xA770 }, Range { 0xA7F8, 0xA7F9 },
    Range { 0xAB5C, 0xAB5F }, Range { 0x10780, 0x10780 }, Range { 0x10783, 0x10785 }, Range { 0x10787, 0x107B0 },
    Range { 0x107B2, 0x107BA }, Range { 0x1F130, 0x1F149 }, Range { 0x1F150, 0x1F169 }, Range { 0x1F170, 0x1F189 } };

// Word_Break MidLetter, MidNumLet and Single_Quote: ignorable between letters without being marks.
constexpr std::array kIgnorablePunctuation { Range { 0x27, 0x27 }, Range { 0x2E, 0x2E }, Range { 0x3A, 0x3A }, Range { 0xB7, 0xB7 },
    Range { 0x387, 0x387 }, Range { 0x55F, 0x55F }, Range { 0x5F4, 0x5F4 }, Range { 0x2018, 0x2019 }, Range { 0x2024, 0x2024 },
    Range { 0x2027, 0x2027 }, Range { 0xFE13, 0xFE13 }, Range { 0xFE52, 0xFE52 }, Range { 0xFE55, 0xFE55 }, Range { 0xFF07, 0xFF07 },
    Range { 0xFF0E, 0xFF0E }, Range { 0xFF1A, 0xFF1A } };

bool isCased(char32_t c)
{
    const utf8proc_category_t category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
    return category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LL || category == UTF8PROC_CATEGORY_LT
        || isIn(kOtherCased, c);
}

bool isCaseIgnorable(char32_t c)
{
    switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_SK:
        return true;
    default:
        return isIn(kIgnorablePunctuation, c);
    }
}

// SpecialCasing.txt's Final_Sigma: a cased letter before it and none behind it, looking through ignorable characters.
bool isFinalSigma(const std::u32string &text, size_t at)
{
    size_t before = at;
    while (before > 0 && isCaseIgnorable(text[before - 1]))
        --before;
    if (before == 0 || !isCased(text[before - 1]))
        return false;
    size_t behind = at + 1;
    while (behind < text.size() && isCaseIgnorable(text[behind]))
        ++behind;
    return behind == text.size() || !isCased(text[behind]);
}

std::string lowerUnicode(std::string_view text)
{
    const std::u32string codes = codePoints(text);
    std::string out;
    out.reserve(text.size());
    for (size_t i = 0; i < codes.size(); ++i) {
        const char32_t c = codes[i];
        if (c == 0x3A3)
            append(out, isFinalSigma(codes, i) ? 0x3C2 : 0x3C3);
        else if (c == 0x130) // the one letter whose lower case has two code points
            out += "i\xCC\x87";
        else
            append(out, static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c))));
    }
    return out;
}

char lowerAscii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

} // namespace

std::vector<std::string_view> splitWhitespace(std::string_view text)
{
    std::vector<std::string_view> tokens;
    size_t start = 0;
    size_t i = 0;
    while (i < text.size()) {
        const Decoded next = decode(text, i);
        if (isWhitespace(next.code)) {
            if (i > start)
                tokens.push_back(text.substr(start, i - start));
            start = i + next.bytes;
        }
        i += next.bytes;
    }
    if (start < text.size())
        tokens.push_back(text.substr(start));
    return tokens;
}

std::string lower(std::string_view text)
{
    const bool ascii = std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    if (!ascii)
        return lowerUnicode(text);
    std::string out(text);
    std::ranges::transform(out, out.begin(), lowerAscii);
    return out;
}

std::u32string codePoints(std::string_view text)
{
    std::u32string codes;
    codes.reserve(text.size());
    for (size_t i = 0; i < text.size();) {
        const Decoded next = decode(text, i);
        codes += next.code;
        i += next.bytes;
    }
    return codes;
}

std::string utf8(std::u32string_view text)
{
    std::string out;
    for (const char32_t c : text)
        append(out, c);
    return out;
}

std::string validUtf8(std::string_view text)
{
    std::string out;
    size_t kept = 0; // everything before is in `out`
    for (size_t i = 0; i < text.size();) {
        const Decoded next = decode(text, i);
        if (!next.valid) {
            out.append(text.substr(kept, i - kept));
            append(out, kReplacement);
            kept = i + 1;
        }
        i += next.bytes;
    }
    return out.append(text.substr(kept));
}

std::vector<std::string> rougeTokens(std::string_view text)
{
    std::vector<std::string> tokens;
    std::string token;
    const auto finish = [&] {
        if (!token.empty())
            tokens.push_back(std::exchange(token, {}));
    };
    for (size_t i = 0; i < text.size(); ++i) {
        const char c = lowerAscii(text[i]);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            token += c;
        } else if (text.substr(i).starts_with("\xC4\xB0")) { // I with dot: lower case is "i" and a mark that splits
            token += 'i';
            finish();
            ++i;
        } else if (text.substr(i).starts_with("\xE2\x84\xAA")) { // Kelvin sign: lower case is "k"
            token += 'k';
            i += 2;
        } else {
            finish();
        }
    }
    finish();
    return tokens;
}

} // namespace metrics
