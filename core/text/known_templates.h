// SPDX-License-Identifier: GPL-3.0-or-later
// The table of known chat templates and of the fingerprints by which a model's own template is recognised.
#pragma once

#include "text/chat_template.h"

#include <optional>
#include <string_view>
#include <vector>

namespace text {

std::vector<ChatTemplate> knownTemplates();

// `sha256` of a canonical Jinja text (text/jinja_text.h), for ChatML also without its default system message.
std::optional<std::string_view> nameOfFingerprint(std::string_view sha256);

// Strings that a Jinja text of this template holds; for finding the nearest.
std::vector<std::string> marksOf(const ChatTemplate &chat);

} // namespace text
