// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/crc32.h"

#include <array>
#include <cstddef>
#include <cstring>

namespace metrics {

namespace {

constexpr size_t kStep = 8; // bytes at once ("slicing by eight"): the word list has to be checked while a person waits

constexpr std::array<std::array<uint32_t, 256>, kStep> kTables = [] {
    std::array<std::array<uint32_t, 256>, kStep> tables {};
    for (uint32_t byte = 0; byte < 256; ++byte) {
        uint32_t crc = byte;
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ (crc & 1 ? 0xEDB88320u : 0u);
        tables[0][byte] = crc;
    }
    for (size_t step = 1; step < kStep; ++step) {
        for (size_t byte = 0; byte < 256; ++byte)
            tables[step][byte] = (tables[step - 1][byte] >> 8) ^ tables[0][tables[step - 1][byte] & 0xFF];
    }
    return tables;
}();

} // namespace

uint32_t crc32(std::string_view bytes, uint32_t before)
{
    uint32_t crc = ~before;
    while (bytes.size() >= kStep) {
        uint32_t low = 0;
        uint32_t high = 0;
        std::memcpy(&low, bytes.data(), sizeof low);
        std::memcpy(&high, bytes.data() + sizeof low, sizeof high);
        low ^= crc;
        crc = 0;
        for (size_t i = 0; i < 4; ++i) {
            crc ^= kTables[7 - i][(low >> (8 * i)) & 0xFF];
            crc ^= kTables[3 - i][(high >> (8 * i)) & 0xFF];
        }
        bytes.remove_prefix(kStep);
    }
    for (const char byte : bytes)
        crc = (crc >> 8) ^ kTables[0][(crc ^ static_cast<unsigned char>(byte)) & 0xFF];
    return ~crc;
}

} // namespace metrics
