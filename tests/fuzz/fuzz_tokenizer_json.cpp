// SPDX-License-Identifier: GPL-3.0-or-later
// tokenizer.json: any bytes as the file, then texts through what was accepted.
#include "base/error.h"
#include "fuzz.h"
#include "fuzz_tokenizer.h"
#include "text/tokenizer_json.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const std::string_view input = fuzz::textOf(data, size);
    try {
        fuzz::useTokenizer(text::tokenizerFromJson(input, "fuzz"), input);
    } catch (const base::Failure &) {
    }
    return 0;
}
