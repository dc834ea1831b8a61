// SPDX-License-Identifier: GPL-3.0-or-later
// What every accepted tokenizer must do, whatever file it came from.
#pragma once

#include "fuzz.h"
#include "text/tokenizer.h"
#include "text/unicode.h"

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

namespace fuzz {

inline void checkIds(const text::Tokenizer &tokenizer, const std::vector<text::TokenId> &ids)
{
    const text::TokenId size = tokenizer.vocabularySize();
    promise(std::all_of(ids.begin(), ids.end(), [&](text::TokenId id) { return id >= 0 && id < size; }), "ids lie in the vocabulary");
}

inline void checkDecoding(const std::shared_ptr<const text::Tokenizer> &tokenizer, const std::vector<text::TokenId> &ids)
{
    promise(text::isValidUtf8(tokenizer->decode(ids)), "decoded text is valid UTF-8");
    text::StreamDecoder stream(tokenizer, false);
    for (const text::TokenId id : ids)
        promise(text::isValidUtf8(stream.push(id)), "streamed text is valid UTF-8");
    promise(text::isValidUtf8(stream.finish()), "the end of a stream is valid UTF-8");
}

inline void useTokenizer(const std::shared_ptr<const text::Tokenizer> &tokenizer, std::string_view input)
{
    using text::AddedTokens;
    const std::string samples[] { "hello  hell\xC3\xA9 I'm \xE4\xBD\xA0\xE5\xA5\xBD 123\n\n <end> </s>", std::string(300, 'l'), std::string(200, ' '),
        "\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9 e\xCC\x81 \xD7\xA9", std::string(input.substr(input.size() / 2, 400)) };
    for (const std::string &sample : samples) {
        for (const AddedTokens added : { AddedTokens::AsText, AddedTokens::Match }) {
            const auto ids = tokenizer->encode(sample, added);
            checkIds(*tokenizer, ids);
            checkDecoding(tokenizer, ids);
            std::vector<text::TokenId> piece;
            tokenizer->encodePieceTo(sample, added, piece);
            checkIds(*tokenizer, piece);
        }
        promise(text::isValidUtf8(tokenizer->normalized(sample)), "normalized text is valid UTF-8");
    }
    for (text::TokenId id = -1; id <= std::min(tokenizer->vocabularySize(), text::TokenId { 600 }); ++id) {
        tokenizer->bytesOf(id);
        tokenizer->isSpecial(id);
    }
    tokenizer->idOf(input.substr(0, 20));
    tokenizer->description();
}

} // namespace fuzz
