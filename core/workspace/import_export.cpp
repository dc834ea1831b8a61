// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/import_export.h"

#include "workspace/gate.h"

#include "dialogue/check.h"

#include <map>

namespace workspace {

namespace fs = std::filesystem;
using base::ErrorKind;
using base::Failure;

namespace {

using dialogue::NoteKind;

// What the readers do not say because it is no matter of the format. Empty turns and missing profiles they do say.
std::optional<NoteKind> newsToTheReader(dialogue::OddityKind kind)
{
    switch (kind) {
    case dialogue::OddityKind::SameSpeaker:
        return NoteKind::SameSpeaker;
    case dialogue::OddityKind::SupporterFirst:
        return NoteKind::SupporterFirst;
    case dialogue::OddityKind::Duplicate:
        return NoteKind::Duplicate;
    case dialogue::OddityKind::RatingArtefact:
        return NoteKind::RatingArtefact;
    default:
        return std::nullopt;
    }
}

using Names = std::map<std::string, std::string>; // of dialogues, by id

Names namesOf(const std::vector<dialogue::Dialogue> &dialogues)
{
    Names names;
    for (const dialogue::Dialogue &dialogue : dialogues)
        names[dialogue.id] = dialogue.source_key.empty() ? dialogue.id.substr(0, 8) : dialogue.source_key;
    return names;
}

// One note a dialogue and kind, with the turns where it is so.
void noteOddities(const std::vector<dialogue::Dialogue> &dialogues, const Names &names, std::vector<dialogue::ImportNote> &notes)
{
    constexpr size_t kNamedTurns = 5;
    std::map<std::pair<std::string, dialogue::OddityKind>, std::vector<dialogue::Oddity>> groups;
    std::vector<std::pair<std::string, dialogue::OddityKind>> order;
    for (dialogue::Oddity &oddity : dialogue::checkDialogues(dialogues)) {
        if (!newsToTheReader(oddity.kind))
            continue;
        auto &group = groups[{ oddity.dialogue_id, oddity.kind }];
        if (group.empty())
            order.emplace_back(oddity.dialogue_id, oddity.kind);
        group.push_back(std::move(oddity));
    }
    for (const auto &key : order) {
        const auto &group = groups[key];
        dialogue::ImportNote note { *newsToTheReader(key.second), { .dialogue = names.at(key.first) }, {}, {} };
        for (size_t i = 0; i < group.size() && group[i].turn >= 0 && i < kNamedTurns; ++i)
            note.place.turns.push_back(group[i].turn + 1);
        note.place.more_turns = group.size() > kNamedTurns;
        if (note.kind == NoteKind::Duplicate)
            note.params.emplace_back("of", group.front().detail);
        notes.push_back(std::move(note));
    }
}

void noteNear(const storage::AddedDialogues &added, const Names &names, std::vector<dialogue::ImportNote> &notes)
{
    if (added.near_duplicates > 0)
        notes.push_back({ NoteKind::NearDuplicates, {}, { { "count", std::to_string(added.near_duplicates) } }, {} });
    for (const storage::NearTwoKeys &near : added.near_two_keys) {
        notes.push_back({ NoteKind::NearTwoKeys, { .dialogue = names.at(near.dialogue_id) },
            { { "kept_with", near.kept_with }, { "also_near", near.also_near } }, {} });
    }
}

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
    result.corrections = takeOutCorrections(database, read.dialogues, result.notes);
    const Names names = namesOf(read.dialogues);
    noteOddities(read.dialogues, names, result.notes);
    result.left_out = static_cast<int64_t>(read.left_out);
    const storage::AddedDialogues added = storage::DialogueRepository(database).addAll(
        read.dialogues, author, [&](double done) { progress(0.5 + done / 2); }, cancel);
    noteNear(added, names, result.notes);
    result.added = added.added;
    if (!added.ids.empty())
        result.first_id = added.ids.front();
    result.already_there = added.already_there;
    return result;
}

// Not the file's fault: the others would fail too.
bool endsEverything(const base::Error &error, const storage::Database &database)
{
    if (error.kind == ErrorKind::WorkspaceFile) // somebody named the workspace's own file among those to read
        return false;
    return error.kind == ErrorKind::Cancelled || error.kind == ErrorKind::DiskFull || error.kind == ErrorKind::ImportKept
        || error.subject == database.folder().string() || error.subject == (database.folder() / "workspace.db").string();
}

template <typename Count> int64_t sum(const std::vector<FileImport> &files, Count FileImport::*count)
{
    int64_t total = 0;
    for (const FileImport &file : files)
        total += file.*count;
    return total;
}

} // namespace

std::vector<Correction> ImportSummary::corrections() const
{
    std::vector<Correction> all;
    for (const FileImport &file : files)
        all.insert(all.end(), file.corrections.begin(), file.corrections.end());
    return all;
}

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

std::string exportFormat(const fs::path &path, const std::string &given)
{
    return !given.empty() ? given : path.extension() == ".jsonl" ? "openai" : "pesc";
}

std::vector<dialogue::Dialogue> dialoguesToExport(storage::Database &database, const storage::DialogueQuery &query, const base::CancelToken &cancel)
{
    storage::DialogueQuery all = query;
    all.limit = -1;
    all.offset = 0;
    std::vector<dialogue::Dialogue> dialogues;
    for (storage::StoredDialogue &stored : storage::DialogueRepository(database).getAll(all, cancel))
        dialogues.push_back(std::move(stored.dialogue));
    // An empty file in the place of one that somebody has is no export.
    if (dialogues.empty()) {
        throw Failure(ErrorKind::NotFound, "A dialogue to export", "the chosen dialogues",
            { { "remedy", "Widen the choice; nothing was written." } });
    }
    return dialogues;
}

int64_t exportFrom(storage::Database &database, const fs::path &path, const storage::DialogueQuery &query,
    const std::string &format, const std::function<void(double)> &progress, const base::CancelToken &cancel)
{
    requireOpenGate(database, query);
    const std::vector<dialogue::Dialogue> dialogues = dialoguesToExport(database, query, cancel);
    if (progress)
        progress(0.5);
    dialogue::exportDialogues(path, dialogues, exportFormat(path, format));
    if (progress)
        progress(1);
    return static_cast<int64_t>(dialogues.size());
}

} // namespace workspace
