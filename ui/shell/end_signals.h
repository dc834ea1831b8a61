// SPDX-License-Identifier: GPL-3.0-or-later
// SIGTERM, SIGINT and SIGHUP as a signal of Qt: whoever ends the window from outside ends it as its close button does.
#pragma once

#include <QObject>

namespace shell {

// One at a time. The second signal ends the process at once; a signal that the process was started to ignore (nohup) stays ignored.
class EndSignals : public QObject
{
    Q_OBJECT

public:
    explicit EndSignals(QObject *parent = nullptr);
    ~EndSignals() override;

Q_SIGNALS:
    void asked(); // in the event loop
};

} // namespace shell
