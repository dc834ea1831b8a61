// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/storage_lane.h"

#include "base/clock.h"

#include <new>
#include <sys/resource.h>
#include <unistd.h>
#include <utility>

namespace workspace {

namespace {

constexpr double kProgressInterval = 0.1; // seconds

base::Error internalError(const char *reason)
{
    return { base::ErrorKind::Internal, "the storage lane", {}, { { "reason", reason } } };
}

} // namespace

StorageLane::StorageLane(std::filesystem::path workspace, Priority priority)
    : m_workspace(std::move(workspace))
    , m_priority(priority)
    , m_home(std::make_unique<QObject>())
    , m_thread([this] { loop(); })
{
}

StorageLane::~StorageLane()
{
    {
        const std::lock_guard guard(m_mutex);
        m_closing = true;
        m_items.clear();
        m_running.cancel();
        if (m_database)
            m_database->stop();
    }
    m_wake.notify_all();
    m_thread.join();
}

void StorageLane::post(Task *task, std::function<void(const Context &)> work, std::function<void()> done)
{
    {
        const std::lock_guard guard(m_mutex);
        m_items.push_back({ task, task->token(), std::move(work), std::move(done) });
    }
    m_wake.notify_one();
}

void StorageLane::deliver(std::function<void()> call)
{
    QMetaObject::invokeMethod(m_home.get(), std::move(call), Qt::QueuedConnection);
}

void StorageLane::loop()
{
    // Linux keeps it for each thread. Others that wait for its lock sleep meanwhile, and its transactions end by the clock (batches.h).
    constexpr int kNice = 10;
    if (m_priority == Priority::Background)
        ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNice);
    for (;;) {
        Item item;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_closing || !m_items.empty(); });
            if (m_closing)
                break;
            item = std::move(m_items.front());
            m_items.pop_front();
            m_running = item.cancel;
        }
        perform(item);
    }
    std::unique_ptr<storage::Database> last;
    const std::lock_guard guard(m_mutex); // the one who ends the lane may be about to stop it
    last = std::move(m_database);
}

void StorageLane::perform(Item &item)
{
    std::optional<base::Error> error;
    try {
        if (m_database)
            m_database->endWith({});
        item.cancel.throwIfCancelled("The work");
        if (!m_database) {
            auto opened = std::make_unique<storage::Database>(storage::Database::open(m_workspace, storage::Maintenance::None));
            // Work is told as done when the disk has it, but its commits do not keep the others out as long as the disk takes.
            opened->leaveSync();
            opened->onCommitted([this] { m_owesSync = true; });
            const std::lock_guard guard(m_mutex);
            if (m_closing)
                opened->stop();
            m_database = std::move(opened);
        }
        double last = 0;
        const auto progress = [&](double done) {
            const double now = base::steadySeconds();
            if (now - last < kProgressInterval && done < 1)
                return;
            last = now;
            deliver([task = item.task, done] {
                if (task)
                    Q_EMIT task->progress(done);
            });
        };
        item.work({ *m_database, progress, item.cancel });
    } catch (const base::Failure &failure) {
        error = failure.error();
    } catch (const std::bad_alloc &) {
        error = base::Error { base::ErrorKind::OutOfMemory, "the work on the workspace", {}, {} };
    } catch (const std::exception &e) {
        error = internalError(e.what());
    }
    try {
        if (std::exchange(m_owesSync, false))
            m_database->sync();
    } catch (const base::Failure &failure) {
        error = error ? error : failure.error();
    }
    deliver([task = std::move(item.task), done = std::move(item.done), error] {
        if (!task)
            return;
        task->deleteLater();
        if (!error) {
            done();
            if (task)
                Q_EMIT task->finished();
        } else if (error->kind == base::ErrorKind::Cancelled) {
            Q_EMIT task->cancelled();
        } else {
            Q_EMIT task->failed(*error);
        }
    });
}

} // namespace workspace
