// SPDX-License-Identifier: GPL-3.0-or-later
// A format whose files are JSON: it says which value is one of its dialogues and reads one. The rest is the same for all:
// where the dialogues lie in the file, which of them is broken, the layout for the way back.
#pragma once

#include "dialogue/formats/format_entry.h"

namespace dialogue {

// `isUnit` is also asked about values whose members were not parsed yet (null). Without `write` it is only read.
FormatEntry jsonFormat(FormatInfo info, bool (*isUnit)(const base::Json &unit), Dialogue (*read)(const UnitReading &reading),
    std::string (*write)(const std::vector<Dialogue> &dialogues) = nullptr);

} // namespace dialogue
