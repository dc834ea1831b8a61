// SPDX-License-Identifier: GPL-3.0-or-later
// What the fuzzers share. A fuzzer is one function of some bytes; it must end, and it may end with a base::Failure that is
// caught inside. Whatever else happens is a finding: a crash, a sanitizer's report, another exception, an unkept promise.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

namespace fuzz {

inline std::string_view textOf(const uint8_t *data, size_t size) { return { reinterpret_cast<const char *>(data), size }; }

// A promise of the code under test.
inline void promise(bool kept, const char *what)
{
    if (kept)
        return;
    std::fprintf(stderr, "not kept: %s\n", what);
    std::abort();
}

} // namespace fuzz
