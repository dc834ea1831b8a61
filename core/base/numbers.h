// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers as text, independent of the locale.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace base {

// The whole text must be the number; otherwise nothing.
std::optional<double> toDouble(std::string_view text);
std::optional<int64_t> toInteger(std::string_view text);

// Shortest text that reads back to the same value.
std::string toText(double value);
// With a fixed number of decimals.
std::string toFixed(double value, int decimals);

} // namespace base
