// SPDX-License-Identifier: GPL-3.0-or-later
// What a format cannot hold of dialogues that are to be written: the file's text is read again and compared, so that what is said of it is
// true of every format, also of one that is added later.
#pragma once

#include "dialogue/format.h"

#include <string>
#include <string_view>
#include <vector>

namespace dialogue {

// `content`: what exportContent made of `dialogues` in `format`. One note of a kind (NoteKind::*NotKept), with a count and the first
// dialogue's place; none when all of it comes back. Any thread. Throws Cancelled.
std::vector<ImportNote> exportNotes(const std::vector<Dialogue> &dialogues, std::string_view content, const std::string &format,
    const Progress &progress = {}, const base::CancelToken &cancel = {});

} // namespace dialogue
