// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/stop_text.h"

#include <algorithm>
#include <utility>

namespace inference {

StopText::StopText(std::vector<std::string> stops)
    : m_stops(std::move(stops))
{
    std::erase(m_stops, std::string());
}

std::string StopText::push(std::string_view piece)
{
    if (m_found)
        return {};
    m_waiting += piece;
    size_t first = std::string::npos;
    for (const std::string &stop : m_stops)
        first = std::min(first, m_waiting.find(stop));
    if (first != std::string::npos) {
        m_found = true;
        m_waiting.resize(first);
        return std::exchange(m_waiting, {});
    }
    // Keep back the longest end of the text that could still become a stop text.
    size_t keep = 0;
    for (const std::string &stop : m_stops) {
        for (size_t length = std::min(stop.size() - 1, m_waiting.size()); length > keep; --length) {
            if (m_waiting.ends_with(std::string_view(stop).substr(0, length)))
                keep = length;
        }
    }
    std::string certain = m_waiting.substr(0, m_waiting.size() - keep);
    m_waiting.erase(0, certain.size());
    return certain;
}

std::string StopText::finish() { return m_found ? std::string() : std::exchange(m_waiting, {}); }

} // namespace inference
