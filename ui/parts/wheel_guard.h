// SPDX-License-Identifier: GPL-3.0-or-later
// Whoever scrolls over a field changes nothing in it: a wheel turn goes to the page unless the field has the focus, and gives it none.
#pragma once

#include <QObject>

class QApplication;

namespace parts {

// For all number fields, choices and sliders of the application, also those that are made later.
class WheelGuard : public QObject
{
    Q_OBJECT

public:
    explicit WheelGuard(QApplication &application); // its parent

    bool eventFilter(QObject *watched, QEvent *event) override;
};

} // namespace parts
