// SPDX-License-Identifier: GPL-3.0-or-later
// Watches an event thread from outside it: another thread asks it something every few milliseconds and looks how long the answer takes.
#pragma once

#include "base/clock.h"

#include <QCoreApplication>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace bench {

class EventWatch
{
public:
    EventWatch()
        : m_thread([this] { watch(); })
    {
    }
    ~EventWatch() { stop(); }

    // Ends the watching; what was seen stays.
    void stop()
    {
        {
            const std::lock_guard guard(m_mutex);
            m_ends = true;
        }
        m_answered.notify_all();
        if (m_thread.joinable())
            m_thread.join();
    }
    double longestMs() const { return m_waits.empty() ? 0 : *std::max_element(m_waits.begin(), m_waits.end()); }
    size_t over(double milliseconds) const
    {
        return size_t(std::count_if(m_waits.begin(), m_waits.end(), [&](double wait) { return wait > milliseconds; }));
    }
    size_t questions() const { return m_waits.size(); }
    // When the long ones were asked (base::steadySeconds).
    std::vector<double> asked(double milliseconds) const
    {
        std::vector<double> times;
        for (size_t i = 0; i < m_waits.size(); ++i) {
            if (m_waits[i] > milliseconds)
                times.push_back(m_asked[i]);
        }
        return times;
    }

private:
    void watch()
    {
        std::unique_lock lock(m_mutex);
        while (!m_ends) {
            const double asked = base::steadySeconds();
            m_isAnswered = false;
            QMetaObject::invokeMethod(
                QCoreApplication::instance(),
                [this] {
                    const std::lock_guard guard(m_mutex);
                    m_isAnswered = true;
                    m_answered.notify_all();
                },
                Qt::QueuedConnection);
            m_answered.wait(lock, [this] { return m_isAnswered || m_ends; });
            if (m_isAnswered) {
                m_waits.push_back((base::steadySeconds() - asked) * 1000);
                m_asked.push_back(asked);
            }
            m_answered.wait_for(lock, std::chrono::milliseconds(2), [this] { return m_ends; });
        }
    }

    std::mutex m_mutex;
    std::condition_variable m_answered;
    bool m_isAnswered = false;
    bool m_ends = false;
    std::vector<double> m_waits;
    std::vector<double> m_asked;
    std::thread m_thread; // last: it uses the others
};

} // namespace bench
