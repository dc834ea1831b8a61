// SPDX-License-Identifier: GPL-3.0-or-later
// Text to token ids and back, exactly as the model's own tokenizer does it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace text {

using TokenId = int32_t;

// What happens to text that spells an added token such as "<|im_end|>".
enum class AddedTokens {
    AsText, // it is text: what a person typed never becomes a control token
    Match, // it becomes that token, as the peers' plain `encode` does
};

// Immutable after loading: every method may be called from any thread.
class Tokenizer
{
public:
    virtual ~Tokenizer() = default;

    // Appends the ids of `text`. Bytes that are not UTF-8 are read as U+FFFD. No start or end token is added.
    virtual void encodeTo(std::string_view text, AddedTokens added, std::vector<TokenId> &ids) const = 0;
    std::vector<TokenId> encode(std::string_view text, AddedTokens added = AddedTokens::AsText) const;

    // Like encodeTo for text that goes on after other tokens: a tokenizer that puts a space before a text (sentencepiece)
    // does not do it here. The pieces of a chat template are encoded this way.
    virtual void encodePieceTo(std::string_view text, AddedTokens added, std::vector<TokenId> &ids) const;

    // The text of the ids, valid UTF-8 always; broken sequences become U+FFFD. Control tokens appear by their name
    // unless `skipSpecial`.
    virtual std::string decode(std::span<const TokenId> ids, bool skipSpecial = false) const;

    // The bytes a token stands for; may be part of a character. Empty for an id outside the vocabulary.
    virtual std::string bytesOf(TokenId id) const = 0;
    // A control token: not text, and not shown to people.
    virtual bool isSpecial(TokenId id) const = 0;
    // The highest id + 1. A model's embedding may have more rows.
    virtual TokenId vocabularySize() const = 0;
    // By the added token's text ("<|im_end|>") or the vocabulary's own spelling.
    virtual std::optional<TokenId> idOf(std::string_view token) const = 0;
    // The text as the model sees it after its normalizer (NFC for Qwen). Concatenated bytes of encode() equal it.
    virtual std::string normalized(std::string_view text) const = 0;
    // The kind in a few words, for people: "byte-level BPE, 151,665 tokens (qwen2)".
    virtual std::string description() const = 0;
};

// Bytes of tokens in, whole UTF-8 characters out: for streaming. A broken sequence becomes U+FFFD at once, an
// unfinished one waits. One object a stream, not shared between threads.
class StreamDecoder
{
public:
    explicit StreamDecoder(std::shared_ptr<const Tokenizer> tokenizer, bool skipSpecial = true);

    // Text that became complete with this token; often empty in the middle of an emoji.
    std::string push(TokenId id);
    // What is left at the end: empty or U+FFFD.
    std::string finish();

private:
    std::shared_ptr<const Tokenizer> m_tokenizer;
    bool m_skipSpecial;
    std::string m_pending;
};

// MODEL is a Hugging Face folder (tokenizer.json, else tokenizer.model), one of these files, or a .gguf file.
// Throws MissingTokenizer, UnsupportedTokenizer (naming what is not known), NotJson, WrongShape, CorruptFile.
std::shared_ptr<const Tokenizer> loadTokenizer(const std::filesystem::path &model);

} // namespace text
