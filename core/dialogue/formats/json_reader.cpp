// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue/formats/json_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace dialogue {

using base::Json;

namespace {

constexpr const char *kNumberMember = "\u0001number";

bool isSpace(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }
bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isWord(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || c == '_'; }

// Characters that stand for a sign of JSON where a word processor or an input method was at work.
struct Mistaken
{
    std::string_view found;
    const char *meant;
};
constexpr std::array kMistaken { Mistaken { "“", "the straight quotation mark \"" }, Mistaken { "”", "the straight quotation mark \"" },
    Mistaken { "„", "the straight quotation mark \"" }, Mistaken { "‘", "the straight quotation mark \"" },
    Mistaken { "’", "the straight quotation mark \"" }, Mistaken { "«", "the straight quotation mark \"" },
    Mistaken { "»", "the straight quotation mark \"" }, Mistaken { "'", "the quotation mark \"" },
    Mistaken { "，", "a comma" }, Mistaken { "、", "a comma" }, Mistaken { "：", "a colon" }, Mistaken { "｛", "{" },
    Mistaken { "｝", "}" }, Mistaken { "【", "[" }, Mistaken { "】", "]" } };

void appendUtf8(std::string &out, unsigned code)
{
    const auto put = [&out](unsigned byte) { out += static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0 | code >> 6);
        put(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        put(0xE0 | code >> 12);
        put(0x80 | (code >> 6 & 0x3F));
        put(0x80 | (code & 0x3F));
    } else {
        put(0xF0 | code >> 18);
        put(0x80 | (code >> 12 & 0x3F));
        put(0x80 | (code >> 6 & 0x3F));
        put(0x80 | (code & 0x3F));
    }
}

class Reader
{
public:
    explicit Reader(std::string_view text)
        : m_text(text)
    {
    }

    JsonText read()
    {
        m_out.value = value(0);
        skipSpace();
        if (m_at < m_text.size())
            fail("something stands behind its end");
        return std::move(m_out);
    }

private:
    [[noreturn]] void fail(std::string reason) const { throw JsonFault { m_at, std::move(reason), 0 }; }

    // `wanted` is what JSON has there.
    [[noreturn]] void failHere(const char *wanted)
    {
        if (m_at >= m_text.size())
            fail(fmt::format("it ends where {} must come", wanted));
        for (const Mistaken &mistaken : kMistaken) {
            if (m_text.substr(m_at).starts_with(mistaken.found))
                fail(fmt::format("{} stands where JSON has {}", mistaken.found, mistaken.meant));
        }
        const size_t length = utf8Length(m_text, m_at);
        if (length == 0)
            fail("its bytes are no UTF-8 text; save it as UTF-8");
        if (m_text.substr(m_at).starts_with("\xEF\xBB\xBF"))
            fail("a byte order mark stands inside the text");
        size_t end = m_at + (m_text[m_at] == '-');
        while (end < m_text.size() && isWord(m_text[end]) && end - m_at < 24)
            ++end;
        const std::string_view found = m_text.substr(m_at, std::max(end - m_at, length));
        if (static_cast<unsigned char>(found.front()) < 0x20)
            fail(fmt::format("a control character stands where {} must come", wanted));
        fail(fmt::format("{} stands where {} must come", found, wanted));
    }

    void skipSpace()
    {
        while (m_at < m_text.size() && isSpace(m_text[m_at]))
            ++m_at;
    }

    bool take(char c)
    {
        skipSpace();
        if (m_at >= m_text.size() || m_text[m_at] != c)
            return false;
        ++m_at;
        return true;
    }

    Json value(size_t level)
    {
        skipSpace();
        if (m_at >= m_text.size())
            failHere("a value");
        const char c = m_text[m_at];
        if (c == '{' || c == '[') {
            if (level == kMaxNesting)
                throw JsonFault { m_at, fmt::format("more than {} levels of brackets", kMaxNesting), kMaxNesting };
            return c == '{' ? object(level + 1) : array(level + 1);
        }
        if (c == '"')
            return string();
        if (c == '-' || isDigit(c))
            return number();
        for (const auto &[word, value] : { std::pair<std::string_view, Json> { "true", true }, { "false", false }, { "null", nullptr } }) {
            const std::string_view rest = m_text.substr(m_at);
            if (rest.starts_with(word) && (rest.size() == word.size() || !isWord(rest[word.size()]))) {
                m_at += word.size();
                return value;
            }
        }
        failHere("a value");
    }

    Json object(size_t level)
    {
        Json out = Json::object();
        auto &members = out.get_ref<Json::object_t &>();
        std::set<std::string> names;
        ++m_at;
        if (take('}'))
            return out;
        do {
            skipSpace();
            if (m_at >= m_text.size() || m_text[m_at] != '"')
                failHere("a name in quotation marks");
            std::string name = string();
            if (!take(':'))
                failHere("a colon");
            if (names.size() == kMaxMembers)
                throw JsonFault { m_at, fmt::format("an object of more than {} fields", kMaxMembers), kMaxMembers };
            if (names.insert(name).second) {
                members.push_back({ std::move(name), value(level) });
                continue;
            }
            if (std::ranges::find(m_out.doubled, name) == m_out.doubled.end())
                m_out.doubled.push_back(name);
            Json last = value(level);
            out[name] = std::move(last);
        } while (take(','));
        if (!take('}'))
            failHere("a comma or }");
        return out;
    }

