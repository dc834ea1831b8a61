// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue/formats/nearest_form.h"

#include "base/excerpt.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace dialogue {

using base::Json;

namespace {

constexpr size_t kNamed = 12; // fields

struct Form
{
    const char *name;
    const char *shape;
    std::array<std::string_view, 4> fields; // that tell it from others
};

constexpr std::array kForms {
    Form { "OpenAI messages", R"({"messages": [{"role", "content"}]})", { "messages", "role", "content", "message" } },
    Form { "ShareGPT", R"({"conversations": [{"from", "value"}]})", { "conversations", "from", "value", "conversation" } },
    Form { "ESConv", R"({"dialog": [{"speaker", "content"}]})", { "dialog", "speaker", "annotation", "strategy" } },
    Form { "PESC", R"({"1": {"whole_dialog": ["seeker:..."], "character": {...}}})", { "whole_dialog", "character", "situation", "profile" } },
    Form { "Alpaca", R"({"instruction", "input", "output"})", { "instruction", "output", "input", "history" } },
    Form { "xtuner", R"({"conversation": [{"input", "output"}]})", { "conversation", "system", "input", "output" } },
    Form { "ExTES", R"({"scene", "content": [{"User"}, {"AI"}]})", { "scene", "description", "user", "ai" } },
};

std::string small(std::string text)
{
    for (char &c : text)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    return text;
}

// Of the value and of what it holds, a level down.
void collect(const Json &value, std::vector<std::string> &names, int levels)
{
    if (value.is_object()) {
        for (const auto &[name, member] : value.items())
            names.push_back(name);
    }
    if (levels > 0 && value.is_structured()) {
        size_t seen = 0;
        for (const Json &member : value) {
            collect(member, names, levels - 1);
            if (++seen == kNamed)
                break;
        }
    }
}

// The same word, or the beginning of it ("dialogue", "dialog").
bool areAlike(std::string_view a, std::string_view b)
{
    return a == b || (std::min(a.size(), b.size()) >= 5 && (a.starts_with(b) || b.starts_with(a)));
}

std::string listed(const std::vector<std::string> &names)
{
    std::string out;
    for (size_t i = 0; i < std::min(names.size(), kNamed); ++i)
        out += (i > 0 ? ", " : "") + base::excerpt(names[i]);
    return out + (names.size() > kNamed ? ", ..." : "");
}

} // namespace

std::string whatWasSeen(const Json &value)
{
    std::vector<std::string> own;
    collect(value, own, 0);
    std::vector<std::string> all;
    collect(value, all, 2);
    std::string seen = "it is JSON, but holds no dialogues of a known shape: ";
    if (!own.empty())
        seen += "its first entry has the fields " + listed(own);
    else if (!all.empty())
        seen += "its first entry is a list of objects with the fields " + listed(all);
    else
        seen += fmt::format("its first entry is {}", value.is_array() ? "a list without fields" : value.is_string() ? "a text" : "a bare value");
    const Form *nearest = nullptr;
    size_t best = 0;
    for (const Form &form : kForms) {
        size_t score = 0;
        for (size_t i = 0; i < form.fields.size(); ++i) {
            if (std::ranges::any_of(all, [&](const std::string &name) { return areAlike(small(name), form.fields[i]); }))
                score += i == 0 ? 3 : 2; // the first is its mark
        }
        if (score > best) {
            best = score;
            nearest = &form;
        }
    }
    return nearest ? fmt::format("{}; the nearest known form is {}, {}", seen, nearest->name, nearest->shape) : seen;
}

} // namespace dialogue
