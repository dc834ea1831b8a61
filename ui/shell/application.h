// SPDX-License-Identifier: GPL-3.0-or-later
// The application of the window, with a net under it: a fault that no page has caught (a full disk while Stop is pressed, a
// damaged row of the database) is told and the program goes on, instead of taking a person's work down with it.
#pragma once

#include <QApplication>

namespace shell {

class Application : public QApplication
{
    Q_OBJECT

public:
    using QApplication::QApplication;

    bool notify(QObject *receiver, QEvent *event) override;

Q_SIGNALS:
    // The sentence of what an event handler, a slot or a queued call of the ui thread threw. Emitted after it was left.
    void failed(const QString &sentence);
};

} // namespace shell
