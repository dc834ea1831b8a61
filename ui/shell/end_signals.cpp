// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/end_signals.h"

#include <QSocketNotifier>

#include <array>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace shell {

namespace {

constexpr std::array kSignals { SIGTERM, SIGINT, SIGHUP };
// A signal handler reaches nothing but statics, and does nothing but write a byte.
std::array<int, 2> thePipe { -1, -1 };

void onSignal(int)
{
    const char byte = 1;
    [[maybe_unused]] const ssize_t written = ::write(thePipe[1], &byte, 1);
}

void handle(void (*handler)(int), int flags)
{
    struct sigaction action {};
    action.sa_handler = handler;
    action.sa_flags = flags;
    ::sigemptyset(&action.sa_mask);
    for (const int number : kSignals) {
        struct sigaction before {};
        if (::sigaction(number, nullptr, &before) == 0 && before.sa_handler != SIG_IGN)
            ::sigaction(number, &action, nullptr);
    }
}

} // namespace

EndSignals::EndSignals(QObject *parent)
    : QObject(parent)
{
    if (::pipe2(thePipe.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return; // then a signal ends it as it always did
    auto *notifier = new QSocketNotifier(thePipe[0], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this, notifier] {
        notifier->setEnabled(false);
        Q_EMIT asked();
    });
    handle(onSignal, static_cast<int>(SA_RESTART | SA_RESETHAND));
}

EndSignals::~EndSignals()
{
    handle(SIG_DFL, 0);
    for (int &end : thePipe) {
        if (end >= 0)
            ::close(end);
        end = -1;
    }
}

} // namespace shell
