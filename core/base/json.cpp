// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"

#include "base/files.h"

#include <fmt/format.h>

namespace base {

namespace {

std::string lineAndColumn(std::string_view text, size_t byte)
{
    size_t line = 1;
    size_t column = 1;
    for (size_t i = 0; i + 1 < byte && i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c == '\n') {
            ++line;
            column = 1;
        } else if ((c & 0xC0) != 0x80) { // columns count characters, not bytes
            ++column;
        }
    }
    return fmt::format("line {}, column {}", line, column);
}

// nlohmann's messages read "[json.exception...] parse error at line 1, column 2: reason": keep the reason.
std::string reasonOf(const std::string &message)
{
    const size_t start = message.find(": ");
    return start == std::string::npos ? message : message.substr(start + 2);
}

} // namespace

Failure notJson(std::string_view text, size_t byte, const std::string &message, const std::string &subject)
{
    return Failure(ErrorKind::NotJson, subject, lineAndColumn(text, byte), { { "reason", reasonOf(message) } });
}

Json parseJson(std::string_view text, const std::string &subject)
{
    try {
        return Json::parse(text.begin(), text.end());
    } catch (const Json::parse_error &error) {
        throw notJson(text, error.byte, error.what(), subject);
    } catch (const Json::exception &error) { // a number beyond the range of double
        throw Failure(ErrorKind::NotJson, subject, {}, { { "reason", reasonOf(error.what()) } });
    }
}

Json readJson(const std::filesystem::path &path) { return parseJson(readFile(path), path.string()); }

std::string toLine(const Json &value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

namespace detail {

void throwWrongType(const std::string &subject, const char *name, const char *expected, const Json &found)
{
    throw Failure(ErrorKind::WrongShape, subject, name, { { "expected", expected }, { "found", found.type_name() } });
}

void throwMissing(const std::string &subject, const char *name)
{
    throw Failure(ErrorKind::MissingField, subject, {}, { { "field", name } });
}

} // namespace detail

} // namespace base
