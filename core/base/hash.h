// SPDX-License-Identifier: GPL-3.0-or-later
// SHA-256, as lower-case hexadecimal text.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace base {

class Sha256
{
public:
    Sha256();
    ~Sha256();
    void add(std::string_view bytes);
    // Call once.
    std::string hex();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

std::string sha256(std::string_view bytes);
// Reads the file in pieces. Throws FileMissing.
std::string sha256OfFile(const std::filesystem::path &path);

} // namespace base
