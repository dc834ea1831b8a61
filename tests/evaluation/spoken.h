// SPDX-License-Identifier: GPL-3.0-or-later
// Dialogues written short: "s hello|u hi there" is a seeker's turn and a supporter's.
#pragma once

#include "run/dataset.h"

#include <string>
#include <string_view>

namespace spoken {

inline dialogue::Dialogue dialogue(const std::string &id, std::string_view words)
{
    dialogue::Dialogue result;
    result.id = id;
    result.source_key = "key of " + id;
    while (!words.empty()) {
        const std::string_view turn = words.substr(0, words.find('|'));
        const auto number = std::to_string(result.turns.size());
        result.turns.push_back({ id + "-" + number, turn.front() == 's' ? dialogue::Speaker::Seeker : dialogue::Speaker::Supporter,
            std::string(turn.substr(2)), std::nullopt });
        words.remove_prefix(std::min(turn.size() + 1, words.size()));
    }
    return result;
}

inline run::DatasetRow row(const std::string &id, std::string_view words, run::Split split = run::Split::Test)
{
    return { split, 3, dialogue(id, words) };
}

inline std::string words(const dialogue::Dialogue &dialogue)
{
    std::string text;
    for (const dialogue::Turn &turn : dialogue.turns) {
        text += text.empty() ? "" : "|";
        text += turn.speaker == dialogue::Speaker::Seeker ? "s " : "u ";
        text += turn.text;
    }
    return text;
}

} // namespace spoken
