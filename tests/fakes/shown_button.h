// SPDX-License-Identifier: GPL-3.0-or-later
// A button as a person finds it: by its words, where it is shown.
#pragma once

#include <QPushButton>
#include <QtTest>

namespace fakes {

inline QPushButton *shownButton(const QWidget &page, const char *text)
{
    for (QPushButton *button : page.findChildren<QPushButton *>()) {
        if (button->text() == QLatin1String(text) && button->isVisibleTo(&page))
            return button;
    }
    return nullptr;
}

inline void clickButton(const QWidget &page, const char *text)
{
    QPushButton *found = shownButton(page, text);
    QVERIFY2(found, text);
    QTest::mouseClick(found, Qt::LeftButton);
}

} // namespace fakes
