// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/uuid.h"

#include "base/error.h"

#include <fmt/format.h>
#include <sys/random.h>

#include <array>

namespace base {

std::string newUuid()
{
    std::array<unsigned char, 16> b {};
    if (::getrandom(b.data(), b.size(), 0) != static_cast<ssize_t>(b.size()))
        throw Failure(ErrorKind::Internal, "uuid", {}, { { "reason", "the system gave no random bytes" } });
    b[6] = static_cast<unsigned char>((b[6] & 0x0F) | 0x40);
    b[8] = static_cast<unsigned char>((b[8] & 0x3F) | 0x80);
    std::string out;
    for (size_t i = 0; i < b.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            out += '-';
        out += fmt::format("{:02x}", b[i]);
    }
    return out;
}

} // namespace base
