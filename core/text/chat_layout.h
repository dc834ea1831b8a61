// SPDX-License-Identifier: GPL-3.0-or-later
// The layouts of the known chat templates, family by family.
#pragma once

#include "text/chat_template.h"

namespace text {

// What ChatTemplate::pieces does.
std::vector<Piece> layOut(const ChatTemplate &chat, const std::vector<Message> &messages, bool generation, History history);

} // namespace text
