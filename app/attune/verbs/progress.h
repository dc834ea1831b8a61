// SPDX-License-Identifier: GPL-3.0-or-later
// One line of progress on stderr: redrawn on a terminal, a line now and then elsewhere.
#pragma once

#include <string>

namespace verbs {

class ProgressLine
{
public:
    explicit ProgressLine(std::string title);
    ~ProgressLine(); // ends the line

    // done in [0, 1]; `detail` stands behind the bar.
    void show(double done, const std::string &detail = {});

private:
    std::string m_title;
    bool m_terminal = false;
    bool m_open = false;
    double m_lastTime = 0;
};

} // namespace verbs
