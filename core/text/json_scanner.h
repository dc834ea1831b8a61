// SPDX-License-Identifier: GPL-3.0-or-later
// Walks over a JSON text without building a tree: for tokenizer.json, whose hundred thousand tokens would be as many
// nodes. Accepts what base::parseJson accepts; small parts are handed to it.
#pragma once

#include "base/json.h"

#include <string>
#include <string_view>

namespace text {

class JsonScanner
{
public:
    // `text` must be valid UTF-8 and outlive the scanner; `subject` names it in errors.
    JsonScanner(std::string_view text, std::string subject);

    // Calls `member` with each key of an object; it must read or skip the value.
    template <typename Callback> void object(Callback &&member)
    {
        objectOfViews([&](std::string_view key) { member(std::string(key)); });
    }
    // The same for an object with very many members: the key is a view that holds until the value is read.
    template <typename Callback> void objectOfViews(Callback &&member)
    {
        expect('{');
        if (take('}'))
            return;
        do {
            const std::string_view key = string();
            expect(':');
            member(key);
        } while (take(','));
        expect('}');
    }
    // Calls `element` at each element of an array; it must read or skip the value.
    template <typename Callback> void array(Callback &&element)
    {
        expect('[');
        if (take(']'))
            return;
        do
            element();
        while (take(','));
        expect(']');
    }
    // A string; the view holds until the next call.
    std::string_view string();
    int64_t integer();
    // Any value, parsed.
    base::Json value();
    // Any value, skipped; its text.
    std::string_view skip();
    // Whether the next value begins with this character.
    bool nextIs(char c);
    // Nothing may follow.
    void end();

    // For values that are remembered by their text and read later.
    [[noreturn]] void fail(const char *expected);

private:
    void skipSpace();
    bool take(char c);
    void expect(char c);
    void skipString();
    void unescape(size_t begin);
    char32_t hex4();

    std::string_view m_text;
    std::string m_subject;
    size_t m_at = 0;
    std::string m_scratch;
};

} // namespace text
