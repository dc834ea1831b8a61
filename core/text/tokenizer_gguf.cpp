// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/error.h"
#include "modelfile/gguf.h"
#include "text/tokenizer_json.h"
#include "text/unicode.h"

#include <fmt/format.h>

namespace text {

namespace {

using base::ErrorKind;
using base::Failure;

// tokenizer.ggml.token_type
enum TokenType : int64_t { Normal = 1, Unknown = 2, Control = 3, UserDefined = 4, Unused = 5, Byte = 6 };

struct KnownSplit
{
    std::string_view pre;
    SplitRules rules;
    PreTokenizer::DigitSplit digits = PreTokenizer::DigitSplit::None;
    bool nfc = false; // GGUF does not say; the models were trained with it
    bool wholePieces = false;
};

const KnownSplit *knownSplit(std::string_view pre)
{
    static const KnownSplit known[] {
        { "qwen2", qwen2Rules(), PreTokenizer::DigitSplit::None, true, false },
        { "deepseek-r1-qwen", qwen2Rules(), PreTokenizer::DigitSplit::None, true, false },
        { "llama-bpe", llama3Rules(), PreTokenizer::DigitSplit::None, false, true },
        { "smollm", gpt2Rules(), PreTokenizer::DigitSplit::Single, false, false },
        { "gpt-2", gpt2Rules(), PreTokenizer::DigitSplit::None, false, false },
    };
    for (const KnownSplit &split : known) {
        if (split.pre == pre)
            return &split;
    }
    return nullptr;
}

void checkUtf8(std::string_view text, const std::string &subject, const char *what, size_t index)
{
    if (!isValidUtf8(text))
        throw Failure(ErrorKind::CorruptFile, subject, fmt::format("{} {}", what, index), { { "reason", "it is not UTF-8" } });
}

} // namespace

std::shared_ptr<const Tokenizer> byteLevelBpeFromGguf(const modelfile::GgufFile &file)
{
    const std::string subject = file.path().string();
    const std::string pre(file.getOr<std::string_view>("tokenizer.ggml.pre", ""));
    const KnownSplit *split = knownSplit(pre);
    if (!split) {
        throw Failure(ErrorKind::UnsupportedTokenizer, subject, {},
            { { "reason", pre.empty() ? "it does not say how it splits texts (tokenizer.ggml.pre)"
                                      : fmt::format("its way of splitting texts is not known (tokenizer.ggml.pre \"{}\")", pre) } });
    }
    const auto tokens = file.get<std::vector<std::string_view>>("tokenizer.ggml.tokens");
    const auto merges = file.get<std::vector<std::string_view>>("tokenizer.ggml.merges");
    const auto types = file.getOr<std::vector<int64_t>>("tokenizer.ggml.token_type", {});
    if (!types.empty() && types.size() != tokens.size())
        throw Failure(ErrorKind::CorruptFile, subject, "tokenizer.ggml.token_type", { { "reason", "it is not as long as the vocabulary" } });

    BpeParts parts;
    parts.kind = pre;
    parts.nfc = split->nfc;
    parts.wholePieces = split->wholePieces;
    parts.preTokenizer = PreTokenizer(split->digits, split->rules);
    parts.vocabulary = std::make_unique<BpeVocabulary>(subject);
    parts.vocabulary->reserve(tokens.size());
    for (size_t i = 0; i < tokens.size(); ++i) {
        checkUtf8(tokens[i], subject, "token", i);
        const auto id = static_cast<int32_t>(i);
        const int64_t type = types.empty() ? Normal : types[i];
        const bool added = type == Control || type == UserDefined;
        if (added || type == Unused || tokens[i].empty())
            parts.vocabulary->addLiteral(id, tokens[i]);
        else
            parts.vocabulary->addToken(id, tokens[i]);
        if (added && !tokens[i].empty())
            parts.added.push_back({ id, std::string(tokens[i]), type == Control });
    }
    parts.vocabulary->finishTokens(merges.size());
    for (size_t i = 0; i < merges.size(); ++i) {
        checkUtf8(merges[i], subject, "merge", i);
        const size_t space = merges[i].find(' ');
        if (space == std::string_view::npos)
            throw Failure(ErrorKind::CorruptFile, subject, fmt::format("merge {}", i + 1), { { "reason", "it is not a pair" } });
        parts.vocabulary->addMerge(merges[i].substr(0, space), merges[i].substr(space + 1));
    }
    parts.vocabulary->finish();
    return std::make_shared<ByteLevelBpe>(std::move(parts));
}

} // namespace text
