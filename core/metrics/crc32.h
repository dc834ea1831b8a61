// SPDX-License-Identifier: GPL-3.0-or-later
// CRC-32 as zlib computes it (polynomial 0xEDB88320): tells damage by accident, not by intent.
#pragma once

#include <cstdint>
#include <string_view>

namespace metrics {

// Of `bytes`, going on from the CRC of what stood before them.
uint32_t crc32(std::string_view bytes, uint32_t before = 0);

} // namespace metrics
