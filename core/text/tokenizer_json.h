// SPDX-License-Identifier: GPL-3.0-or-later
// Readers of byte-level BPE tokenizers: Hugging Face's tokenizer.json and the vocabulary inside a GGUF file.
// What a file asks for and we do not know is refused by name, never guessed.
#pragma once

#include "text/byte_level_bpe.h"

#include <filesystem>
#include <memory>
#include <string_view>

namespace modelfile {
class GgufFile;
}

namespace text {

// `content` is the file's text, `subject` its path. Throws NotJson, UnsupportedTokenizer, CorruptFile, WrongShape.
std::shared_ptr<const Tokenizer> tokenizerFromJson(std::string_view content, const std::string &subject);

// Of `tokenizer.ggml.model` "gpt2" with a known `tokenizer.ggml.pre`. Throws UnsupportedTokenizer, CorruptFile.
std::shared_ptr<const Tokenizer> byteLevelBpeFromGguf(const modelfile::GgufFile &file);

} // namespace text
