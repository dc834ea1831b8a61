// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"

#include "base/files.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace base {

namespace {

constexpr size_t kMaxNesting = 500; // levels of brackets: values are copied and written by recursion
constexpr size_t kMaxMembers = 10'000; // of one object: names are kept in order and looked up one by one, while it is read, too

struct LineAndColumn
{
    size_t line = 1;
    size_t column = 1;
};

LineAndColumn placeOf(std::string_view text, size_t byte)
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
    return { line, column };
}

// nlohmann's messages read "[json.exception...] parse error at line 1, column 2: reason; last read: '...'", or without
// the middle: keep the reason. What was read last may be long, and of bytes that are no text.
std::string reasonOf(std::string message)
{
    constexpr size_t longest = 200; // bytes
    if (message.starts_with('['))
        message.erase(0, std::min(message.find("] ") + 2, message.size()));
    if (const size_t start = message.find(": "); message.starts_with("parse error") && start != std::string::npos)
        message.erase(0, start + 2);
    if (const size_t read = message.find("; last read: "); read != std::string::npos && message.size() > longest)
        message.resize(read);
    if (message.size() > longest)
        message = message.substr(0, longest) + "...";
    return message;
}

// Of UTF-16, Latin-1, a picture: the bytes themselves say nothing to a person.
bool isOfOtherBytes(std::string_view text, size_t byte, const std::string &message)
{
    const bool foreign = byte > 0 && byte <= text.size() && static_cast<unsigned char>(text[byte - 1]) >= 0x80;
    return message.find("ill-formed UTF-8") != std::string::npos || (foreign && message.find("invalid literal") != std::string::npos);
}

// Throws where a text goes beyond the limits first. In a text that is no JSON that may be behind the place where the parser
// would have stopped: refused is refused.
void checkLimits(std::string_view text, const std::string &subject)
{
    std::vector<size_t> members; // of each open bracket
    for (size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '"') {
            for (++i; i < text.size() && text[i] != '"'; ++i)
                i += text[i] == '\\';
        } else if (c == '[' || c == '{') {
            if (members.size() == kMaxNesting)
                throw notJson(text, i + 1, fmt::format("more than {} levels of brackets", kMaxNesting), subject);
            members.push_back(0);
        } else if (c == ']' || c == '}') {
            if (!members.empty())
                members.pop_back();
        } else if (c == ':' && !members.empty() && ++members.back() > kMaxMembers) {
            throw notJson(text, i + 1, fmt::format("an object of more than {} members", kMaxMembers), subject);
        }
    }
}

} // namespace

Failure notJson(std::string_view text, size_t byte, const std::string &message, const std::string &subject)
{
    const std::string reason
        = isOfOtherBytes(text, byte, message) ? "its bytes are no UTF-8 text; save it as UTF-8" : reasonOf(message);
    const LineAndColumn place = placeOf(text, byte);
    return Failure(ErrorKind::NotJson, subject, fmt::format("line {}, column {}", place.line, place.column),
        { { "reason", reason }, { "column", fmt::format("{}", place.column) } });
}

Json parseJson(std::string_view text, const std::string &subject)
{
    checkLimits(text, subject);
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

void throwOutOfRange(const std::string &subject, const char *name, long long least, unsigned long long most, const Json &found)
{
    const std::string expected = "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
    throw Failure(ErrorKind::WrongShape, subject, name, { { "expected", expected }, { "found", found.dump() } });
}

void throwMissing(const std::string &subject, const char *name)
{
    throw Failure(ErrorKind::MissingField, subject, {}, { { "field", name } });
}

} // namespace detail

} // namespace base
