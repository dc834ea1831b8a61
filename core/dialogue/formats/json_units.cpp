// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue/formats/json_units.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace dialogue {

using base::Json;

namespace {

// Counts and forgets: sees the whole text without building it.
class LimitCheck : public nlohmann::json_sax<Json>
{
public:
    // Of a file or of one dialogue of it. A file is read to its end, since only one of its dialogues may be beyond the
    // limits, and its outermost object may have any number of members.
    enum class Of { File, Dialogue };

    explicit LimitCheck(Of of)
        : m_of(of)
    {
    }

    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return true; }
    bool number_unsigned(number_unsigned_t) override { return true; }
    bool number_float(number_float_t, const string_t &) override { return true; }
    bool string(string_t &) override { return true; }
    bool binary(binary_t &) override { return true; }
    bool start_object(std::size_t) override { return open(); }
    bool key(string_t &) override
    {
        const bool any = m_tooDeep > 0 || (m_of == Of::File && m_members.size() == 1);
        return any || ++m_members.back() <= kMaxMembers || isBeyond(fmt::format("an object of more than {} fields", kMaxMembers), kMaxMembers);
    }
    bool end_object() override { return close(); }
    bool start_array(std::size_t) override { return open(); }
    bool end_array() override { return close(); }
    bool parse_error(std::size_t position, const std::string &, const nlohmann::detail::exception &error) override
    {
        m_errorPosition = position;
        m_message = error.what();
        return false;
    }

    size_t errorPosition() const { return m_errorPosition; } // from 1
    const std::string &message() const { return m_message; }
    const std::string &limitFound() const { return m_found; }
    const std::string &limit() const { return m_limit; }

private:
    bool open()
    {
        if (m_members.size() == kMaxNesting) {
            ++m_tooDeep;
            return isBeyond(fmt::format("more than {} levels of brackets", kMaxNesting), kMaxNesting);
        }
        m_members.push_back(0);
        return true;
    }
    bool close()
    {
        if (m_tooDeep > 0)
            --m_tooDeep;
        else
            m_members.pop_back();
        return true;
    }
    // Whether to go on.
    bool isBeyond(std::string found, size_t limit)
    {
        if (m_found.empty()) {
            m_found = std::move(found);
            m_limit = fmt::format("{}", limit);
        }
        return m_of == Of::File;
    }

    Of m_of;
    std::vector<size_t> m_members; // of each open bracket
    size_t m_tooDeep = 0; // brackets open beyond those
    size_t m_errorPosition = 0;
    std::string m_message;
    std::string m_found;
    std::string m_limit;
};

// Remembers the names in each open object and keeps the first that comes again.
class DoubledSearch : public LimitCheck
{
public:
    DoubledSearch()
        : LimitCheck(Of::Dialogue)
    {
    }

    bool start_object(std::size_t size) override
    {
        m_names.emplace_back();
        return LimitCheck::start_object(size);
    }
    bool key(string_t &name) override
    {
        if (m_doubled.empty() && !m_names.back().insert(name).second)
            m_doubled = name;
        return LimitCheck::key(name);
    }
    bool end_object() override
    {
        m_names.pop_back();
        return LimitCheck::end_object();
    }

    const std::string &doubled() const { return m_doubled; }

private:
    std::vector<std::set<std::string>> m_names;
    std::string m_doubled;
};

size_t skipSpace(std::string_view text, size_t i)
{
    while (i < text.size() && (text[i] == ' ' || text[i] == '\n' || text[i] == '\r' || text[i] == '\t'))
        ++i;
    return i;
}

size_t endOfString(std::string_view text, size_t i)
{
    for (++i; i < text.size() && text[i] != '"'; ++i) {
        if (text[i] == '\\')
            ++i;
    }
    return std::min(i + 1, text.size());
}

// Just behind the value that starts at `i`.
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
    return i;
}

} // namespace

bool checkFile(std::string_view text, const std::string &subject)
{
    LimitCheck check(LimitCheck::Of::File);
    if (!Json::sax_parse(text.begin(), text.end(), &check))
        throw base::notJson(text, check.errorPosition(), check.message(), subject);
    return check.limitFound().empty();
}

void checkDialogue(std::string_view text, const std::string &subject)
{
    LimitCheck check(LimitCheck::Of::Dialogue);
    if (Json::sax_parse(text.begin(), text.end(), &check))
        return;
    if (!check.limitFound().empty())
        throw base::Failure(base::ErrorKind::TooLong, subject, {}, { { "found", check.limitFound() }, { "limit", check.limit() } });
    throw base::notJson(text, check.errorPosition(), check.message(), subject);
}

