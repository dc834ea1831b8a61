// SPDX-License-Identifier: GPL-3.0-or-later
// A profile to read beside a dialogue: name on top, fields by group. Scrolls when it must.
#pragma once

#include "dialogue/dialogue.h"

#include <QScrollArea>

namespace parts {

class ProfileCard : public QScrollArea
{
    Q_OBJECT

public:
    explicit ProfileCard(QWidget *parent = nullptr);
    void setProfile(const dialogue::Profile &profile);

private:
    dialogue::Profile m_profile;
};

} // namespace parts
