// SPDX-License-Identifier: GPL-3.0-or-later
// One English sentence a kind of error. ui translates the same templates by kind.
#pragma once

#include "base/error.h"

#include <string>
#include <string_view>

namespace base {

// A template with the fields {subject}, {place} and any parameter name in braces. Parts in square brackets are left
// out when a field inside them is empty; outside them an unknown field reads "?" (the subject: "It").
std::string_view sentenceTemplate(ErrorKind kind);

// Fills a template; used for the English sentence and for translated templates alike.
std::string fillSentence(std::string_view sentenceTemplate, const Error &error);

// The English sentence.
std::string sentence(const Error &error);

// Stable name for JSON and for tests: "file_missing".
std::string_view kindName(ErrorKind kind);
ErrorKind kindFromName(std::string_view name); // Internal when unknown

} // namespace base
