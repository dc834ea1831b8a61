// SPDX-License-Identifier: GPL-3.0-or-later
// How a chat reads as bubbles: who speaks, and how a reply came to be.
#pragma once

#include "ui/chat/chat_exchange.h"
#include "ui/parts/message_list.h"

namespace chat {

// ui thread only. The reply that is being written is the last one and pending.
QList<parts::Message> messagesOf(const ChatExchange &exchange);

} // namespace chat