std::string doubledField(std::string_view checkedJson)
{
    DoubledSearch search;
    Json::sax_parse(checkedJson.begin(), checkedJson.end(), &search);
    return search.doubled();
}

std::vector<JsonPart> partsOf(std::string_view text)
{
    std::vector<JsonPart> parts;
    size_t i = skipSpace(text, 0);
    if (i >= text.size() || (text[i] != '{' && text[i] != '['))
        return parts;
    const bool keyed = text[i] == '{';
    const char closing = keyed ? '}' : ']';
    i = skipSpace(text, i + 1);
    while (i < text.size() && text[i] != closing) {
        JsonPart part;
        if (keyed) {
            const size_t end = endOfString(text, i);
            part.key = text.substr(i, end - i);
            i = skipSpace(text, skipSpace(text, end) + 1); // the colon
        }
        const size_t end = endOfValue(text, i);
        part.value = text.substr(i, end - i);
        parts.push_back(part);
        i = skipSpace(text, end);
        if (i < text.size() && text[i] == ',')
            i = skipSpace(text, i + 1);
    }
    return parts;
}

namespace {

constexpr size_t kLinesTried = 20;

[[noreturn]] void throwNothing(const std::string &subject, const char *reason)
{
    throw base::Failure(base::ErrorKind::UnknownFormat, subject, {}, { { "reason", reason } });
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
            units.push_back({ std::to_string(number), { .line = static_cast<int64_t>(number) }, line, false });
        content.remove_prefix(end == std::string_view::npos ? content.size() : end + 1);
    }
    return units;
}

// Whether one of the first lines is a dialogue by itself.
bool areJsonLines(const std::vector<UnitText> &lines, const std::string &subject, bool (*isUnit)(const Json &))
{
    for (size_t i = 0; i < std::min(lines.size(), kLinesTried); ++i) {
        try {
            if (isUnit(parseUnit(lines[i], subject)))
                return true;
        } catch (const base::Failure &) {
            continue; // a broken line; the next may be whole
        }
    }
    return false;
}

// Null when it is beyond the limits of a dialogue.
Json parsedWithinLimits(std::string_view text)
{
    try {
        checkDialogue(text, {});
        return Json::parse(text);
    } catch (const base::Failure &) {
        return nullptr;
    }
}

// An object or array may be one dialogue itself: decided by its first members, since it may be huge.
bool isOneDialogue(std::string_view content, const std::vector<JsonPart> &parts, bool (*isUnit)(const Json &))
{
    const bool keyed = !parts.front().key.empty();
    Json probe = keyed ? Json::object() : Json::array();
    for (size_t i = 0; i < std::min<size_t>(parts.size(), kMaxMembers); ++i) {
        if (keyed)
            probe[Json::parse(parts[i].key).get<std::string>()] = nullptr;
        else if (i == 0)
            probe.push_back(parsedWithinLimits(parts[i].value));
    }
    return isUnit(probe) && (!keyed || parts.size() <= kMaxMembers) && !content.empty();
}

} // namespace

Json parseUnit(const UnitText &unit, const std::string &subject)
{
    if (unit.checked)
        return base::parseJson(unit.text, subject);
    try {
        checkDialogue(unit.text, subject);
        return base::parseJson(unit.text, subject);
    } catch (const base::Failure &failure) {
        base::Error error = failure.error();
        const std::string column = error.param("column");
        error.place = placeText(unit.place) + (column.empty() ? "" : ", column " + column);
        throw base::Failure(error);
    }
}

std::vector<UnitText> unitsOf(std::string_view content, const std::string &subject, bool (*isUnit)(const Json &))
{
    const size_t start = skipSpace(content, 0);
    if (start == content.size())
        throwNothing(subject, "it is empty");
    bool within = false; // all dialogues
    try {
        within = checkFile(content, subject);
    } catch (const base::Failure &) {
        std::vector<UnitText> lines = linesOf(content);
        if (!areJsonLines(lines, subject, isUnit))
            throw;
        return lines;
    }
    const std::vector<JsonPart> parts = partsOf(content);
    if (parts.empty())
        throwNothing(subject, content[start] == '{' || content[start] == '[' ? "it holds no dialogues" : "it is a bare value");
    if (isOneDialogue(content, parts, isUnit))
        return { { "", { .dialogue = "1" }, content, within } };
    std::vector<UnitText> units;
    units.reserve(parts.size());
    for (const JsonPart &part : parts) {
        std::string key = part.key.empty() ? std::to_string(units.size() + 1) : Json::parse(part.key).get<std::string>();
        std::string place = key.size() > 80 ? std::to_string(units.size() + 1) : key;
        units.push_back({ std::move(key), { .dialogue = std::move(place) }, part.value, within });
    }
    return units;
}

} // namespace dialogue
