// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/profile_fields.h"

#include "ui/parts/text_format.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace parts {

namespace {
struct Words
{
    Q_DECLARE_TR_FUNCTIONS(parts::ProfileFields)
};
} // namespace

QList<ProfileFieldRow> profileFieldRows()
{
    using enum ProfileGroup;
    return {
        { "Name", LifeExperience, Words::tr("Name") },
        { "Nickname", LifeExperience, Words::tr("Nickname") },
        { "Sex", LifeExperience, Words::tr("Sex") },
        { "Age", LifeExperience, Words::tr("Age") },
        { "Occupation", LifeExperience, Words::tr("Occupation") },
        { "Education Background", LifeExperience, Words::tr("Education") },
        { "Hobby", Personality, Words::tr("Hobby"), true },
        { "Appearance", Personality, Words::tr("Appearance"), true },
        { "emotion_type", Struggles, Words::tr("Emotion") },
        { "problem_type", Struggles, Words::tr("Problem") },
        { "situation", Struggles, Words::tr("Situation"), true },
    };
}

QString profileFieldLabel(const std::string &name)
{
    for (const ProfileFieldRow &row : profileFieldRows()) {
        if (row.name == name)
            return row.label;
    }
    return fromUtf8(name);
}

QString profileGroupTitle(ProfileGroup group)
{
    switch (group) {
    case ProfileGroup::LifeExperience:
        return Words::tr("Life experience");
    case ProfileGroup::Personality:
        return Words::tr("Personality");
    case ProfileGroup::Struggles:
        return Words::tr("Struggles");
    case ProfileGroup::Free:
        return Words::tr("Free fields");
    }
    return {};
}

QString profileTitle(const dialogue::Profile &profile)
{
    QStringList words;
    for (const std::string &word : { profile.displayName(), profile.text("Age"), profile.text("Occupation") }) {
        if (!word.empty())
            words << fromUtf8(word);
    }
    if (!words.isEmpty())
        return words.join(Words::tr(", ", "between name, age and occupation"));
    const bool knowsSomething = std::any_of(profile.fields.begin(), profile.fields.end(), [](const auto &field) { return !field.text().empty(); });
    return knowsSomething ? Words::tr("Without a name") : Words::tr("Without a profile");
}

QString dialogueTitle(const dialogue::Dialogue &dialogue)
{
    const QString name = fromUtf8(dialogue.profile.displayName());
    QString about = fromUtf8(dialogue.situation());
    if (about.isEmpty() && !dialogue.turns.empty())
        about = fromUtf8(dialogue.turns.front().text).left(160).simplified();
    if (name.isEmpty())
        return about.isEmpty() ? Words::tr("Empty dialogue") : about;
    return about.isEmpty() ? name : Words::tr("%1: %2", "name: situation").arg(name, about);
}

} // namespace parts
