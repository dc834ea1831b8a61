// SPDX-License-Identifier: GPL-3.0-or-later
// The ModelProto of sentencepiece (sentencepiece_model.proto) as far as we read and write it: to load one file with and
// without the space before a text, and to give the library the vocabulary that lies inside a GGUF file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace text {

// ModelProto.SentencePiece.Type
enum class SpType : int { Normal = 1, Unknown = 2, Control = 3, UserDefined = 4, Unused = 5, Byte = 6 };

struct SpPiece
{
    std::string text; // UTF-8; "\u2581" is the space
    float score = 0;
    SpType type = SpType::Normal;
};

// The pieces and the setting that we need. Throws CorruptFile naming `subject` on anything that is no ModelProto, and on
// normalization rules that the library could not follow safely.
struct SpModelInfo
{
    std::vector<SpPiece> pieces;
    bool addDummyPrefix = true; // a space before every text
};
SpModelInfo readSpModel(std::string_view bytes, const std::string &subject);

// The model with another normalizer setting and with some pieces made unreachable. In a ModelProto a later value wins, and
// embedded messages are merged, so that the setting is appended; the pieces are written anew. Its self-test, which expects
// the original, and its rules for decoding, which are not used, are left out.
std::string changedSpModel(std::string_view bytes, bool addDummyPrefix, const std::vector<SpPiece> &pieces);

// A whole model of the BPE kind with byte fallback and no normalization, as Llama 2's.
std::string makeSpModel(const std::vector<SpPiece> &pieces, bool addDummyPrefix);

} // namespace text
