// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine_verbs/interrupt.h"

#include <csignal>
#include <unistd.h>

namespace verbs {

namespace {

// A signal handler reaches nothing but statics. The token is made before the handler is installed.
const base::CancelToken *theToken = nullptr;

void onSignal(int)
{
    if (theToken->isCancelled())
        _exit(130);
    theToken->cancel();
}

} // namespace

base::CancelToken cancelOnInterrupt()
{
    static const base::CancelToken token;
    theToken = &token;
    std::signal(SIGINT, onSignal);
    std::signal(SIGTERM, onSignal);
    return token;
}

} // namespace verbs
