// SPDX-License-Identifier: GPL-3.0-or-later
// Files into the workspace and back. Plain calls: the window runs them on the bulk lane, verbs directly.
#pragma once

#include "base/cancel.h"
#include "dialogue/format.h"
#include "storage/dialogue_repository.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace workspace {

struct FileImport
{
    std::filesystem::path path;
    std::string format;
    int64_t added = 0;
    std::string first_id; // of the added ones
    int64_t already_there = 0; // were imported before and are left out
    int64_t left_out = 0; // could not be read; each has a note
    std::vector<dialogue::ImportNote> notes;
    std::optional<base::Error> error; // the whole file was refused; nothing of it was kept
};

struct ImportSummary
{
    std::vector<FileImport> files;

    int64_t added() const;
    int64_t alreadyThere() const;
    int64_t leftOut() const;
    bool anyRefused() const;
};

// Each file is kept whole or not at all; a file that is refused does not stop the others. Throws Cancelled (files already
// kept stay), DiskFull, and ImportKept where a full disk left no room to take back what had come in: that goes at the next opening.
ImportSummary importInto(storage::Database &database, const std::vector<std::filesystem::path> &paths, const std::string &author,
    const std::string &format = {}, const std::function<void(double)> &progress = {}, const base::CancelToken &cancel = {});

// Writes atomically; returns the number of dialogues. `format` empty: by the file's ending (.jsonl: openai, else pesc).
// Throws UnknownFormat, FileUnwritable, DiskFull, Cancelled.
int64_t exportFrom(storage::Database &database, const std::filesystem::path &path, const storage::DialogueQuery &query,
    const std::string &format = {}, const std::function<void(double)> &progress = {}, const base::CancelToken &cancel = {});

} // namespace workspace
