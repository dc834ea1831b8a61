// SPDX-License-Identifier: GPL-3.0-or-later
// Dialogues from files and back. A format is known by its name: "pesc", "openai", "esconv", "sharegpt", ... (formats()).
// All calls are safe on any thread; files are untrusted (bounded nesting, size and member counts).
#pragma once

#include "base/cancel.h"
#include "dialogue/dialogue.h"
#include "dialogue/import_note.h"

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace dialogue {

struct ImportResult
{
    std::string format; // name of the format; "mixed" for a folder of several
    std::vector<Dialogue> dialogues; // in the order of the file, each with new UUIDs
    std::vector<ImportNote> notes; // in the order of the file
    size_t left_out = 0; // dialogues that could not be read; each has a note

    size_t turnCount() const;
};

// done in [0, 1]. Called on the calling thread, at most about a hundred times.
using Progress = std::function<void(double done)>;

struct ImportOptions
{
    std::string format; // empty: detected
    std::string source_name; // empty: the file's (or folder's) name
    Progress progress;
    base::CancelToken cancel;
};

struct FormatInfo
{
    std::string name; // stable: "pesc"
    std::string title; // "NLPCC PESC (JSON object)"
    std::string extension; // of files it writes, ".json"
    bool writes = false; // whether exportDialogues knows it
};

// Every known format, the best known first.
const std::vector<FormatInfo> &formats();

// Name of the format of a file's content. `subject` names the file in errors.
// Throws NotJson (with line and column), UnknownFormat.
std::string detectFormat(std::string_view content, const std::string &subject);
// The same for a file. Throws FileMissing, FileUnreadable too.
std::string detectFormat(const std::filesystem::path &path);

// Reads a file, or every .json, .jsonl, .ndjson, .csv, .tsv and .txt file (in any case) of a folder and its subfolders in the order of
// names; its other files are named in a note. A part of a file of several ("train") joins its dialogues' source_name: "set.json#train".
// A dialogue that cannot be read becomes a note and is counted in `left_out`; when none can be read the first one's
// Failure is thrown (EmptyDialogue, UnknownSpeaker, WrongShape, ... naming file, dialogue and turn). A file that is not
// JSON at all or of an unknown shape throws NotJson, UnknownFormat; in a folder it becomes a note. Throws Cancelled.
ImportResult importDialogues(const std::filesystem::path &path, const ImportOptions &options = {});
// The same for content in memory; `subject` names it in errors and is the default source_name.
ImportResult importContent(std::string_view content, const std::string &subject, const ImportOptions &options = {});

// The text of a file in `format`. Dialogues that came from a file of the same format are written in its style: without
// edits byte for byte, otherwise only edited strings differ. Throws UnknownFormat for a format that is only read.
std::string exportContent(const std::vector<Dialogue> &dialogues, const std::string &format);
// Writes it atomically; "llamafactory" also adds it to the dataset_info.json beside it. Throws FileUnwritable, DiskFull, UnknownFormat.
void exportDialogues(const std::filesystem::path &path, const std::vector<Dialogue> &dialogues, const std::string &format);

// "zh" when ideographs prevail (without kana), "en" when Latin letters do, empty otherwise. A guess.
std::string guessLanguage(const Dialogue &dialogue);

} // namespace dialogue
