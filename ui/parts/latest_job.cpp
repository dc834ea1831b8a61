// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/latest_job.h"

#include "ui/parts/error_text.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

#include <optional>

namespace parts {

LatestJob::LatestJob(QObject *parent)
    : QObject(parent)
{
}

LatestJob::~LatestJob() { m_cancel.cancel(); }

void LatestJob::cancel()
{
    m_cancel.cancel();
    ++m_generation;
    if (std::exchange(m_running, false))
        Q_EMIT finished();
}

void LatestJob::run(Work work, Deliver deliver, std::function<void(const QString &)> failed)
{
    m_cancel.cancel();
    m_cancel = {};
    m_running = true;
    const quint64 generation = ++m_generation;
    // The pool's thread never touches `this`: it posts to the application, which looks whether we are still there.
    const QPointer<LatestJob> self(this);
    const auto post = [self, generation](std::function<void()> deliverHere) {
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, generation, deliverHere = std::move(deliverHere)] {
                if (!self || self->m_generation != generation)
                    return;
                self->m_running = false;
                const QPointer<LatestJob> alive = self;
                if (deliverHere)
                    deliverHere();
                // The delivery may have started the next computation, or destroyed us.
                if (alive && !alive->m_running)
                    Q_EMIT alive->finished();
            },
            Qt::QueuedConnection);
    };
    QThreadPool::globalInstance()->start(
        [work = std::move(work), deliver = std::move(deliver), failed = std::move(failed), post, cancel = m_cancel] {
            if (cancel.isCancelled())
                return;
            try {
                work(cancel);
                post(deliver);
            } catch (const base::Failure &failure) {
                if (failure.error().kind == base::ErrorKind::Cancelled)
                    post({});
                else
                    post([failed, text = errorText(failure)] { failed ? failed(text) : void(); });
            } catch (const std::exception &exception) {
                post([failed, text = errorText(exception)] { failed ? failed(text) : void(); });
            }
        });
}

} // namespace parts
