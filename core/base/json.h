// SPDX-License-Identifier: GPL-3.0-or-later
// JSON with insertion order kept: exports and templates depend on it.
#pragma once

#include "base/error.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <string_view>

namespace base {

using Json = nlohmann::ordered_json;

// Throws Failure{NotJson} with `subject` and the line and column. Input that is not UTF-8 is refused the same way.
Json parseJson(std::string_view text, const std::string &subject);

// The Failure{NotJson} for a fault that a parser of its own found at `byte` (from 1) of the text, with nlohmann's message.
Failure notJson(std::string_view text, size_t byte, const std::string &message, const std::string &subject);

// Reads and parses a file. Throws FileMissing, FileUnreadable, NotJson.
Json readJson(const std::filesystem::path &path);

// Typed access with an error that names the thing and the field.
// Throws MissingField when absent, WrongShape when of another type or, a whole number, out of T's range. T: std::string, bool, integers, double, Json.
template <typename T> T field(const Json &object, const char *name, const std::string &subject);
// The same with a default for an absent or null field.
template <typename T> T fieldOr(const Json &object, const char *name, T fallback, const std::string &subject);

// One line, no trailing newline, ASCII kept as is, invalid UTF-8 replaced.
std::string toLine(const Json &value);

} // namespace base

#include "base/json_access.h"
