// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/jinja_text.h"

#include "text/unicode.h"

#include <algorithm>
#include <charconv>
#include <vector>

namespace text {

namespace {

// A part of the output: text, an expression, or a statement (which is no output).
struct Part
{
    enum Kind { Text, Expression, Statement } kind = Text;
    std::string text;
};

struct Token
{
    bool string = false;
    std::string text;
};

bool isSpace(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
bool isNameChar(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

bool isName(std::string_view text)
{
    if (text.empty() || (text[0] >= '0' && text[0] <= '9'))
        return false;
    for (const char c : text) {
        if (!isNameChar(c))
            return false;
    }
    return true;
}

bool isNumber(std::string_view text) { return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos; }

// \xHH, \uHHHH, \UHHHHHHHH from the digits on; false when they are none.
bool readCode(std::string_view source, size_t &at, size_t digits, std::string &out)
{
    unsigned code = 0;
    const char *begin = source.data() + std::min(at, source.size());
    const char *end = source.data() + std::min(at + digits, source.size());
    if (std::from_chars(begin, end, code, 16).ptr != begin + digits || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
        return false;
    appendUtf8(code, out);
    at += digits;
    return true;
}

// What Python reads behind a backslash, as Jinja does; moves `at` behind it.
void readEscape(std::string_view source, size_t &at, std::string &out)
{
    constexpr std::string_view kNames = "ntrbfva\\'\"";
    constexpr std::string_view kValues = "\n\t\r\b\f\v\a\\'\"";
    const char c = source[at++];
    const size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
    if (const size_t i = kNames.find(c); i != std::string_view::npos)
        out += kValues[i];
    else if (digits == 0 || !readCode(source, at, digits, out))
        (out += '\\') += c;
}

// A string literal from its quote on; moves `at` behind it.
std::string readString(std::string_view source, size_t &at)
{
    const char quote = source[at++];
    std::string out;
    while (at < source.size() && source[at] != quote) {
        const char c = source[at++];
        if (c == '\\' && at < source.size())
            readEscape(source, at, out);
        else
            out += c;
    }
    ++at;
    return out;
}

std::vector<Token> tokensOf(std::string_view source)
{
    std::vector<Token> tokens;
    for (size_t at = 0; at < source.size();) {
        if (isSpace(source[at])) {
            ++at;
        } else if (source[at] == '\'' || source[at] == '"') {
            std::string text = readString(source, at);
            const size_t n = tokens.size();
            // 'a' + 'b' -> 'ab'
            if (n >= 2 && !tokens[n - 1].string && tokens[n - 1].text == "+" && tokens[n - 2].string) {
                tokens.pop_back();
                tokens.back().text += text;
            } else {
                tokens.push_back({ true, std::move(text) });
            }
        } else if (isNameChar(source[at])) {
            const size_t begin = at;
            while (at < source.size() && isNameChar(source[at]))
                ++at;
            tokens.push_back({ false, std::string(source.substr(begin, at - begin)) });
        } else {
            const std::string_view two = source.substr(at, 2);
            const size_t size = two == "==" || two == "!=" || two == "<=" || two == ">=" || two == "**" || two == "//" ? 2 : 1;
            tokens.push_back({ false, std::string(source.substr(at, size)) });
            at += size;
        }
    }
    return tokens;
}

bool isSign(const std::vector<Token> &tokens, size_t i, std::string_view sign)
{
    return i < tokens.size() && !tokens[i].string && tokens[i].text == sign;
}

// x['y'] -> x.y
void dotSubscripts(std::vector<Token> &tokens)
{
    std::vector<Token> dotted;
    dotted.reserve(tokens.size());
    for (size_t i = 0; i < tokens.size(); ++i) {
        const bool subscribed = !dotted.empty() && !dotted.back().string && (isName(dotted.back().text) || dotted.back().text == "]");
        if (subscribed && isSign(tokens, i, "[") && isSign(tokens, i + 2, "]") && tokens[i + 1].string && isName(tokens[i + 1].text)) {
            dotted.push_back({ false, "." });
            dotted.push_back({ false, std::move(tokens[i + 1].text) });
            i += 2;
        } else {
            dotted.push_back(std::move(tokens[i]));
        }
    }
    tokens = std::move(dotted);
}

std::string quoted(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + '"';
}

std::string joined(const std::vector<Token> &tokens, size_t begin, size_t end)
{
    std::string out;
    for (size_t i = begin; i < end; ++i) {
        if (i > begin)
            out += ' ';
        out += tokens[i].string ? quoted(tokens[i].text) : tokens[i].text;
    }
    return out;
}

void append(std::vector<Part> &parts, Part part)
{
    if (part.kind == Part::Text && part.text.empty())
        return;
    if (part.kind == Part::Text && !parts.empty() && parts.back().kind == Part::Text)
        parts.back().text += part.text;
    else
        parts.push_back(std::move(part));
}

// {{ 'a' + b }}: one part for each term of a plain sum, so that it does not matter how outputs were grouped.
void appendExpression(std::vector<Part> &parts, const std::vector<Token> &tokens)
{
    bool plain = true;
    for (const Token &token : tokens)
        plain = plain && (token.string || token.text == "+" || token.text == "." || token.text == "[" || token.text == "]"
                     || isName(token.text) || isNumber(token.text));
    for (const char *word : { "if", "else", "and", "or", "not", "in", "is" }) {
        for (const Token &token : tokens)
            plain = plain && (token.string || token.text != word);
    }
    size_t begin = 0;
    for (size_t i = 0; i <= tokens.size(); ++i) {
        if (i < tokens.size() && !(plain && isSign(tokens, i, "+")))
            continue;
        if (i == begin + 1 && tokens[begin].string)
            append(parts, { Part::Text, tokens[begin].text });
        else if (i > begin)
            append(parts, { Part::Expression, joined(tokens, begin, i) });
        begin = i + 1;
    }
}

void trimEnd(std::string &text)
{
    while (!text.empty() && isSpace(text.back()))
        text.pop_back();
}

// lstrip_blocks: spaces between the start of a line and a block.
void stripLineStart(std::string &text, bool atStart)
{
    size_t end = text.size();
    while (end > 0 && (text[end - 1] == ' ' || text[end - 1] == '\t'))
        --end;
    if (end > 0 ? text[end - 1] == '\n' : atStart)
        text.resize(end);
}

// The end of a block's inside: its closing mark outside strings.
size_t blockEnd(std::string_view source, size_t at, std::string_view close)
{
    while (at < source.size() && source.substr(at, 2) != close) {
        if (close != "#}" && (source[at] == '\'' || source[at] == '"'))
            readString(source, at);
        else
            ++at;
    }
    return std::min(at, source.size());
}

std::vector<Part> partsOf(std::string_view source)
{
    std::vector<Part> parts;
    bool trimNext = false; // the block before ended with "-"
    bool dropNewline = false; // trim_blocks
    bool lineStart = true;
    while (!source.empty()) {
        size_t open = 0;
        while (open < source.size()
            && !(source[open] == '{' && open + 1 < source.size()
                && (source[open + 1] == '{' || source[open + 1] == '%' || source[open + 1] == '#')))
            ++open;
        std::string text(source.substr(0, open));
        if (trimNext)
            text.erase(0, text.find_first_not_of(" \n\t\r") == std::string::npos ? text.size() : text.find_first_not_of(" \n\t\r"));
        else if (dropNewline && text.starts_with('\n'))
            text.erase(0, 1), lineStart = true;
        if (open == source.size()) {
            append(parts, { Part::Text, std::move(text) });
            break;
        }
        const char kind = source[open + 1];
        size_t begin = open + 2;
        const bool trimBefore = begin < source.size() && source[begin] == '-';
        if (trimBefore)
            trimEnd(text);
        else if (kind != '{' && !(begin < source.size() && source[begin] == '+'))
            stripLineStart(text, lineStart);
        if (begin < source.size() && (source[begin] == '-' || source[begin] == '+'))
            ++begin;
        append(parts, { Part::Text, std::move(text) });
        const size_t close = blockEnd(source, begin, kind == '{' ? "}}" : kind == '%' ? "%}" : "#}");
        std::string_view inside = source.substr(begin, close - begin);
        trimNext = inside.ends_with('-');
        dropNewline = kind != '{';
        lineStart = false;
        if (trimNext)
            inside.remove_suffix(1);
        if (kind != '#') {
            std::vector<Token> tokens = tokensOf(inside);
            dotSubscripts(tokens);
            if (kind == '%')
                append(parts, { Part::Statement, joined(tokens, 0, tokens.size()) });
            else
                appendExpression(parts, tokens);
        }
        source.remove_prefix(std::min(close + 2, source.size()));
    }
    return parts;
}

} // namespace

std::string canonicalJinja(std::string_view source)
{
    std::string out;
    // Files end with a newline or not; Jinja drops one (keep_trailing_newline is off).
    if (source.ends_with('\n'))
        source.remove_suffix(1);
    for (const Part &part : partsOf(source)) {
        out += part.kind == Part::Text ? "text " + quoted(part.text)
            : part.kind == Part::Expression ? "put " + part.text
                                            : "do " + part.text;
        out += '\n';
    }
    return out;
}

namespace {

// The end of what `quoted` wrote, from inside it.
size_t closingQuote(std::string_view canonical, size_t at)
{
    while (at < canonical.size() && canonical[at] != '"')
        at += canonical[at] == '\\' ? 2 : 1;
    return std::min(at, canonical.size());
}

std::string unquoted(std::string_view text)
{
    std::string out;
    for (size_t i = 0; i < text.size(); ++i) {
        i += text[i] == '\\' && i + 1 < text.size() ? 1 : 0;
        out += text[i];
    }
    return out;
}

} // namespace

WithoutDefault takeDefaultSystem(std::string canonical)
{
    constexpr std::string_view kOpen = "<|im_start|>system\n";
    constexpr std::string_view kClose = "<|im_end|>\n";
    WithoutDefault result;
    size_t quote = 0; // the next ones behind `at`
    size_t close = 0;
    for (size_t at = 0; (at = canonical.find(kOpen, at)) != std::string::npos;) {
        at += kOpen.size();
        quote = quote < at ? closingQuote(canonical, at) : quote;
        close = close < at ? canonical.find(kClose, at) : close;
        if (close == std::string::npos)
            break;
        if (close > quote || close == at)
            continue;
        result.defaultSystem = unquoted(std::string_view(canonical).substr(at, close - at));
        canonical.replace(at, close - at, "*");
        quote = close = 0;
    }
    // Templates with tools name the message a second time.
    if (!result.defaultSystem.empty()) {
        constexpr std::string_view kAny = "text \"*\"\n";
        const std::string again = "text " + quoted(result.defaultSystem) + "\n";
        // Behind what was put there: the message may be "*" itself.
        for (size_t at = 0; (at = canonical.find(again, at)) != std::string::npos; at += kAny.size())
            canonical.replace(at, again.size(), kAny);
    }
    result.canonical = std::move(canonical);
    return result;
}

} // namespace text
