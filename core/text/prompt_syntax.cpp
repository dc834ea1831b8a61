// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/prompt_syntax.h"

#include "text/unicode.h"

#include <fmt/format.h>

#include <algorithm>

namespace text {

namespace {

constexpr size_t kMostProblems = 20;
constexpr size_t kMostFields = 256;

// The number of letters to change, insert or leave out; names are short.
size_t distance(std::string_view a, std::string_view b)
{
    std::vector<size_t> row(b.size() + 1);
    for (size_t j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (size_t i = 1; i <= a.size(); ++i) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.size(); ++j) {
            const size_t above = row[j];
            const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
            row[j] = std::min({ above + 1, row[j - 1] + 1, diagonal + (lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1) });
            diagonal = above;
        }
    }
    return row.back();
}

std::string suggestion(std::string_view name, const std::vector<std::string> &fields)
{
    const std::string *best = nullptr;
    size_t least = name.size() / 2 + 2;
    for (const std::string &field : fields) {
        const size_t d = distance(name.substr(0, 64), field);
        if (d < least) {
            least = d;
            best = &field;
        }
    }
    return best ? fmt::format("; did you mean \"profile.{}\"?", *best) : "; known are the profile's fields and its groups";
}

std::string_view stripped(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

class SectionParser
{
public:
    SectionParser(std::string_view source, const std::vector<std::string> &fields) : m_source(source), m_fields(fields) { }

    ParsedSection run()
    {
        m_result.lines.emplace_back();
        while (m_at < m_source.size() && m_result.problems.size() < kMostProblems)
            step();
        endLine();
        return std::move(m_result);
    }

private:
    bool at(std::string_view mark) const { return m_source.substr(m_at, mark.size()) == mark; }
    void problem(size_t offset, std::string reason)
    {
        if (m_result.problems.size() < kMostProblems)
            m_result.problems.push_back({ offset, std::move(reason) });
    }
    void put(PromptPart::Kind kind, std::string text, size_t offset)
    {
        auto &parts = m_result.lines.back().parts;
        if (kind == PromptPart::Text && !parts.empty() && parts.back().kind == PromptPart::Text)
            parts.back().text += text;
        else
            parts.push_back({ kind, std::move(text), offset });
    }

    void step()
    {
        if (m_source[m_at] == '\n') {
            endLine();
            m_result.lines.emplace_back();
            ++m_at;
        } else if (at("{{")) {
            field();
        } else if (at("}}")) {
            problem(m_at, "\"}}\" closes nothing; write {{ \"}}\" }} if it is meant as text");
            m_at += 2;
        } else if (at("[[")) {
            if (m_open)
                problem(m_at, "an optional part [[ ]] stands inside another one");
            m_open = true;
            m_openAt = m_at;
            put(PromptPart::Open, {}, m_at);
            m_at += 2;
        } else if (at("]]")) {
            closePart();
            m_at += 2;
        } else {
            plain();
        }
    }

    void plain()
    {
        const size_t begin = m_at++;
        while (m_at < m_source.size() && std::string_view("\n{}[]").find(m_source[m_at]) == std::string_view::npos)
            ++m_at;
        put(PromptPart::Text, std::string(m_source.substr(begin, m_at - begin)), begin);
    }

    void closePart()
    {
        if (!m_open) {
            problem(m_at, "\"]]\" closes nothing; write {{ \"]]\" }} if it is meant as text");
            return;
        }
        m_open = false;
        bool hasField = false;
        const auto &parts = m_result.lines.back().parts;
        for (auto part = parts.rbegin(); part != parts.rend() && part->kind != PromptPart::Open; ++part)
            hasField = hasField || part->kind == PromptPart::Field || part->kind == PromptPart::Condition;
        if (!hasField)
            problem(m_openAt, "the optional part [[ ]] names no field, so nothing decides whether it is shown");
        put(PromptPart::Close, {}, m_at);
    }

    void endLine()
    {
        if (m_open)
            problem(m_openAt, "the optional part \"[[\" is not closed on its line; add \"]]\"");
        m_open = false;
    }

    // From "{{" on.
    void field()
    {
        const size_t begin = m_at;
        size_t inside = m_at + 2;
        while (inside < m_source.size() && (m_source[inside] == ' ' || m_source[inside] == '\t'))
            ++inside;
        const bool condition = inside < m_source.size() && m_source[inside] == '?';
        inside += condition ? 1 : 0;
        if (!condition && inside < m_source.size() && m_source[inside] == '"') {
            literal(begin, inside + 1);
            return;
        }
        size_t end = inside;
        while (end < m_source.size() && m_source[end] != '\n' && m_source.substr(end, 2) != "}}" && m_source.substr(end, 2) != "{{")
            ++end;
        if (m_source.substr(end, 2) == "{{") {
            problem(end, "a field stands inside another one; fields cannot be nested");
            m_at = end + 2;
            return;
        }
        if (m_source.substr(end, 2) != "}}") {
            problem(begin, "the field \"{{\" is not closed on its line; add \"}}\"");
            m_at = end;
            return;
        }
        m_at = end + 2;
        name(begin, stripped(m_source.substr(inside, end - inside)), condition);
    }

    void literal(size_t begin, size_t text)
    {
        const size_t quote = m_source.find_first_of("\"\n", text);
        size_t end = quote == std::string_view::npos ? m_source.size() : quote + 1;
        while (end < m_source.size() && m_source[end] == ' ')
            ++end;
        if (quote == std::string_view::npos || m_source[quote] == '\n' || m_source.substr(end, 2) != "}}") {
            problem(begin, "the literal text is not closed; write it as {{ \"text\" }}");
            m_at = std::min(quote, m_source.size());
            return;
        }
        put(PromptPart::Text, std::string(m_source.substr(text, quote - text)), begin);
        m_at = end + 2;
    }

    void name(size_t begin, std::string_view expression, bool condition)
    {
        if (expression.empty()) {
            problem(begin, "the field has no name; write {{ profile.Age }} or another one");
            return;
        }
        if (!expression.starts_with("profile.")) {
            problem(begin, fmt::format("\"{}\" is not known; fields begin with \"profile.\"", std::string(expression.substr(0, 64))));
            return;
        }
        const std::string_view field = stripped(expression.substr(8));
        if (std::find(m_fields.begin(), m_fields.end(), field) == m_fields.end())
            problem(begin, fmt::format("the field \"profile.{}\" is not known{}", field.substr(0, 64), suggestion(field, m_fields)));
        else if (++m_count == kMostFields + 1)
            problem(begin, fmt::format("the section has more than {} fields", kMostFields));
        put(condition ? PromptPart::Condition : PromptPart::Field, std::string(field), begin);
    }

    std::string_view m_source;
    const std::vector<std::string> &m_fields;
    ParsedSection m_result;
    size_t m_at = 0;
    bool m_open = false;
    size_t m_openAt = 0;
    size_t m_count = 0;
};

} // namespace

ParsedSection parseSection(std::string_view source, const std::vector<std::string> &fields)
{
    return SectionParser(source, fields).run();
}

} // namespace text
