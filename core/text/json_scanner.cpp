// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/json_scanner.h"

#include "text/unicode.h"

#include <charconv>

namespace text {

namespace {
constexpr size_t kDeepest = 200;
}

JsonScanner::JsonScanner(std::string_view text, std::string subject) : m_text(text), m_subject(std::move(subject))
{
    if (m_text.starts_with("\xEF\xBB\xBF"))
        m_at = 3;
}

void JsonScanner::fail(const char *expected)
{
    size_t line = 1;
    size_t column = 1;
    for (size_t i = 0; i < m_at && i < m_text.size(); ++i) {
        if (m_text[i] == '\n') {
            ++line;
            column = 1;
        } else if ((static_cast<unsigned char>(m_text[i]) & 0xC0) != 0x80) {
            ++column;
        }
    }
    throw base::Failure(base::ErrorKind::NotJson, m_subject,
        "line " + std::to_string(line) + ", column " + std::to_string(column),
        { { "reason", std::string("expected ") + expected } });
}

void JsonScanner::skipSpace()
{
    while (m_at < m_text.size()
        && (m_text[m_at] == ' ' || m_text[m_at] == '\n' || m_text[m_at] == '\r' || m_text[m_at] == '\t'))
        ++m_at;
}

bool JsonScanner::nextIs(char c)
{
    skipSpace();
    return m_at < m_text.size() && m_text[m_at] == c;
}

bool JsonScanner::take(char c)
{
    if (!nextIs(c))
        return false;
    ++m_at;
    return true;
}

void JsonScanner::expect(char c)
{
    if (!take(c))
        fail((std::string("\"") + c + "\"").c_str());
}

std::string_view JsonScanner::string()
{
    expect('"');
    const size_t begin = m_at;
    for (; m_at < m_text.size(); ++m_at) {
        const char c = m_text[m_at];
        if (c == '"')
            return m_text.substr(begin, m_at++ - begin);
        if (c == '\\') {
            unescape(begin);
            return m_scratch;
        }
        if (static_cast<unsigned char>(c) < 0x20)
            fail("no control character inside a string");
    }
    fail("the end of a string");
}

char32_t JsonScanner::hex4()
{
    unsigned value = 0;
    const char *begin = m_text.data() + m_at;
    if (m_at + 4 > m_text.size() || std::from_chars(begin, begin + 4, value, 16).ptr != begin + 4)
        fail("four hexadecimal digits");
    m_at += 4;
    return value;
}

// The rest of a string from its first backslash on.
void JsonScanner::unescape(size_t begin)
{
    m_scratch.assign(m_text.substr(begin, m_at - begin));
    while (m_at < m_text.size()) {
        const char c = m_text[m_at++];
        if (c == '"')
            return;
        if (static_cast<unsigned char>(c) < 0x20)
            fail("no control character inside a string");
        if (c != '\\') {
            m_scratch += c;
            continue;
        }
        const char escaped = m_at < m_text.size() ? m_text[m_at++] : '\0';
        constexpr std::string_view kNames = "\"\\/bfnrt";
        constexpr std::string_view kValues = "\"\\/\b\f\n\r\t";
        if (const size_t i = kNames.find(escaped); escaped != '\0' && i != std::string_view::npos) {
            m_scratch += kValues[i];
        } else if (escaped == 'u') {
            char32_t code = hex4();
            if (code >= 0xD800 && code < 0xDC00 && m_text.substr(m_at, 2) == "\\u") {
                m_at += 2;
                const char32_t low = hex4();
                if (low < 0xDC00 || low > 0xDFFF)
                    fail("the second half of a character");
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
            }
            if (code >= 0xD800 && code < 0xE000)
                fail("a whole character");
            appendUtf8(code, m_scratch);
        } else {
            fail("a known escape");
        }
    }
    fail("the end of a string");
}

int64_t JsonScanner::integer()
{
    skipSpace();
    int64_t value = 0;
    const auto [end, error] = std::from_chars(m_text.data() + m_at, m_text.data() + m_text.size(), value);
    if (error != std::errc())
        fail("a whole number");
    m_at = static_cast<size_t>(end - m_text.data());
    if (m_at < m_text.size() && (m_text[m_at] == '.' || m_text[m_at] == 'e' || m_text[m_at] == 'E'))
        fail("a whole number");
    return value;
}

void JsonScanner::skipString()
{
    expect('"');
    for (; m_at < m_text.size(); ++m_at) {
        if (m_text[m_at] == '\\')
            ++m_at;
        else if (m_text[m_at] == '"') {
            ++m_at;
            return;
        }
    }
    fail("the end of a string");
}

std::string_view JsonScanner::skip()
{
    skipSpace();
    const size_t begin = m_at;
    size_t depth = 0;
    do {
        skipSpace();
        if (m_at >= m_text.size())
            fail("a value");
        const char c = m_text[m_at];
        if (c == '"') {
            skipString();
        } else if (c == '{' || c == '[') {
            if (++depth > kDeepest)
                fail("fewer levels");
            ++m_at;
        } else if (c == '}' || c == ']') {
            if (depth == 0)
                fail("a value");
            --depth;
            ++m_at;
        } else if (depth > 0 && (c == ',' || c == ':')) {
            ++m_at;
        } else {
            const size_t start = m_at;
            while (m_at < m_text.size() && std::string_view(" \n\r\t,:{}[]\"").find(m_text[m_at]) == std::string_view::npos)
                ++m_at;
            if (m_at == start)
                fail("a value");
        }
    } while (depth > 0);
    return m_text.substr(begin, m_at - begin);
}

base::Json JsonScanner::value() { return base::parseJson(skip(), m_subject); }

void JsonScanner::end()
{
    skipSpace();
    if (m_at != m_text.size())
        fail("the end of the file");
}

} // namespace text
