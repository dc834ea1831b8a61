// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue/formats/role_names.h"

#include "dialogue/outer_whitespace.h"

#include <algorithm>
#include <array>

namespace dialogue {

namespace {

struct RoleName
{
    std::string_view name; // in small letters, words parted by one space
    Role role;
};

constexpr std::array kNames {
    RoleName { "seeker", Role::Seeker }, RoleName { "help seeker", Role::Seeker }, RoleName { "user", Role::Seeker },
    RoleName { "usr", Role::Seeker }, RoleName { "human", Role::Seeker }, RoleName { "client", Role::Seeker },
    RoleName { "patient", Role::Seeker }, RoleName { "speaker", Role::Seeker }, RoleName { "visitor", Role::Seeker },
    RoleName { "customer", Role::Seeker }, RoleName { "student", Role::Seeker }, RoleName { "questioner", Role::Seeker },
    RoleName { "来访者", Role::Seeker }, RoleName { "來訪者", Role::Seeker }, RoleName { "来访", Role::Seeker },
    RoleName { "来询者", Role::Seeker }, RoleName { "来谈者", Role::Seeker }, RoleName { "求助者", Role::Seeker },
    RoleName { "求助人", Role::Seeker }, RoleName { "咨询者", Role::Seeker }, RoleName { "倾诉者", Role::Seeker },
    RoleName { "用户", Role::Seeker }, RoleName { "用戶", Role::Seeker }, RoleName { "患者", Role::Seeker },
    RoleName { "病人", Role::Seeker }, RoleName { "学生", Role::Seeker }, RoleName { "人类", Role::Seeker },
    RoleName { "相談者", Role::Seeker }, RoleName { "ユーザー", Role::Seeker },

    RoleName { "supporter", Role::Supporter }, RoleName { "assistant", Role::Supporter }, RoleName { "gpt", Role::Supporter },
    RoleName { "chatgpt", Role::Supporter }, RoleName { "bot", Role::Supporter }, RoleName { "chatbot", Role::Supporter },
    RoleName { "ai", Role::Supporter }, RoleName { "model", Role::Supporter }, RoleName { "sys", Role::Supporter },
    RoleName { "listener", Role::Supporter }, RoleName { "therapist", Role::Supporter }, RoleName { "counselor", Role::Supporter },
    RoleName { "counsellor", Role::Supporter }, RoleName { "psychologist", Role::Supporter },
    RoleName { "psychiatrist", Role::Supporter }, RoleName { "doctor", Role::Supporter }, RoleName { "helper", Role::Supporter },
    RoleName { "consultant", Role::Supporter }, RoleName { "coach", Role::Supporter }, RoleName { "agent", Role::Supporter },
    RoleName { "咨询师", Role::Supporter }, RoleName { "諮詢師", Role::Supporter }, RoleName { "諮商師", Role::Supporter },
    RoleName { "心理咨询师", Role::Supporter }, RoleName { "心理諮詢師", Role::Supporter }, RoleName { "心理师", Role::Supporter },
    RoleName { "心理医生", Role::Supporter }, RoleName { "支持者", Role::Supporter }, RoleName { "助手", Role::Supporter },
    RoleName { "心理助手", Role::Supporter }, RoleName { "医生", Role::Supporter }, RoleName { "醫生", Role::Supporter },
    RoleName { "倾听者", Role::Supporter }, RoleName { "治疗师", Role::Supporter }, RoleName { "助人者", Role::Supporter },
    RoleName { "机器人", Role::Supporter }, RoleName { "老师", Role::Supporter }, RoleName { "カウンセラー", Role::Supporter },

    RoleName { "system", Role::System }, RoleName { "developer", Role::System }, RoleName { "系统", Role::System },

    RoleName { "tool", Role::Tool }, RoleName { "function", Role::Tool }, RoleName { "function call", Role::Tool },
    RoleName { "tool call", Role::Tool }, RoleName { "tool response", Role::Tool }, RoleName { "observation", Role::Tool },
    RoleName { "ipython", Role::Tool },
};

constexpr std::string_view kWideColon = "\xEF\xBC\x9A"; // ：
constexpr size_t kLongestLabel = 40; // bytes

// Small letters; "help_seeker" and "help-seeker" are "help seeker".
std::string folded(std::string_view name)
{
    name = trimmed(name).text;
    if (name.ends_with(kWideColon))
        name.remove_suffix(kWideColon.size());
    else if (name.ends_with(':'))
        name.remove_suffix(1);
    std::string out(trimmed(name).text);
    for (char &c : out) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c + ('a' - 'A'));
        else if (c == '_' || c == '-')
            c = ' ';
    }
    return out;
}

} // namespace

std::optional<Role> roleNamed(std::string_view name)
{
    const std::string wanted = folded(name);
    const auto found = std::ranges::find(kNames, wanted, &RoleName::name);
    return found == kNames.end() ? std::nullopt : std::optional(found->role);
}

std::optional<Speaker> speakerNamed(std::string_view name)
{
    const auto role = roleNamed(name);
    if (role == Role::Seeker)
        return Speaker::Seeker;
    return role == Role::Supporter ? std::optional(Speaker::Supporter) : std::nullopt;
}

std::optional<LabelledLine> labelledLine(std::string_view line)
{
    const size_t ascii = line.find(':');
    const size_t wide = line.find(kWideColon);
    const size_t colon = std::min(ascii, wide);
    if (colon == std::string_view::npos || colon > kLongestLabel)
        return std::nullopt;
    const size_t end = colon + (wide < ascii ? kWideColon.size() : 1);
    const auto speaker = speakerNamed(line.substr(0, colon));
    if (!speaker)
        return std::nullopt;
    return LabelledLine { *speaker, line.substr(0, end), line.substr(end) };
}

std::string expectedRoleNames()
{
    return "a name such as user, seeker, client, human, 来访者 or assistant, supporter, counselor, gpt, 咨询师";
}

} // namespace dialogue
