// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue/formats/json_layout.h"

#include "dialogue/formats/json_reader.h"

#include <algorithm>

namespace dialogue {

using base::Json;

namespace {

constexpr int kMaxLevels = 200;

// A style may come from a workspace that others wrote to.
bool isNumber(const std::string &digits)
{
    try {
        return readJsonText(digits).kept_numbers == 1;
    } catch (const JsonFault &) {
        return false;
    }
}

class LayoutWriter
{
public:
    explicit LayoutWriter(const JsonLayout &layout)
        : m_layout(layout)
    {
    }

    void write(const Json &value, int level)
    {
        if (level > kMaxLevels)
            throw base::Failure(base::ErrorKind::TooLong, "nesting of the JSON value", {},
                { { "found", "more levels" }, { "limit", std::to_string(kMaxLevels) } });
        if (isKeptNumber(value) && isNumber(digitsOf(value)))
            m_out += digitsOf(value);
        else if (value.is_object() && !value.empty())
            writeObject(value, level);
        else if (value.is_array() && !value.empty())
            writeArray(value, level);
        else
            m_out += value.dump(-1, ' ', m_layout.ascii, Json::error_handler_t::replace);
    }

    std::string take() { return std::move(m_out); }

private:
    void writeObject(const Json &value, int level)
    {
        m_out += '{';
        bool first = true;
        for (const auto &[key, member] : value.items()) {
            separate(first, level + 1);
            m_out += Json(key).dump(-1, ' ', m_layout.ascii, Json::error_handler_t::replace);
            m_out += m_layout.spaced ? ": " : ":";
            write(member, level + 1);
        }
        newLine(level);
        m_out += '}';
    }

    void writeArray(const Json &value, int level)
    {
        m_out += '[';
        bool first = true;
        for (const Json &element : value) {
            separate(first, level + 1);
            write(element, level + 1);
        }
        newLine(level);
        m_out += ']';
    }

    void separate(bool &first, int level)
    {
        if (!first)
            m_out += m_layout.indent < 0 && m_layout.spaced ? ", " : ",";
        first = false;
        newLine(level);
    }

    void newLine(int level)
    {
        if (m_layout.indent < 0)
            return;
        m_out += '\n';
        m_out.append(static_cast<size_t>(m_layout.indent * level), ' ');
    }

    JsonLayout m_layout;
    std::string m_out;
};

// Position of the first `wanted` outside strings, from the start.
size_t findOutsideStrings(std::string_view text, char wanted)
{
    bool inString = false;
    for (size_t i = 0; i < text.size(); ++i) {
        if (inString) {
            if (text[i] == '\\')
                ++i;
            else if (text[i] == '"')
                inString = false;
        } else if (text[i] == '"') {
            inString = true;
        } else if (text[i] == wanted) {
            return i;
        }
    }
    return std::string_view::npos;
}

} // namespace

JsonLayout layoutOf(std::string_view text)
{
    JsonLayout layout;
    layout.trailing_newline = text.ends_with('\n');
    layout.ascii = std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    const size_t open = text.find_first_of("{[");
    if (open == std::string_view::npos)
        return layout;
    if (open + 1 < text.size() && text[open + 1] == '\n') {
        const size_t content = text.find_first_not_of(' ', open + 2);
        // Deeper levels would need huge strings: nobody indents by more than 16.
        layout.indent = content == std::string_view::npos ? 4 : static_cast<int>(std::min<size_t>(content - open - 2, 16));
    }
    const size_t colon = findOutsideStrings(text, ':');
    layout.spaced = colon == std::string_view::npos || (colon + 1 < text.size() && text[colon + 1] == ' ');
    return layout;
}

Json toJson(const JsonLayout &layout)
{
    return Json { { "indent", layout.indent }, { "ascii", layout.ascii }, { "spaced", layout.spaced },
        { "trailing_newline", layout.trailing_newline } };
}

JsonLayout layoutFromJson(const Json &json, const JsonLayout &fallback)
{
    static const std::string subject = "source_style.layout";
    JsonLayout layout;
    layout.indent = std::clamp(base::fieldOr<int>(json, "indent", fallback.indent, subject), -1, 16);
    layout.ascii = base::fieldOr<bool>(json, "ascii", fallback.ascii, subject);
    layout.spaced = base::fieldOr<bool>(json, "spaced", fallback.spaced, subject);
    layout.trailing_newline = base::fieldOr<bool>(json, "trailing_newline", fallback.trailing_newline, subject);
    return layout;
}

std::string writeJson(const Json &value, const JsonLayout &layout)
{
    LayoutWriter writer(layout);
    writer.write(value, 0);
    return writer.take();
}

std::string writeUnits(const std::vector<Dialogue> &dialogues, const std::string &format, Json (*unitOf)(const Dialogue &))
{
    JsonLayout layout { .indent = 2, .ascii = false, .spaced = true, .trailing_newline = true };
    if (!dialogues.empty() && dialogues.front().source_style.is_object()
        && base::fieldOr<std::string>(dialogues.front().source_style, "format", {}, "source_style") == format)
        layout = layoutFromJson(base::fieldOr<Json>(dialogues.front().source_style, "layout", Json::object(), "source_style"), layout);
    Json units = Json::array();
    for (const Dialogue &dialogue : dialogues)
        units.push_back(unitOf(dialogue));
    return writeJson(units, layout) + (layout.trailing_newline ? "\n" : "");
}

} // namespace dialogue
