// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue/formats/json_units.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace dialogue {

using base::ErrorKind;
using base::Failure;
using base::Json;

namespace {

constexpr size_t kTried = 20; // lines or members, until one is a dialogue
constexpr size_t kProbedBytes = 65536; // of a member that is parsed to see what the whole is
constexpr int kWrappers = 3; // within each other

// One member or element of a value, as text.
struct JsonPart
{
    std::string_view key; // with its quotes; empty in an array
    std::string_view value;
};

size_t skipSpace(std::string_view text, size_t i)
{
    while (i < text.size() && (text[i] == ' ' || text[i] == '\n' || text[i] == '\r' || text[i] == '\t'))
        ++i;
    return i;
}

// Just behind its last quote; beyond the end when there is none.
size_t endOfString(std::string_view text, size_t i)
{
    for (++i; i < text.size() && text[i] != '"'; ++i) {
        if (text[i] == '\\')
            ++i;
    }
    return i + 1;
}

// Just behind the value that starts at `i`, by brackets and quotes; beyond the end when it does not end.
size_t endOfValue(std::string_view text, size_t i)
{
    int level = 0;
    while (i < text.size()) {
        const char c = text[i];
        if (c == '"') {
            i = endOfString(text, i);
            if (level == 0)
                return i;
            continue;
        }
        if (c == '{' || c == '[') {
            ++level;
        } else if (c == '}' || c == ']') {
            if (level == 0)
                return i; // behind a number, true, false or null
            if (--level == 0)
                return i + 1;
        } else if (level == 0 && (c == ',' || c == ' ' || c == '\n' || c == '\r' || c == '\t')) {
            return i;
        }
        ++i;
    }
    return level > 0 ? text.size() + 1 : i;
}

// Members of an object or array that is all of `text`; nothing when the text is not put together as one.
std::optional<std::vector<JsonPart>> partsOf(std::string_view text)
{
    std::vector<JsonPart> parts;
    size_t i = skipSpace(text, 0);
    if (i >= text.size() || (text[i] != '{' && text[i] != '['))
        return std::nullopt;
    const bool keyed = text[i] == '{';
    const char closing = keyed ? '}' : ']';
    i = skipSpace(text, i + 1);
    const auto at = [&](char c) { return i < text.size() && text[i] == c; };
    while (!at(closing) || !parts.empty()) {
        JsonPart part;
        if (keyed) {
            if (!at('"'))
                return std::nullopt;
            const size_t end = endOfString(text, i);
            if (end > text.size())
                return std::nullopt;
            part.key = text.substr(i, end - i);
            i = skipSpace(text, end);
            if (!at(':'))
                return std::nullopt;
            i = skipSpace(text, i + 1);
        }
        const size_t end = endOfValue(text, i);
        if (end > text.size() || end == i)
            return std::nullopt;
        part.value = text.substr(i, end - i);
        parts.push_back(part);
        i = skipSpace(text, end);
        if (at(closing))
            break;
        if (!at(','))
            return std::nullopt;
        i = skipSpace(text, i + 1);
    }
    return skipSpace(text, i + 1) == text.size() ? std::optional(std::move(parts)) : std::nullopt;
}

std::vector<UnitText> linesOf(std::string_view content)
{
    std::vector<UnitText> units;
    size_t number = 0;
    while (!content.empty()) {
        const size_t end = content.find('\n');
        const std::string_view line = content.substr(0, end);
        ++number;
        if (skipSpace(line, 0) < line.size())
            units.push_back({ std::to_string(number), {}, { .line = static_cast<int64_t>(number) }, line });
        content.remove_prefix(end == std::string_view::npos ? content.size() : end + 1);
    }
    return units;
}

// Values one after the other, each over any number of lines; none when the text does not end with the last one's bracket.
std::vector<UnitText> valuesInARow(std::string_view content)
{
    std::vector<UnitText> units;
    size_t i = skipSpace(content, 0);
    while (i < content.size()) {
        const size_t end = endOfValue(content, i);
        if ((content[i] != '{' && content[i] != '[') || end > content.size())
            return {};
        const std::string number = std::to_string(units.size() + 1);
        units.push_back({ number, {}, { .dialogue = number }, content.substr(i, end - i) });
        i = skipSpace(content, end);
        if (i < content.size() && content[i] == ',')
            i = skipSpace(content, i + 1);
    }
    return units;
}

// Null when it is no JSON or beyond the limits.
Json parsed(std::string_view text)
{
    try {
        return readJsonText(text).value;
    } catch (const JsonFault &) {
        return nullptr;
    }
}

bool anyIsUnit(const std::vector<UnitText> &units, IsUnit isUnit)
{
    // Broken ones are passed: the next may be whole.
    return std::any_of(units.begin(), units.begin() + static_cast<std::ptrdiff_t>(std::min(units.size(), kTried)),
        [&](const UnitText &unit) { return isUnit(parsed(unit.text)); });
}

// JSON, though of no known shape: what it holds is to be told, not that two lines are no one value.
bool areMostlyJson(const std::vector<UnitText> &units)
{
    const size_t tried = std::min(units.size(), kTried);
    size_t whole = 0;
    for (size_t i = 0; i < tried; ++i)
        whole += parsed(units[i].text).is_structured();
    return tried > 1 && whole * 2 > tried;
}

std::string nameOf(const JsonPart &part)
{
    const Json name = parsed(part.key);
    return name.is_string() ? name.get<std::string>() : std::string(part.key);
}

// Decided by its first members, since it may be huge.
bool isOneDialogue(const std::vector<JsonPart> &parts, IsUnit isUnit)
{
    if (parts.empty() || (!parts.front().key.empty() && parts.size() > kMaxMembers))
        return false;
    const bool keyed = !parts.front().key.empty();
    Json probe = keyed ? Json::object() : Json::array();
    for (size_t i = 0; i < parts.size(); ++i) {
        const Json value = (keyed ? i < kTried && parts[i].value.size() <= kProbedBytes : i == 0) ? parsed(parts[i].value) : Json();
        if (keyed)
            probe[nameOf(parts[i])] = value;
        else if (i == 0)
            probe.push_back(value);
    }
    return isUnit(probe);
}

class UnitSearch
{
public:
    explicit UnitSearch(IsUnit isUnit)
        : m_isUnit(isUnit)
    {
    }

