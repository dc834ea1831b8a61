// SPDX-License-Identifier: GPL-3.0-or-later
// Tokenizers of the sentencepiece kind (Llama 2, Mistral 7B, InternLM2, TeleChat) through the sentencepiece library.
#pragma once

#include "text/added_tokens.h"
#include "text/tokenizer.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace modelfile {
class GgufFile;
}

namespace text {

class SentencepieceTokenizer final : public Tokenizer
{
public:
    // `model` is a serialized ModelProto; `added`: tokens beside its pieces (tokenizer_config.json), which may rename unused
    // ones. Throws CorruptFile, UnsupportedTokenizer.
    SentencepieceTokenizer(std::string_view model, std::vector<AddedToken> added, const std::string &subject);
    ~SentencepieceTokenizer() override;

    // As the library's own program: with the space that the model puts before a text.
    void encodeTo(std::string_view text, AddedTokens added, std::vector<TokenId> &ids) const override;
    void encodePieceTo(std::string_view text, AddedTokens added, std::vector<TokenId> &ids) const override;
    // Without the space before the text.
    std::string decode(std::span<const TokenId> ids, bool skipSpecial) const override;
    std::string bytesOf(TokenId id) const override;
    bool isSpecial(TokenId id) const override;
    TokenId vocabularySize() const override;
    std::optional<TokenId> idOf(std::string_view token) const override;
    std::string normalized(std::string_view text) const override;
    std::string description() const override;

private:
    struct State;
    void encode(std::string_view text, AddedTokens added, bool fresh, std::vector<TokenId> &ids) const;

    std::unique_ptr<const State> m_state;
};

std::shared_ptr<const Tokenizer> sentencepieceFromFile(const std::filesystem::path &path);
// Of `tokenizer.ggml.model` "llama".
std::shared_ptr<const Tokenizer> sentencepieceFromGguf(const modelfile::GgufFile &file);

} // namespace text
