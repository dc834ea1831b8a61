// SPDX-License-Identifier: GPL-3.0-or-later
// A preview in words: the line of facts above the tabs, what a person should know about, and the chat as bubbles.
#pragma once

#include "ui/parts/message_list.h"
#include "ui/prompts/prompt_preview.h"

namespace prompts {

// "808 tokens", "19.6 % carry loss", "turns cut: 2", ...
QStringList previewFacts(const Preview &preview);
// What may surprise: cuts, a system message that is not the prompt's, text that becomes other tokens than it seems. Often empty.
QStringList previewWarnings(const Preview &preview);
// One bubble a message of the chat, with what was cut in its place.
QList<parts::Message> previewMessages(const Preview &preview);

} // namespace prompts
