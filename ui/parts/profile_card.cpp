// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/profile_card.h"

#include "ui/parts/look.h"
#include "ui/parts/profile_fields.h"
#include "ui/parts/text_format.h"

#include <QBoxLayout>
#include <QLabel>

namespace parts {

namespace {

ProfileGroup groupOf(const std::string &name)
{
    for (const ProfileFieldRow &row : profileFieldRows()) {
        if (row.name == name)
            return row.group;
    }
    return ProfileGroup::Free;
}

void addField(QBoxLayout *layout, const dialogue::ProfileField &field, QWidget *parent)
{
    const QString label = profileFieldLabel(field.name);
    QLabel *caption = mutedLabel(label, parent);
    QLabel *value = bodyLabel(fromUtf8(field.text()), parent);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    value->setAccessibleName(label);
    auto *box = new QVBoxLayout;
    box->setSpacing(1);
    box->addWidget(caption);
    box->addWidget(value);
    layout->addLayout(box);
}

} // namespace

ProfileCard::ProfileCard(QWidget *parent)
    : QScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Profile"));
    setProfile({});
}

void ProfileCard::setProfile(const dialogue::Profile &profile)
{
    if (widget() && profile == m_profile)
        return;
    m_profile = profile;
    auto *body = new QWidget;
    body->setAccessibleName(tr("Profile"));
    auto *layout = new QVBoxLayout(body);
    setGaps(layout, 1, 2);
    QLabel *title = headingLabel(profileTitle(profile), body);
    title->setWordWrap(true);
    layout->addWidget(title);
    using enum ProfileGroup;
    for (const ProfileGroup group : { LifeExperience, Personality, Struggles, Free }) {
        bool isFirst = true;
        for (const dialogue::ProfileField &field : profile.fields) {
            if (groupOf(field.name) != group || field.text().empty())
                continue;
            if (std::exchange(isFirst, false)) {
                layout->addSpacing(kGrid);
                QLabel *heading = bodyLabel(profileGroupTitle(group), body);
                setTone(heading, Tone::Accent);
                heading->setFont(strongFont());
                layout->addWidget(heading);
            }
            addField(layout, field, body);
        }
    }
    layout->addStretch();
    setWidget(body);
}

} // namespace parts
