// SPDX-License-Identifier: GPL-3.0-or-later
#include "modelfile/bus_guard.h"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <mutex>
#include <sys/mman.h>
#include <unistd.h>
#include <utility>

namespace modelfile {

struct GuardedStretch
{
    std::atomic<uintptr_t> begin { 0 };
    std::atomic<uintptr_t> end { 0 }; // 0: free for the next mapping
    std::atomic<bool> damaged { false };
    GuardedStretch *next = nullptr; // set before it is reachable
};

namespace {

// What a signal handler reaches. The list only grows.
std::atomic<GuardedStretch *> theStretches { nullptr };
std::mutex theMutex; // of whoever takes or gives back a stretch
struct sigaction theHandlerBefore = {};
std::atomic<bool> thePassedOn { false };
uintptr_t thePageSize = 4096;

GuardedStretch *stretchAround(uintptr_t address)
{
    for (GuardedStretch *s = theStretches.load(std::memory_order_acquire); s; s = s->next) {
        const uintptr_t end = s->end.load(std::memory_order_acquire);
        if (address < end && address >= s->begin.load(std::memory_order_relaxed))
            return s;
    }
    return nullptr;
}

// The handler before takes over as if this one had never been there; a fault comes again by itself. If that one knows this one in
// its turn, and calls it back, nobody wants the fault.
void passOn(int signal, bool wasSent)
{
    struct sigaction next = {};
    next.sa_handler = SIG_DFL;
    if (!thePassedOn.exchange(true))
        next = theHandlerBefore;
    ::sigaction(signal, &next, nullptr);
    if (wasSent)
        ::raise(signal);
}

void onBusError(int signal, siginfo_t *info, void *)
{
    const int error = errno;
    const auto address = reinterpret_cast<uintptr_t>(info->si_addr);
    const bool wasSent = info->si_code <= 0; // by somebody, not by a fault
    GuardedStretch *stretch = wasSent ? nullptr : stretchAround(address);
    const uintptr_t page = address / thePageSize * thePageSize;
    // mmap() is a plain system call here. Two threads may do it at once: zeros over zeros.
    if (!stretch
        || ::mmap(reinterpret_cast<void *>(page), stretch->end.load() - page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED)
        return passOn(signal, wasSent);
    stretch->damaged.store(true);
    errno = error;
}

// Anew where somebody has put another one over it meanwhile.
void installHandler()
{
    thePageSize = static_cast<uintptr_t>(::sysconf(_SC_PAGESIZE));
    struct sigaction now = {};
    if (::sigaction(SIGBUS, nullptr, &now) == 0 && (now.sa_flags & SA_SIGINFO) != 0 && now.sa_sigaction == onBusError)
        return;
    theHandlerBefore = now;
    thePassedOn.store(false);
    struct sigaction action = {};
    action.sa_sigaction = onBusError;
    action.sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK;
    ::sigaction(SIGBUS, &action, nullptr);
}

GuardedStretch *freeStretch()
{
    for (GuardedStretch *s = theStretches.load(); s; s = s->next) {
        if (s->end.load() == 0)
            return s;
    }
    auto *fresh = new GuardedStretch; // never deleted: see the header
    fresh->next = theStretches.load();
    theStretches.store(fresh, std::memory_order_release);
    return fresh;
}

} // namespace

BusGuard::BusGuard(std::span<const std::byte> mapping)
{
    const std::lock_guard lock(theMutex);
    installHandler();
    m_stretch = freeStretch();
    const auto begin = reinterpret_cast<uintptr_t>(mapping.data());
    m_stretch->damaged.store(false);
    m_stretch->begin.store(begin);
    m_stretch->end.store((begin + mapping.size() + thePageSize - 1) / thePageSize * thePageSize);
}

BusGuard::~BusGuard()
{
    if (!m_stretch)
        return;
    const std::lock_guard lock(theMutex);
    m_stretch->end.store(0);
}

BusGuard::BusGuard(BusGuard &&other) noexcept
    : m_stretch(std::exchange(other.m_stretch, nullptr))
{
}

BusGuard &BusGuard::operator=(BusGuard &&other) noexcept
{
    std::swap(m_stretch, other.m_stretch);
    return *this;
}

bool BusGuard::isDamaged() const { return m_stretch && m_stretch->damaged.load(); }

} // namespace modelfile
