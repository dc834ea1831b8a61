// SPDX-License-Identifier: GPL-3.0-or-later
// Something that runs beside the ui thread, with its progress and an end: imports, exports, scoring.
#pragma once

#include "base/cancel.h"
#include "base/error.h"

#include <QObject>

namespace workspace {

// Lives on the ui thread; deletes itself after its end. Signals arrive there, at most ten a second; exactly one of
// finished, failed and cancelled comes last.
class Task : public QObject
{
    Q_OBJECT

public:
    explicit Task(QObject *parent = nullptr)
        : QObject(parent)
    {
    }
    ~Task() override { m_token.cancel(); }
    const base::CancelToken &token() const { return m_token; }
    void cancel() { m_token.cancel(); }
    // A person asked for it and waits for its end: it must not be dropped with its receiver without a word.
    void setAwaited() { m_isAwaited = true; }
    bool isAwaited() const { return m_isAwaited; }

Q_SIGNALS:
    void progress(double done); // 0 to 1
    void finished();
    void failed(const base::Error &error);
    void cancelled();

private:
    base::CancelToken m_token;
    bool m_isAwaited = false;
};

} // namespace workspace
