// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/import_export.h"

namespace jobs {

namespace fs = std::filesystem;
using base::ErrorKind;
using base::Failure;

namespace {

// Reading is the first half of a file's work, keeping the second.
FileImport importFile(storage::Database &database, const fs::path &path, const std::string &author, const std::string &format,
    const std::function<void(double)> &progress, const base::CancelToken &cancel)
{
    FileImport result;
    result.path = path;
    dialogue::ImportOptions options;
    options.format = format;
    options.cancel = cancel;
    options.progress = [&](double done) { progress(done / 2); };
    dialogue::ImportResult read = dialogue::importDialogues(path, options);
    result.format = read.format;
    result.notes = std::move(read.notes);
    result.left_out = static_cast<int64_t>(read.left_out);
    const storage::AddedDialogues added = storage::DialogueRepository(database).addAll(
        read.dialogues, author, [&](double done) { progress(0.5 + done / 2); }, cancel);
    result.added = added.added;
    result.already_there = added.already_there;
    return result;
}

// Not the file's fault: the others would fail too.
bool endsEverything(const base::Error &error, const storage::Database &database)
{
    return error.kind == ErrorKind::Cancelled || error.kind == ErrorKind::DiskFull
        || error.subject == (database.folder() / "workspace.db").string();
}

template <typename Count> int64_t sum(const std::vector<FileImport> &files, Count FileImport::*count)
{
    int64_t total = 0;
    for (const FileImport &file : files)
        total += file.*count;
    return total;
}

} // namespace

int64_t ImportSummary::added() const { return sum(files, &FileImport::added); }
int64_t ImportSummary::alreadyThere() const { return sum(files, &FileImport::already_there); }
int64_t ImportSummary::leftOut() const { return sum(files, &FileImport::left_out); }

bool ImportSummary::anyRefused() const
{
    for (const FileImport &file : files) {
        if (file.error)
            return true;
    }
    return false;
}

ImportSummary importInto(storage::Database &database, const std::vector<fs::path> &paths, const std::string &author,
    const std::string &format, const std::function<void(double)> &progress, const base::CancelToken &cancel)
{
    ImportSummary summary;
    for (size_t i = 0; i < paths.size(); ++i) {
        const auto part = [&](double done) {
            if (progress)
                progress((static_cast<double>(i) + done) / static_cast<double>(paths.size()));
        };
        try {
            summary.files.push_back(importFile(database, paths[i], author, format, part, cancel));
        } catch (const Failure &failure) {
            if (endsEverything(failure.error(), database))
                throw;
            summary.files.emplace_back();
            summary.files.back().path = paths[i];
            summary.files.back().error = failure.error();
        }
    }
    return summary;
}

int64_t exportFrom(storage::Database &database, const fs::path &path, const storage::DialogueQuery &query,
    const std::string &format, const std::function<void(double)> &progress, const base::CancelToken &cancel)
{
    storage::DialogueQuery all = query;
    all.limit = -1;
    all.offset = 0;
    std::vector<dialogue::Dialogue> dialogues;
    for (storage::StoredDialogue &stored : storage::DialogueRepository(database).getAll(all, cancel))
        dialogues.push_back(std::move(stored.dialogue));
    if (progress)
        progress(0.5);
    const std::string chosen = !format.empty() ? format : path.extension() == ".jsonl" ? "openai" : "pesc";
    dialogue::exportDialogues(path, dialogues, chosen);
    if (progress)
        progress(1);
    return static_cast<int64_t>(dialogues.size());
}

} // namespace jobs
