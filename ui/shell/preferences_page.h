// SPDX-License-Identifier: GPL-3.0-or-later
// What belongs to the person: theme and language. Every choice takes effect at once.
#pragma once

#include "ui/parts/page.h"

class QBoxLayout;

namespace shell {

class PreferencesPage : public parts::Page
{
    Q_OBJECT

public:
    explicit PreferencesPage(parts::Desk &desk, QWidget *parent = nullptr);

private:
    QWidget *addSection(const QString &title, const QString &note);
    void addThemes(QWidget *section);
    void addLanguages(QWidget *section);
};

} // namespace shell
