// SPDX-License-Identifier: GPL-3.0-or-later
// A small computation off the ui thread of which only the latest matters: a preview, a search, a table of means.
//     m_preview.start([=](const base::CancelToken &cancel) { return render(dialogue, cancel); },
//                     [this](Rendered rendered) { show(rendered); },
//                     [this](const QString &sentence) { m_notice->showError(sentence); });
// Starting again cancels the one before and drops its result. Large work (training, chat) belongs to core/jobs instead.
#pragma once

#include "base/cancel.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <type_traits>

namespace parts {

// Lives on the ui thread; results arrive there. Destroying it drops whatever is under way without waiting.
class LatestJob : public QObject
{
    Q_OBJECT

public:
    explicit LatestJob(QObject *parent = nullptr);
    ~LatestJob() override;

    // `work(cancel)` runs on a pool thread with values of its own only; a Failure it throws is delivered as a sentence
    // (Cancelled is dropped). `done(result)` and `failed(sentence)` run on the ui thread.
    template <typename Work, typename Done>
    void start(Work work, Done done, std::function<void(const QString &)> failed = {})
    {
        using Result = std::invoke_result_t<Work, const base::CancelToken &>;
        auto result = std::make_shared<std::unique_ptr<Result>>();
        run([work = std::move(work), result](const base::CancelToken &cancel) mutable {
                *result = std::make_unique<Result>(work(cancel));
            },
            [done = std::move(done), result]() mutable { done(std::move(**result)); }, std::move(failed));
    }

    void cancel();
    bool isRunning() const { return m_running; }

Q_SIGNALS:
    void finished(); // done, failed or cancelled: nothing is under way any more

private:
    using Work = std::function<void(const base::CancelToken &)>;
    using Deliver = std::function<void()>;
    void run(Work work, Deliver deliver, std::function<void(const QString &)> failed);

    base::CancelToken m_cancel;
    quint64 m_generation = 0;
    bool m_running = false;
};

} // namespace parts
