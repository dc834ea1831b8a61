// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/pre_tokenizer.h"

#include "text/unicode.h"

#include <array>
#include <utility>

namespace text {

namespace {

struct Looked
{
    char32_t code = 0;
    uint8_t bits = 0;
    size_t size = 0; // 0: the end of the text
};

Looked look(std::string_view text, size_t at)
{
    if (at >= text.size())
        return {};
    const DecodedCharacter c = characterAt(text, at);
    return { c.code, classOf(c.code), c.size };
}

bool isNewline(char32_t c) { return c == '\r' || c == '\n'; }
bool isSign(const Looked &c) { return c.size > 0 && !(c.bits & (Letter | Number | Space)); }

size_t runEnd(std::string_view text, size_t at, uint8_t bit)
{
    while (true) {
        const Looked c = look(text, at);
        if (c.size == 0 || !(c.bits & bit))
            return at;
        at += c.size;
    }
}

// The length of 's 't 're 've 'm 'll 'd at `at`, or 0. Without case, U+017F (long s) is an s to the peers.
size_t contraction(std::string_view text, size_t at, bool anyCase)
{
    if (text[at] != '\'' || at + 1 >= text.size())
        return 0;
    const auto letter = [&](size_t i) -> char {
        if (i >= text.size())
            return 0;
        const char c = text[i];
        return anyCase && c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    };
    const char first = letter(at + 1);
    if (first == 's' || first == 't' || first == 'm' || first == 'd')
        return 2;
    const char second = letter(at + 2);
    if (((first == 'r' || first == 'v') && second == 'e') || (first == 'l' && second == 'l'))
        return 3;
    if (anyCase && text.substr(at + 1, 2) == "\xC5\xBF")
        return 3;
    return 0;
}

size_t digitsEnd(std::string_view text, size_t at, size_t most)
{
    for (size_t n = 0; n < most; ++n) {
        const Looked c = look(text, at);
        if (c.size == 0 || !(c.bits & Number))
            break;
        at += c.size;
    }
    return at;
}

// ` ?[^\s\p{L}\p{N}]+[\r\n]*` from the first sign on.
size_t signsEnd(std::string_view text, size_t at, bool newlines)
{
    for (Looked c = look(text, at); isSign(c); c = look(text, at))
        at += c.size;
    while (newlines && at < text.size() && isNewline(static_cast<unsigned char>(text[at])))
        ++at;
    return at;
}

// `\s*[\r\n]+` | `\s+(?!\S)` | `\s+`
size_t spaceEnd(std::string_view text, size_t at, bool newlineRuns)
{
    size_t end = at;
    size_t last = at; // where the last character of the run begins
    size_t behindNewline = at;
    for (Looked c = look(text, end); c.size > 0 && (c.bits & Space); c = look(text, end)) {
        last = end;
        end += c.size;
        if (isNewline(c.code))
            behindNewline = end;
    }
    if (newlineRuns && behindNewline > at)
        return behindNewline;
    return end == text.size() || last == at ? end : last;
}

} // namespace

SplitRules gpt2Rules() { return {}; }

SplitRules llama3Rules()
{
    SplitRules rules;
    rules.contractionsAnyCase = true;
    rules.anyLetterPrefix = true;
    rules.digits = 3;
    rules.newlinesAfterSigns = true;
    rules.newlineRuns = true;
    return rules;
}

SplitRules qwen2Rules()
{
    SplitRules rules = llama3Rules();
    rules.digits = 1;
    return rules;
}

std::optional<SplitRules> rulesOfPattern(std::string_view pattern)
{
    if (pattern == R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)"
        || pattern == R"('(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)")
        return gpt2Rules();
    if (pattern
        == R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)")
        return llama3Rules();
    if (pattern
        == R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)")
        return qwen2Rules();
    return std::nullopt;
}

size_t pieceEnd(std::string_view text, size_t at, const SplitRules &rules)
{
    if (rules.contractions) {
        if (const size_t size = contraction(text, at, rules.contractionsAnyCase))
            return at + size;
    }
    const Looked first = look(text, at);
    if (first.bits & Letter)
        return runEnd(text, at + first.size, Letter);
    const bool space = first.code == ' ';
    const Looked second = look(text, at + first.size);
    const bool mayLead = rules.anyLetterPrefix ? !isNewline(first.code) && !(first.bits & Number) : space;
    if (mayLead && (second.bits & Letter))
        return runEnd(text, at + first.size + second.size, Letter);
    if (rules.digits > 0) {
        if (first.bits & Number)
            return digitsEnd(text, at, rules.digits);
    } else if (first.bits & Number) {
        return runEnd(text, at, Number);
    } else if (space && (second.bits & Number)) {
        return runEnd(text, at + first.size, Number);
    }
    if (isSign(first))
        return signsEnd(text, at, rules.newlinesAfterSigns);
    if (space && isSign(second))
        return signsEnd(text, at + first.size, rules.newlinesAfterSigns);
    return spaceEnd(text, at, rules.newlineRuns);
}

PreTokenizer::PreTokenizer(DigitSplit digits, std::optional<SplitRules> rules) : m_digits(digits), m_rules(rules) { }

size_t PreTokenizer::digitStepEnd(std::string_view text, size_t at) const
{
    const bool digit = (look(text, at).bits & Digit) != 0;
    while (at < text.size()) {
        const Looked c = look(text, at);
        if (((c.bits & Digit) != 0) != digit)
            break;
        at += c.size;
        if (digit && m_digits == DigitSplit::Single)
            break;
    }
    return at;
}

} // namespace text
