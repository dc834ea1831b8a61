// SPDX-License-Identifier: GPL-3.0-or-later
// tokenizer.model: any bytes as sentencepiece's file. The library itself is linked as the system has it, without sanitizers.
#include "base/error.h"
#include "fuzz.h"
#include "fuzz_tokenizer.h"
#include "text/sentencepiece_tokenizer.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const std::string_view input = fuzz::textOf(data, size);
    try {
        fuzz::useTokenizer(std::make_shared<text::SentencepieceTokenizer>(input, std::vector<text::AddedToken>(), "fuzz"), input);
    } catch (const base::Failure &) {
    }
    return 0;
}
