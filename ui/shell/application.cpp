// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/application.h"

#include "ui/parts/error_text.h"

#include <QThread>
#include <QTimer>

namespace shell {

bool Application::notify(QObject *receiver, QEvent *event)
{
    // Other threads deliver their events here, too; their jobs have a net of their own.
    if (QThread::currentThread() != thread())
        return QApplication::notify(receiver, event);
    try {
        return QApplication::notify(receiver, event);
    } catch (const std::exception &exception) {
        // Told later: what listens may build widgets, and this may be the middle of another's drawing.
        const QString sentence = parts::errorText(exception);
        QTimer::singleShot(0, this, [this, sentence] { Q_EMIT failed(sentence); });
    }
    return true;
}

} // namespace shell
