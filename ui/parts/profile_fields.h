// SPDX-License-Identifier: GPL-3.0-or-later
// How a profile's fields are named and grouped in the window: the 11 PESC fields as life experience, personality and
// struggles, everything else as free fields.
#pragma once

#include "dialogue/dialogue.h"

#include <QList>
#include <QString>

namespace parts {

enum class ProfileGroup { LifeExperience, Personality, Struggles, Free };

struct ProfileFieldRow
{
    std::string name; // as in the file: "Education Background"
    ProfileGroup group;
    QString label; // translated
    bool isLong = false; // wants a text box of several lines
};

// The 11 fields in the order of the form.
QList<ProfileFieldRow> profileFieldRows();
// Translated label of a field; a free field's own name.
QString profileFieldLabel(const std::string &name);
QString profileGroupTitle(ProfileGroup group);

// "Lena, 29, clerk" for lists; "Without a profile" when nothing is there.
QString profileTitle(const dialogue::Profile &profile);
// Name and situation in one line for lists of dialogues; the beginning of the first turn when there is no profile.
QString dialogueTitle(const dialogue::Dialogue &dialogue);

} // namespace parts
