// SPDX-License-Identifier: GPL-3.0-or-later
// How a text is cut into pieces before byte-level BPE looks at it: the split patterns of the model families, matched by
// hand in one pass. Pieces depend on their neighbours (look-ahead), so a text is never cut elsewhere first.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace text {

// What differs between the known split patterns; each alternative is tried in this order.
struct SplitRules
{
    bool contractions = true; // 's 't 're 've 'm 'll 'd
    bool contractionsAnyCase = false; // (?i:...)
    bool anyLetterPrefix = false; // [^\r\n\p{L}\p{N}]?\p{L}+ instead of " ?\p{L}+"
    size_t digits = 0; // \p{N}{1,digits}; 0: " ?\p{N}+"
    bool newlinesAfterSigns = false; // " ?[^\s\p{L}\p{N}]+[\r\n]*"
    bool newlineRuns = false; // \s*[\r\n]+

    bool operator==(const SplitRules &) const = default;
};

// The split patterns by family.
SplitRules gpt2Rules();
SplitRules llama3Rules();
SplitRules qwen2Rules();
// By the text of a regular expression, as in tokenizer.json. Nothing when it is not a known one.
std::optional<SplitRules> rulesOfPattern(std::string_view pattern);

// The end of the piece that starts at `at` (at < text.size()). `text` is valid UTF-8. A run of white space is looked at
// twice at most, so cutting a text is linear.
size_t pieceEnd(std::string_view text, size_t at, const SplitRules &rules);

// One or more steps, each cutting the pieces of the one before.
class PreTokenizer
{
public:
    enum class DigitSplit { None, Single, Runs };

    PreTokenizer(DigitSplit digits, std::optional<SplitRules> rules);

    // Calls `piece` for every piece in order; together they are the text.
    template <typename Callback> void split(std::string_view text, Callback &&piece) const
    {
        if (m_digits == DigitSplit::None) {
            splitByRules(text, piece);
            return;
        }
        for (size_t at = 0; at < text.size();) {
            const size_t end = digitStepEnd(text, at);
            splitByRules(text.substr(at, end - at), piece);
            at = end;
        }
    }

private:
    template <typename Callback> void splitByRules(std::string_view text, Callback &&piece) const
    {
        if (!m_rules) {
            if (!text.empty())
                piece(text);
            return;
        }
        for (size_t at = 0; at < text.size();) {
            const size_t end = pieceEnd(text, at, *m_rules);
            piece(text.substr(at, end - at));
            at = end;
        }
    }
    size_t digitStepEnd(std::string_view text, size_t at) const;

    DigitSplit m_digits;
    std::optional<SplitRules> m_rules;
};

} // namespace text
