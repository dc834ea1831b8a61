// SPDX-License-Identifier: GPL-3.0-or-later
// The normalization rules inside a sentencepiece model, looked over before the library uses them: it follows their indexes
// without looking, so that a damaged file would make it read anywhere.
#pragma once

#include <string>
#include <string_view>

namespace text {

// `charsmap`: `precompiled_charsmap` of a NormalizerSpec, a Darts-clone double array behind its size, and the texts that its
// values point to. Empty is good. Throws CorruptFile naming `subject`.
void checkCharsMap(std::string_view charsmap, const std::string &subject);

} // namespace text
