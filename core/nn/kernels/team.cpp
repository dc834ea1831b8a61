// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/kernels/team.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <immintrin.h>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace nn::kernels {

namespace {

// A helper looks for work so long before it sleeps: longer than the steps between two products of one token.
constexpr auto kPatience = std::chrono::microseconds(200);

// Generation, number of pieces and next piece in one word, so that taking a piece is one exchange that fails when the
// job is over. The job's other fields only change while no piece is left, so whoever took a piece reads the right ones.
struct Ticket
{
    uint64_t value;

    static constexpr int kBits = 20;
    static constexpr uint64_t kMask = (1u << kBits) - 1;
    static Ticket first(uint64_t generation, int64_t pieces)
    {
        return { generation << (2 * kBits) | uint64_t(pieces) << kBits };
    }
    int64_t piece() const { return int64_t(value & kMask); }
    int64_t pieces() const { return int64_t(value >> kBits & kMask); }
    bool isOver() const { return piece() >= pieces(); }
};

class Team
{
public:
    ~Team() { endHelpers(); }

    bool tryRun(int64_t pieces, void (*work)(void *, int64_t), void *context)
    {
        const std::unique_lock lock(m_mutex, std::try_to_lock);
        if (!lock)
            return false;
        if (int(m_helpers.size()) + 1 != at::get_num_threads())
            startHelpers(at::get_num_threads() - 1);
        m_work.store(work, std::memory_order_relaxed);
        m_context.store(context, std::memory_order_relaxed);
        m_done.store(0, std::memory_order_relaxed);
        m_ticket.store(Ticket::first(++m_generation, pieces).value, std::memory_order_seq_cst);
        if (m_asleep.load(std::memory_order_seq_cst) > 0)
            m_ticket.notify_all();
        takePieces();
        waitForOthers(pieces);
        if (m_failed.load(std::memory_order_acquire)) {
            m_failed.store(false, std::memory_order_relaxed);
            std::rethrow_exception(std::exchange(m_thrown, nullptr));
        }
        return true;
    }

private:
    void startHelpers(int count)
    {
        endHelpers();
        m_ending = false;
        while (int(m_helpers.size()) < count)
            m_helpers.emplace_back([this] { help(); });
    }

    void endHelpers()
    {
        m_ending = true;
        m_ticket = Ticket::first(++m_generation, 0).value;
        m_ticket.notify_all();
        for (std::thread &helper : m_helpers)
            helper.join();
        m_helpers.clear();
    }

    void takePieces()
    {
        uint64_t seen = m_ticket.load(std::memory_order_acquire);
        while (!Ticket { seen }.isOver()) {
            if (!m_ticket.compare_exchange_weak(seen, seen + 1, std::memory_order_acq_rel, std::memory_order_acquire))
                continue;
            doPiece(Ticket { seen }.piece());
            m_done.fetch_add(1, std::memory_order_release);
            seen = m_ticket.load(std::memory_order_acquire);
        }
    }

    // An exception that left a helper would end the process, and one that left the caller would take away what helpers read.
    void doPiece(int64_t piece) noexcept
    {
        if (m_failed.load(std::memory_order_relaxed))
            return;
        try {
            m_work.load(std::memory_order_relaxed)(m_context.load(std::memory_order_relaxed), piece);
        } catch (...) {
            const std::lock_guard lock(m_throwing);
            if (!m_thrown)
                m_thrown = std::current_exception();
            m_failed.store(true, std::memory_order_release);
        }
    }

    void waitForOthers(int64_t pieces) const
    {
        for (int looks = 0; m_done.load(std::memory_order_acquire) < pieces; ++looks) {
            // Whoever holds the last piece may need this core.
            if (looks > 2000)
                std::this_thread::yield();
            else
                _mm_pause();
        }
    }

    void help()
    {
        while (!m_ending) {
            const uint64_t over = waitForWork();
            if (Ticket { over }.isOver())
                sleep(over);
            else
                takePieces();
        }
    }

    // Looks for a while; returns the last ticket seen.
    uint64_t waitForWork() const
    {
        const auto end = std::chrono::steady_clock::now() + kPatience;
        uint64_t seen = m_ticket.load(std::memory_order_acquire);
        while (Ticket { seen }.isOver() && std::chrono::steady_clock::now() < end) {
            for (int i = 0; i < 32 && Ticket { seen }.isOver(); ++i) {
                _mm_pause();
                seen = m_ticket.load(std::memory_order_acquire);
            }
        }
        return seen;
    }

    void sleep(uint64_t over)
    {
        m_asleep.fetch_add(1, std::memory_order_seq_cst);
        if (!m_ending)
            m_ticket.wait(over, std::memory_order_seq_cst);
        m_asleep.fetch_sub(1, std::memory_order_seq_cst);
    }

    std::mutex m_mutex; // of tryRun
    std::vector<std::thread> m_helpers;
    uint64_t m_generation = 0;
    std::atomic<uint64_t> m_ticket { 0 };
    std::atomic<void (*)(void *, int64_t)> m_work { nullptr };
    std::atomic<void *> m_context { nullptr };
    alignas(64) std::atomic<int64_t> m_done { 0 };
    std::atomic<int> m_asleep { 0 };
    std::atomic<bool> m_ending { false };
    std::atomic<bool> m_failed { false };
    std::mutex m_throwing; // of m_thrown
    std::exception_ptr m_thrown; // the first one of a job
};

} // namespace

void forEachPiece(int64_t pieces, void (*work)(void *, int64_t), void *context)
{
    // Threads are the process's own, as ATen's are.
    static Team team;
    if (pieces > 1 && pieces < int64_t(Ticket::kMask) && at::get_num_threads() > 1 && team.tryRun(pieces, work, context))
        return;
    for (int64_t i = 0; i < pieces; ++i)
        work(context, i);
}

int64_t stretchLength(int64_t count, int64_t grain)
{
    const int64_t pieces = 4 * int64_t(at::get_num_threads());
    return std::max({ (count + pieces - 1) / pieces, grain, int64_t(1) });
}

} // namespace nn::kernels
