// SPDX-License-Identifier: GPL-3.0-or-later
// Byte-level byte-pair encoding (GPT-2, Qwen, Llama 3, SmolLM): text -> NFC -> pieces -> bytes -> merges by rank.
// Equal to the `tokenizers` library's BPE model with its ByteLevel pre-tokenizer, id by id.
#pragma once

#include "text/added_tokens.h"
#include "text/bpe_vocabulary.h"
#include "text/pre_tokenizer.h"
#include "text/tokenizer.h"

#include <memory>
#include <string>
#include <vector>

namespace text {

// What a file says about a tokenizer; filled by the readers of tokenizer.json and of GGUF.
struct BpeParts
{
    std::string kind; // in a word or two, for people: "qwen2"
    std::unique_ptr<BpeVocabulary> vocabulary;
    std::vector<AddedToken> added;
    PreTokenizer preTokenizer { PreTokenizer::DigitSplit::None, gpt2Rules() };
    bool nfc = false;
    bool wholePieces = false; // `ignore_merges`: a piece that is a token is taken as it is
};

class ByteLevelBpe final : public Tokenizer
{
public:
    explicit ByteLevelBpe(BpeParts parts);

    void encodeTo(std::string_view text, AddedTokens added, std::vector<TokenId> &ids) const override;
    std::string bytesOf(TokenId id) const override;
    bool isSpecial(TokenId id) const override;
    TokenId vocabularySize() const override { return m_size; }
    std::optional<TokenId> idOf(std::string_view token) const override;
    std::string normalized(std::string_view text) const override;
    std::string description() const override;

private:
    void encodeText(std::string_view normalizedText, std::vector<TokenId> &ids) const;
    void encodeNormalized(std::string_view text, std::vector<TokenId> &ids) const;
    const AddedToken *addedToken(TokenId id) const;

    BpeParts m_parts;
    AddedTokenMatcher m_raw; // looked for in the text as it is
    AddedTokenMatcher m_normalized; // and in the normalized text
    TokenId m_size = 0;
};

} // namespace text
