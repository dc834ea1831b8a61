// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/preferences_page.h"

#include "ui/parts/look.h"
#include "ui/parts/page_header.h"
#include "ui/parts/setting.h"
#include "ui/shell/language.h"
#include "ui/shell/theme.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QLabel>
#include <QRadioButton>

namespace shell {

using parts::kGrid;

namespace {

// A row of radio buttons bound to a setting of text.
void addChoices(QWidget *section, parts::Settings &settings, const parts::Setting<QString> &setting,
    const QList<std::pair<QString, QString>> &choices)
{
    auto *group = new QButtonGroup(section);
    const QString current = settings.value(setting);
    for (const auto &[value, text] : choices) {
        auto *button = new QRadioButton(text, section);
        button->setAccessibleName(text);
        button->setChecked(value == current);
        group->addButton(button);
        section->layout()->addWidget(button);
        QObject::connect(button, &QRadioButton::clicked, section,
            [&settings, &setting, value = value] { settings.set(setting, value); });
    }
}

} // namespace

PreferencesPage::PreferencesPage(parts::Desk &desk, QWidget *parent)
    : Page(desk, parent)
{
    auto *layout = new QVBoxLayout(this);
    parts::setGaps(layout, 0);
    layout->addWidget(new parts::PageHeader(tr("Preferences"), this));
    auto *body = new QVBoxLayout;
    parts::setGaps(body, 2, 3);
    layout->addLayout(body);
    QWidget *look = addSection(tr("Look"), tr("“As the system” follows the lightness of the desktop when Attune starts."));
    addThemes(look);
    QWidget *words = addSection(tr("Language"), tr("The window is drawn again in the new language; your work stays as it is."));
    addLanguages(words);
    body->addWidget(look);
    body->addWidget(words);
    body->addStretch();
}

QWidget *PreferencesPage::addSection(const QString &title, const QString &note)
{
    QFrame *section = parts::card(this);
    section->setMaximumWidth(80 * kGrid);
    auto *layout = new QVBoxLayout(section);
    parts::setGaps(layout, 1, 2);
    layout->addWidget(parts::headingLabel(title, section));
    layout->addWidget(parts::mutedLabel(note, section));
    layout->addSpacing(kGrid / 2);
    return section;
}

void PreferencesPage::addThemes(QWidget *section)
{
    addChoices(section, desk().settings(), kTheme,
        { { QStringLiteral("system"), tr("As the system") }, { QStringLiteral("light"), tr("Light") }, { QStringLiteral("dark"), tr("Dark") } });
}

void PreferencesPage::addLanguages(QWidget *section)
{
    // Languages are named in themselves.
    addChoices(section, desk().settings(), kLanguage,
        { { QStringLiteral("system"), tr("As the system") }, { QStringLiteral("en"), QStringLiteral("English") },
            { QStringLiteral("zh_CN"), QStringLiteral("简体中文") } });
}

} // namespace shell
