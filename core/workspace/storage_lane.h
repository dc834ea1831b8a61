// SPDX-License-Identifier: GPL-3.0-or-later
// One thread with its own connection to the workspace: what is given to it is done one after the other, so that the ui
// thread only ever reads pages of rows.
#pragma once

#include "storage/database.h"
#include "workspace/task.h"

#include <QPointer>

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>

namespace workspace {

class StorageLane
{
public:
    // What the work gets: the connection of the thread, a progress sink (0 to 1) and the token.
    struct Context
    {
        storage::Database &database;
        std::function<void(double)> progress;
        base::CancelToken cancel;

        // For work that only reads: its statements end as soon as it is cancelled.
        void endWithCancel() const { database.endWith(cancel); }
    };

    // Background: work that lasts yields the processor to whoever answers a person.
    enum class Priority { Normal, Background };

    explicit StorageLane(std::filesystem::path workspace, Priority priority = Priority::Normal);
    // Cancels what runs, ends its statements (storage::Database::stop) and waits, drops what has not begun; no callback comes afterwards.
    // So an import leaves what it has written so far, and a backup or a search ends at once.
    ~StorageLane();
    StorageLane(const StorageLane &) = delete;
    StorageLane &operator=(const StorageLane &) = delete;

    // Runs `work(context)` on the thread, then `done(result)` on the caller's thread, just before Task::finished: what it wrote is on the
    // disk by then.
    // `done` is dropped when `receiver` is gone. The returned task belongs to `receiver`.
    template <typename Work, typename Done> Task *run(QObject *receiver, Work work, Done done)
    {
        using Result = std::invoke_result_t<Work, const Context &>;
        auto task = new Task(receiver);
        if constexpr (std::is_void_v<Result>) {
            post(task, std::move(work), [done = std::move(done)] { done(); });
        } else {
            auto result = std::make_shared<std::unique_ptr<Result>>();
            post(task,
                [work = std::move(work), result](const Context &context) {
                    *result = std::make_unique<Result>(work(context));
                },
                [done = std::move(done), result] { done(std::move(**result)); });
        }
        return task;
    }

private:
    struct Item
    {
        QPointer<Task> task; // touched on its own thread only
        base::CancelToken cancel;
        std::function<void(const Context &)> work;
        std::function<void()> done;
    };
    void post(Task *task, std::function<void(const Context &)> work, std::function<void()> done);
    void loop();
    void perform(Item &item);
    void deliver(std::function<void()> call);

    std::filesystem::path m_workspace;
    Priority m_priority;
    std::unique_ptr<QObject> m_home; // lives on the ui thread: calls are queued to it
    std::unique_ptr<storage::Database> m_database; // of the thread
    bool m_owesSync = false; // of the thread: it has committed something
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Item> m_items;
    base::CancelToken m_running;
    bool m_closing = false;
    std::thread m_thread;
};

} // namespace workspace
