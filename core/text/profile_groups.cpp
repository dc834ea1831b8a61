// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/profile_groups.h"

#include "text/unicode.h"

#include <algorithm>

namespace text {

namespace {

struct FieldLabel
{
    std::string_view name;
    std::string_view group;
    std::string_view english;
    std::string_view chinese;
};

// In the order of the PESC files.
constexpr FieldLabel kLabels[] {
    { "Name", "life_experience", "Name", "姓名" },
    { "Sex", "life_experience", "Sex", "性别" },
    { "Nickname", "personality", "Nickname", "昵称" },
    { "Age", "life_experience", "Age", "年龄" },
    { "Occupation", "life_experience", "Occupation", "职业" },
    { "Hobby", "personality", "Hobbies", "爱好" },
    { "Appearance", "personality", "Appearance", "外貌" },
    { "Education Background", "life_experience", "Education", "教育背景" },
    { "emotion_type", "struggles", "Emotion", "情绪" },
    { "problem_type", "struggles", "Problem", "困扰类型" },
    { "situation", "struggles", "Situation", "处境" },
};

const FieldLabel *labelOf(std::string_view name)
{
    const auto found = std::find_if(std::begin(kLabels), std::end(kLabels), [&](const FieldLabel &l) { return l.name == name; });
    return found == std::end(kLabels) ? nullptr : found;
}

void addLine(std::string &lines, std::string_view label, const std::string &value, bool chinese)
{
    if (!lines.empty())
        lines += '\n';
    lines.append(label).append(chinese ? "：" : ": ").append(value);
}

} // namespace

const std::vector<std::string> &groupNames()
{
    static const std::vector<std::string> names { "life_experience", "personality", "struggles", "other", "all" };
    return names;
}

bool isGroup(std::string_view name)
{
    return std::find(groupNames().begin(), groupNames().end(), name) != groupNames().end();
}

std::optional<std::string> fieldText(const dialogue::Profile &profile, std::string_view name)
{
    const dialogue::ProfileField *field = profile.find(std::string(name));
    if (!field || field->value.is_null())
        return std::nullopt;
    const std::string raw = field->text();
    std::string value = isValidUtf8(raw) ? raw : repaired(raw);
    value = std::string(trimmed(value));
    return value.empty() ? std::nullopt : std::optional(value);
}

std::optional<std::string> groupText(const dialogue::Profile &profile, std::string_view group, std::string_view language)
{
    const bool chinese = language == "zh";
    std::string lines;
    for (const FieldLabel &label : kLabels) {
        if (group != "all" && group != label.group)
            continue;
        if (const auto value = fieldText(profile, label.name))
            addLine(lines, chinese ? label.chinese : label.english, *value, chinese);
    }
    for (const dialogue::ProfileField &field : profile.fields) {
        if (labelOf(field.name) || (group != "all" && group != "other"))
            continue;
        if (const auto value = fieldText(profile, field.name))
            addLine(lines, field.name, *value, chinese);
    }
    return lines.empty() ? std::nullopt : std::optional(lines);
}

} // namespace text
