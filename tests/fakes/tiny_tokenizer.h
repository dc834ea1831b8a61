// SPDX-License-Identifier: GPL-3.0-or-later
// A model folder's text side, made on the spot: a byte-level tokenizer without merges (a token a byte) and ChatML.
#pragma once

#include "base/files.h"
#include "base/json.h"

#include <filesystem>
#include <string>

namespace fakes {

// GPT-2's spelling of a byte: printable characters stand for themselves, the others for U+0100 and up.
inline std::string byteSpelling(int byte)
{
    const auto printable = [](int b) { return (b >= 33 && b <= 126) || (b >= 161 && b <= 172) || (b >= 174 && b <= 255); };
    int code = byte;
    if (!printable(byte)) {
        code = 256;
        for (int b = 0; b < byte; ++b)
            code += printable(b) ? 0 : 1;
    }
    if (code < 128)
        return std::string(1, char(code));
    return { char(0xc0 | (code >> 6)), char(0x80 | (code & 0x3f)) };
}

inline constexpr char kChatMl[] = "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + "
                                  "'<|im_end|>' + '\\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

// Writes tokenizer.json and tokenizer_config.json. Ids 0 to 255 are the bytes, 256 <|im_start|>, 257 <|im_end|>.
inline void writeTinyTokenizer(const std::filesystem::path &folder, const std::string &chatTemplate = kChatMl)
{
    std::filesystem::create_directories(folder);
    base::Json vocabulary = base::Json::object();
    for (int byte = 0; byte < 256; ++byte)
        vocabulary[byteSpelling(byte)] = byte;
    const auto added = [](int id, const char *text) {
        return base::Json { { "id", id }, { "content", text }, { "single_word", false }, { "lstrip", false }, { "rstrip", false },
            { "normalized", false }, { "special", true } };
    };
    const base::Json byteLevel { { "type", "ByteLevel" }, { "add_prefix_space", false }, { "trim_offsets", true }, { "use_regex", true } };
    base::Json json { { "version", "1.0" }, { "truncation", nullptr }, { "padding", nullptr },
        { "added_tokens", base::Json::array({ added(256, "<|im_start|>"), added(257, "<|im_end|>") }) }, { "normalizer", nullptr },
        { "pre_tokenizer", byteLevel }, { "post_processor", nullptr }, { "decoder", byteLevel } };
    json["model"] = base::Json { { "type", "BPE" }, { "dropout", nullptr }, { "unk_token", nullptr }, { "continuing_subword_prefix", nullptr },
        { "end_of_word_suffix", nullptr }, { "fuse_unk", false }, { "byte_fallback", false }, { "vocab", vocabulary },
        { "merges", base::Json::array() } };
    base::writeFileAtomically(folder / "tokenizer.json", json.dump(2));
    base::Json config { { "eos_token", "<|im_end|>" } };
    if (!chatTemplate.empty())
        config["chat_template"] = chatTemplate;
    base::writeFileAtomically(folder / "tokenizer_config.json", config.dump(2));
}

} // namespace fakes
