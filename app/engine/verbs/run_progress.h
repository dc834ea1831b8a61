// SPDX-License-Identifier: GPL-3.0-or-later
// The events of a run as lines on stderr, for whoever started it in a terminal.
#pragma once

#include "run/run_folder.h"

#include <cstdint>
#include <string>

namespace verbs {

class RunProgress
{
public:
    // Tells of events that come after this moment.
    explicit RunProgress(run::RunFolder folder);
    // Reads what is new. Never throws: the display is not the run.
    void show();
    void finish();

    int64_t step() const { return m_step; }
    int64_t total() const { return m_total; }

private:
    void take(const run::JobEvent &event);
    void line(const std::string &text);

    run::RunFolder m_folder;
    uint64_t m_offset = 0;
    int64_t m_step = 0;
    int64_t m_total = 0;
    std::string m_loss;
    bool m_terminal = false;
    bool m_lineOpen = false;
};

} // namespace verbs
