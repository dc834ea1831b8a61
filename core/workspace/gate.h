// SPDX-License-Identifier: GPL-3.0-or-later
// The gate: whatever leaves the workspace as text of dialogues passes here. A source of unknown origin is asked about once; the answer
// is kept with the source (storage/source_repository.h).
#pragma once

#include "base/cancel.h"
#include "dialogue/import_note.h"
#include "storage/dialogue_repository.h"
#include "storage/source_repository.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace workspace {

struct Gate
{
    std::vector<storage::Source> asked; // nobody has said whether they may leave
    std::vector<storage::Source> held; // they may not

    bool isOpen() const { return asked.empty() && held.empty(); }
};

Gate gateOf(storage::Database &database, const storage::DialogueQuery &query);
// Throw MayNotLeave, naming the sources and the way out. A workspace that can only be read keeps no answer: there whoever exports has
// asked (requireAnswers), and only what must stay is refused.
void requireAnswers(const Gate &gate);
void requireOpenGate(storage::Database &database, const storage::DialogueQuery &query);
// The answer "they may leave" of whoever asked for it, kept.
void openGate(storage::Database &database, const storage::DialogueQuery &query, const std::string &author);

// What a person should know before it is written.
struct ExportCheck
{
    int64_t dialogues = 0;
    std::string format;
    std::vector<dialogue::ImportNote> losses; // what the format cannot hold
    Gate gate;

    bool hasQuestion() const { return !losses.empty() || !gate.isOpen(); }
};

// Throws NotFound where nothing is chosen, UnknownFormat, Cancelled.
ExportCheck checkExport(storage::Database &database, const storage::DialogueQuery &query, const std::string &format,
    const std::function<void(double)> &progress = {}, const base::CancelToken &cancel = {});

} // namespace workspace
