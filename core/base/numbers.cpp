// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/numbers.h"

#include <array>
#include <charconv>

namespace base {

namespace {

template <typename T> std::optional<T> parse(std::string_view text)
{
    T value {};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

} // namespace

std::optional<double> toDouble(std::string_view text) { return parse<double>(text); }
std::optional<int64_t> toInteger(std::string_view text) { return parse<int64_t>(text); }

std::string toText(double value)
{
    std::array<char, 64> buffer {};
    const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return { buffer.data(), result.ptr };
}

std::string toFixed(double value, int decimals)
{
    std::array<char, 512> buffer {};
    const auto result
        = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, decimals);
    return { buffer.data(), result.ptr };
}

} // namespace base