    Json array(size_t level)
    {
        Json out = Json::array();
        ++m_at;
        if (take(']'))
            return out;
        do {
            out.push_back(value(level));
        } while (take(','));
        if (!take(']'))
            failHere("a comma or ]");
        return out;
    }

    std::string string()
    {
        std::string out;
        const size_t start = m_at++;
        while (m_at < m_text.size() && m_text[m_at] != '"') {
            const auto c = static_cast<unsigned char>(m_text[m_at]);
            if (c == '\\') {
                escape(out);
            } else if (c < 0x20) {
                fail(c == '\n' || c == '\r' ? "a line ends inside a text, where JSON has \\n" : "a bare control character stands in a text");
            } else {
                const size_t length = utf8Length(m_text, m_at);
                if (length == 0)
                    fail("its bytes are no UTF-8 text; save it as UTF-8");
                out.append(m_text, m_at, length);
                m_at += length;
            }
        }
        if (m_at >= m_text.size()) {
            m_at = start;
            fail("a text begins here and does not end");
        }
        ++m_at;
        return out;
    }

    void escape(std::string &out)
    {
        constexpr std::string_view signs = "\"\\/bfnrt";
        constexpr std::string_view meant = "\"\\/\b\f\n\r\t";
        const char c = m_at + 1 < m_text.size() ? m_text[m_at + 1] : '\0';
        if (const size_t sign = signs.find(c); c != '\0' && sign != std::string_view::npos) {
            out += meant[sign];
            m_at += 2;
            return;
        }
        if (c != 'u')
            fail("a backslash stands before something that JSON has no escape for");
        const unsigned code = codeAt(m_at);
        if (code < 0xD800 || code > 0xDFFF) {
            appendUtf8(out, code);
            m_at += 6;
            return;
        }
        const unsigned low = code < 0xDC00 && m_text.substr(m_at + 6).starts_with("\\u") ? codeAt(m_at + 6) : 0;
        if (low < 0xDC00 || low > 0xDFFF)
            fail(fmt::format("{} is half of a character (a surrogate without its other half)", m_text.substr(m_at, 6)));
        appendUtf8(out, 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00));
        m_at += 12;
    }

    // Of the escape \uXXXX that starts at `at`.
    unsigned codeAt(size_t at) const
    {
        unsigned code = 0;
        for (size_t i = at + 2; i < at + 6; ++i) {
            const char c = i < m_text.size() ? m_text[i] : '\0';
            const char small = c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c;
            if (!isDigit(c) && (small < 'a' || small > 'f'))
                fail("the escape \\u stands without four hexadecimal digits");
            code = code * 16 + static_cast<unsigned>(isDigit(c) ? c - '0' : small - 'a' + 10);
        }
        return code;
    }

    Json number()
    {
        const size_t start = m_at;
        size_t end = start + (m_text[start] == '-');
        const auto digits = [&] {
            const size_t first = end;
            while (end < m_text.size() && isDigit(m_text[end]))
                ++end;
            return end > first;
        };
        const bool zero = end < m_text.size() && m_text[end] == '0';
        const size_t first = end;
        bool valid = digits() && (!zero || end == first + 1);
        if (valid && end < m_text.size() && m_text[end] == '.') {
            ++end;
            valid = digits();
        }
        if (valid && end < m_text.size() && (m_text[end] == 'e' || m_text[end] == 'E')) {
            ++end;
            if (end < m_text.size() && (m_text[end] == '+' || m_text[end] == '-'))
                ++end;
            valid = digits();
        }
        if (!valid || (end < m_text.size() && isWord(m_text[end])))
            failHere("a value");
        m_at = end;
        const std::string_view digitsRead = m_text.substr(start, end - start);
        // The library reads it where it can; where its own text differs, the digits stay.
        Json value = Json::parse(digitsRead, nullptr, false);
        if (!value.is_discarded() && value.dump() == digitsRead)
            return value;
        ++m_out.kept_numbers;
        return keptNumber(digitsRead);
    }

    std::string_view m_text;
    size_t m_at = 0;
    JsonText m_out;
};

} // namespace

JsonText readJsonText(std::string_view text) { return Reader(text).read(); }

Json keptNumber(std::string_view digits) { return Json { { kNumberMember, std::string(digits) } }; }

bool isKeptNumber(const Json &value)
{
    return value.is_object() && value.size() == 1 && value.begin().key() == kNumberMember && value.begin()->is_string();
}

std::string digitsOf(const Json &keptNumber) { return keptNumber.begin()->get<std::string>(); }

size_t utf8Length(std::string_view text, size_t i)
{
    const auto at = [&](size_t n) { return i + n < text.size() ? static_cast<unsigned char>(text[i + n]) : 0u; };
    const unsigned c = at(0);
    const auto follow = [&](size_t n) { return (at(n) & 0xC0) == 0x80; };
    if (i >= text.size())
        return 0;
    if (c < 0x80)
        return 1;
    if (c >= 0xC2 && c < 0xE0)
        return follow(1) ? 2 : 0;
    if (c >= 0xE0 && c < 0xF0) {
        const bool overlong = c == 0xE0 && at(1) < 0xA0;
        const bool surrogate = c == 0xED && at(1) >= 0xA0;
        return follow(1) && follow(2) && !overlong && !surrogate ? 3 : 0;
    }
    if (c >= 0xF0 && c < 0xF5) {
        const bool overlong = c == 0xF0 && at(1) < 0x90;
        const bool beyond = c == 0xF4 && at(1) >= 0x90;
        return follow(1) && follow(2) && follow(3) && !overlong && !beyond ? 4 : 0;
    }
    return 0;
}

} // namespace dialogue
