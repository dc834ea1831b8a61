// SPDX-License-Identifier: GPL-3.0-or-later
// The vocabulary inside a GGUF file, and its chat template: any bytes as the file.
#include "base/error.h"
#include "fuzz.h"
#include "fuzz_tokenizer.h"
#include "text/model_text.h"

#include <filesystem>
#include <fstream>
#include <unistd.h>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    // The reader maps files; memory-backed, one a process.
    static const std::filesystem::path path = "/dev/shm/attune-fuzz-" + std::to_string(::getpid()) + ".gguf";
    const std::string_view input = fuzz::textOf(data, size);
    std::ofstream(path, std::ios::binary | std::ios::trunc) << input;
    try {
        fuzz::useTokenizer(text::loadTokenizer(path), input);
        text::chatTemplateSource(path);
        text::loadModelText(path);
    } catch (const base::Failure &) {
    }
    return 0;
}
