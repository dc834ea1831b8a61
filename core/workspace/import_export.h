// SPDX-License-Identifier: GPL-3.0-or-later
// Files into the workspace and back. Plain calls: the window runs them on the bulk lane, verbs directly.
#pragma once

#include "base/cancel.h"
#include "dialogue/format.h"
#include "storage/dialogue_repository.h"
#include "workspace/corrections.h"

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
    int64_t already_there = 0; // of this content already, under whatever name; left out
    int64_t left_out = 0; // could not be read; each has a note
    std::vector<dialogue::ImportNote> notes;
    std::vector<Correction> corrections; // of dialogues that are here: not brought in until somebody says so (revise)
    std::optional<base::Error> error; // the whole file was refused; nothing of it was kept
};

struct ImportSummary
{
    std::vector<FileImport> files;

    int64_t added() const;
    int64_t alreadyThere() const;
    int64_t leftOut() const;
    std::vector<Correction> corrections() const; // of all files
    bool anyRefused() const;
};

// Each file is kept whole or not at all; a file that is refused does not stop the others. Throws Cancelled (files already
// kept stay), DiskFull, and ImportKept where a full disk left no room to take back what had come in: that goes at the next opening.
ImportSummary importInto(storage::Database &database, const std::vector<std::filesystem::path> &paths, const std::string &author,
    const std::string &format = {}, const std::function<void(double)> &progress = {}, const base::CancelToken &cancel = {});

// `given`, or what the file's ending means: .jsonl openai, else pesc.
std::string exportFormat(const std::filesystem::path &path, const std::string &given);
// Throws NotFound where nothing is chosen.
std::vector<dialogue::Dialogue> dialoguesToExport(storage::Database &database, const storage::DialogueQuery &query, const base::CancelToken &cancel);
// Writes atomically; returns the number of dialogues. Throws MayNotLeave (gate.h), UnknownFormat, FileUnwritable, DiskFull, Cancelled.
int64_t exportFrom(storage::Database &database, const std::filesystem::path &path, const storage::DialogueQuery &query,
    const std::string &format = {}, const std::function<void(double)> &progress = {}, const base::CancelToken &cancel = {});

} // namespace workspace
