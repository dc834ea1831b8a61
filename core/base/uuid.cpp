// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/uuid.h"

#include "base/error.h"
#include "base/hash.h"

#include <fmt/format.h>
#include <sys/random.h>

#include <array>

namespace base {

namespace {

// Sets the bits that say what kind it is, and writes it.
std::string asText(std::array<unsigned char, 16> bytes, unsigned char version)
{
    bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0F) | version << 4);
    bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3F) | 0x80);
    std::string out;
    for (size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            out += '-';
        out += fmt::format("{:02x}", bytes[i]);
    }
    return out;
}

} // namespace

std::string newUuid()
{
    std::array<unsigned char, 16> bytes {};
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        throw Failure(ErrorKind::Internal, "uuid", {}, { { "reason", "the system gave no random bytes" } });
    return asText(bytes, 4);
}

std::string namedUuid(std::string_view name)
{
    const std::string hex = sha256(name);
    std::array<unsigned char, 16> bytes {};
    for (size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<unsigned char>(std::stoi(hex.substr(2 * i, 2), nullptr, 16));
    return asText(bytes, 8);
}

} // namespace base