    // `part`: the name of the wrapper's member that these parts are of.
    void add(const std::vector<JsonPart> &parts, const std::string &part, int wrappers)
    {
        const std::vector<bool> lists = wrappers > 0 ? listsAmong(parts, wrappers) : std::vector<bool>();
        const auto count = std::ranges::count(lists, true);
        for (size_t i = 0, number = 1; i < parts.size(); ++i, ++number) {
            if (count == 0) {
                addUnit(parts[i], part, number);
                continue;
            }
            const std::string name = nameOf(parts[i]);
            if (lists[i])
                add(*partsOf(parts[i].value), count > 1 || isSplitName(name) ? name : part, wrappers - 1);
            else
                m_units.beside.push_back(name);
        }
    }

    Units take() { return std::move(m_units); }

private:
    void addUnit(const JsonPart &part, const std::string &of, size_t number)
    {
        std::string key = part.key.empty() ? std::to_string(number) : nameOf(part);
        std::string place = key.size() > 80 ? std::to_string(number) : key;
        if (!of.empty())
            place = of + " " + place;
        m_units.units.push_back({ std::move(key), of, { .dialogue = std::move(place) }, part.value });
    }

    // Members of an object that are lists of dialogues; none when one of the first members is a dialogue itself.
    std::vector<bool> listsAmong(const std::vector<JsonPart> &parts, int wrappers) const
    {
        std::vector<bool> lists(parts.size(), false);
        if (parts.front().key.empty() || parts.size() > kMaxMembers)
            return {};
        for (size_t i = 0; i < parts.size(); ++i) {
            const auto inner = partsOf(parts[i].value);
            if (!inner || inner->empty())
                continue;
            if (isOneDialogue(*inner, m_isUnit))
                return {};
            lists[i] = holdsDialogues(*inner, wrappers - 1);
            if (i == kTried && std::ranges::none_of(lists, [](bool list) { return list; }))
                return {};
        }
        return lists;
    }

