// SPDX-License-Identifier: GPL-3.0-or-later
#include "attune_verbs/progress.h"

#include "base/clock.h"
#include "base/shown_text.h"

#include <algorithm>
#include <cstdio>
#include <unistd.h>

namespace verbs {

ProgressLine::ProgressLine(std::string title)
    : m_title(std::move(title))
    , m_terminal(::isatty(STDERR_FILENO) == 1)
    , m_lastTime(m_terminal ? 0 : base::steadySeconds()) // short work says nothing in a log
{
}

ProgressLine::~ProgressLine()
{
    if (m_open)
        std::fputc('\n', stderr);
}

void ProgressLine::show(double done, const std::string &detail)
{
    const double now = base::steadySeconds();
    const double interval = m_terminal ? 0.1 : 10;
    if (now - m_lastTime < interval && (m_terminal ? done < 1 : true))
        return;
    m_lastTime = now;
    const int percent = static_cast<int>(100 * std::clamp(done, 0.0, 1.0));
    if (m_terminal) {
        constexpr int width = 24;
        const std::string bar = std::string(static_cast<size_t>(width * percent / 100), '#');
        std::fprintf(stderr, "\r\033[K%s [%-*s] %3d%%  %s", m_title.c_str(), width, bar.c_str(), percent, base::shownText(detail).c_str());
        m_open = true;
    } else {
        std::fprintf(stderr, "%s %d%% %s\n", m_title.c_str(), percent, detail.c_str());
    }
    std::fflush(stderr);
}

} // namespace verbs
