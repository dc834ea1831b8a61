// SPDX-License-Identifier: GPL-3.0-or-later
// Tool tips show titles and paths as they are: one that looks like markup ("<b>") is text, too.
#pragma once

#include <QObject>

class QApplication;

namespace parts {

class PlainToolTips : public QObject
{
    Q_OBJECT

public:
    explicit PlainToolTips(QApplication &application); // its parent

    bool eventFilter(QObject *watched, QEvent *event) override;
};

} // namespace parts