    bool holdsDialogues(const std::vector<JsonPart> &parts, int wrappers) const
    {
        for (size_t i = 0; i < std::min(parts.size(), kTried); ++i) {
            if (m_isUnit(parsed(parts[i].value)))
                return true;
            const auto inner = wrappers > 0 && !parts[i].key.empty() ? partsOf(parts[i].value) : std::nullopt;
            if (inner && !inner->empty() && holdsDialogues(*inner, wrappers - 1))
                return true;
        }
        return false;
    }

    static bool isSplitName(const std::string &name)
    {
        constexpr std::array names { "train", "training", "validation", "valid", "val", "dev", "test", "eval" };
        return std::ranges::find(names, name) != names.end();
    }

    IsUnit m_isUnit;
    Units m_units;
};

[[noreturn]] void throwNothing(const std::string &subject, const char *reason)
{
    throw Failure(ErrorKind::UnknownFormat, subject, {}, { { "reason", reason } });
}

// "line 3, column 7" of the file; columns count characters.
std::pair<std::string, std::string> lineAndColumn(std::string_view content, size_t offset)
{
    const std::string_view before = content.substr(0, offset);
    const size_t lineStart = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    const auto line = 1 + std::ranges::count(before, '\n');
    const auto column = 1 + std::ranges::count_if(before.substr(lineStart), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
    return { fmt::format("{}", line), fmt::format("{}", column) };
}

Failure notJson(std::string_view content, size_t offset, const std::string &reason, const std::string &subject, const std::string &place = {})
{
    const auto [line, column] = lineAndColumn(content, offset);
    const std::string where = fmt::format("line {}, column {}", line, column);
    return Failure(ErrorKind::NotJson, subject, place.empty() ? where : place + ", " + where, { { "reason", reason }, { "column", column } });
}

// Of a file that is not put together as JSON: its first fault.
Failure faultOf(std::string_view content, const std::string &subject)
{
    try {
        readJsonText(content);
    } catch (const JsonFault &fault) {
        if (fault.limit == 0)
            return notJson(content, fault.offset, fault.reason, subject);
    }
    return notJson(content, content.size(), "it ends too early", subject);
}

} // namespace

JsonText parseUnit(const UnitText &unit, std::string_view content, const std::string &subject)
{
    try {
        return readJsonText(unit.text);
    } catch (const JsonFault &fault) {
        const std::string place = placeText(unit.place);
        if (fault.limit > 0)
            throw Failure(ErrorKind::TooLong, subject, place, { { "found", fault.reason }, { "limit", std::to_string(fault.limit) } });
        const bool whole = unit.key.empty() || unit.place.line > 0; // the line is said anyway
        throw notJson(content, static_cast<size_t>(unit.text.data() - content.data()) + fault.offset, fault.reason, subject, whole ? "" : place);
    }
}

Units unitsOf(std::string_view content, const std::string &subject, IsUnit isUnit, bool areLines)
{
    const size_t start = skipSpace(content, 0);
    if (start == content.size())
        throwNothing(subject, "it is empty");
    const auto parts = partsOf(content);
    if (!parts) {
        std::vector<UnitText> lines = linesOf(content);
        if (anyIsUnit(lines, isUnit))
            return { std::move(lines), {} };
        std::vector<UnitText> row = valuesInARow(content);
        if (row.size() > 1 && anyIsUnit(row, isUnit))
            return { std::move(row), {} };
        if (areMostlyJson(lines))
            return { std::move(lines), {} };
        if (areMostlyJson(row))
            return { std::move(row), {} };
        if (const Json bare = parsed(content); !bare.is_null() || content.substr(start).starts_with("null"))
            throwNothing(subject, "it is a bare value");
        throw faultOf(content, subject);
    }
    if (parts->empty())
        throwNothing(subject, "it holds no dialogues");
    if (isOneDialogue(*parts, isUnit)) {
        if (areLines && linesOf(content).size() == 1)
            return { linesOf(content), {} };
        return { { { "", {}, { .dialogue = "1" }, content } }, {} };
    }
    UnitSearch search(isUnit);
    search.add(*parts, {}, kWrappers);
    return search.take();
}

} // namespace dialogue
