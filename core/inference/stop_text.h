// SPDX-License-Identifier: GPL-3.0-or-later
// Lets streamed text through until a stop text appears in it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace inference {

class StopText
{
public:
    explicit StopText(std::vector<std::string> stops); // empty ones are ignored

    // What of the text so far is certain to lie before any stop text, newly so with this piece.
    std::string push(std::string_view piece);
    // A stop text was complete; nothing more comes out.
    bool found() const { return m_found; }
    // The rest that waited for a stop text that did not come.
    std::string finish();

private:
    std::vector<std::string> m_stops;
    std::string m_waiting;
    bool m_found = false;
};

} // namespace inference
