// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue/format.h"

#include "base/files.h"
#include "dialogue/formats/llama_factory.h"
#include "dialogue/formats/file_reading.h"
#include "dialogue/formats/folder_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace dialogue {

namespace fs = std::filesystem;
using base::ErrorKind;
using base::Failure;
using base::Json;

namespace {

// As --format takes them.
std::string shortNames()
{
    std::string names;
    for (const FormatEntry *entry : allFormats())
        names += (names.empty() ? "" : ", ") + entry->info.name;
    return names;
}

const FormatEntry *entryNamed(const std::string &name)
{
    for (const FormatEntry *entry : allFormats()) {
        if (entry->info.name == name)
            return entry;
    }
    return nullptr;
}

const FormatEntry &recognise(const FileText &file)
{
    for (const FormatEntry *entry : allFormats()) {
        if (entry->recognises(file))
            return *entry;
    }
    file.throwUnknown();
}

const FormatEntry &entryNamedOrThrow(const std::string &name, const std::string &subject)
{
    const FormatEntry *entry = entryNamed(name);
    if (!entry)
        throw Failure(ErrorKind::UnknownFormat, subject, {},
            { { "reason", "there is no format named \"" + name + '"' }, { "known", shortNames() } });
    return *entry;
}

std::string readBounded(const fs::path &path)
{
    std::error_code ec;
    if (fs::exists(path, ec) && !fs::is_regular_file(path, ec))
        throw Failure(ErrorKind::FileUnreadable, path.string(), {}, { { "reason", "it is not a regular file" } });
    const auto size = fs::file_size(path, ec);
    if (!ec && size > kMaxFileBytes)
        throw Failure(ErrorKind::TooLong, path.string(), {},
            { { "found", fmt::format("{} bytes", size) }, { "limit", fmt::format("{} bytes", kMaxFileBytes) } });
    return base::readFile(path);
}

void append(ImportResult &all, ImportResult part, const std::string &file)
{
    all.format = all.format.empty() || all.format == part.format ? part.format : "mixed";
    std::ranges::move(part.dialogues, std::back_inserter(all.dialogues));
    for (ImportNote &note : part.notes) {
        note.place.file = file;
        all.notes.push_back(std::move(note));
    }
    all.left_out += part.left_out;
}

constexpr size_t kFilesNamed = 20;

// One that may hold dialogues, but none of which anything is known (a list of packages, a read-me), is one of the others.
bool isOfAnotherKind(const FolderFile &file, const Failure &failure)
{
    return failure.error().kind == ErrorKind::UnknownFormat && fs::path(file.name).extension() == ".txt";
}

void noteNotRead(std::vector<std::string> names, ImportResult &all)
{
    if (names.empty())
        return;
    std::ranges::sort(names);
    std::string listed;
    for (size_t i = 0; i < std::min(names.size(), kFilesNamed); ++i)
        listed += (i > 0 ? ", " : "") + excerpt(names[i], 80);
    ImportNote note;
    note.kind = NoteKind::FilesNotRead;
    note.params = { { "count", std::to_string(names.size()) }, { "names", listed + (names.size() > kFilesNamed ? ", ..." : "") } };
    all.notes.push_back(std::move(note));
}

ImportResult importFolder(const fs::path &folder, const ImportOptions &options)
{
    FolderFiles found = filesOf(folder);
    if (found.files.empty())
        throw Failure(ErrorKind::UnknownFormat, folder.string(), {},
            { { "reason", "the folder holds no .json, .jsonl, .ndjson, .csv, .tsv or .txt files" }, { "known", titles(Titles::OfAll) } });
    const std::string name = folder.filename().empty() ? folder.parent_path().filename().string() : folder.filename().string();
    ImportOptions one { options.format, options.source_name.empty() ? name : options.source_name, {}, options.cancel };
    ImportResult all;
    std::optional<Failure> first;
    for (size_t i = 0; i < found.files.size(); ++i) {
        const FolderFile &file = found.files[i];
        try {
            append(all, importContent(readBounded(file.path), file.path.string(), one), file.name);
        } catch (const Failure &failure) {
            if (failure.error().kind == ErrorKind::Cancelled)
                throw;
            if (!first)
                first = failure;
            if (isOfAnotherKind(file, failure)) {
                found.not_read.push_back(file.name);
                continue;
            }
            ImportNote note;
            note.place.file = file.name;
            note.error = failure.error();
            all.notes.push_back(std::move(note));
            ++all.left_out;
        }
        if (options.progress && i % std::max<size_t>(1, found.files.size() / 100) == 0)
            options.progress(static_cast<double>(i + 1) / static_cast<double>(found.files.size()));
    }
    if (all.dialogues.empty())
        throw *first;
    noteNotRead(std::move(found.not_read), all);
    return all;
}

} // namespace

size_t ImportResult::turnCount() const
{
    size_t count = 0;
    for (const Dialogue &dialogue : dialogues)
        count += dialogue.turns.size();
    return count;
}

const std::vector<FormatInfo> &formats()
{
    static const std::vector<FormatInfo> infos = [] {
        std::vector<FormatInfo> all;
        for (const FormatEntry *entry : allFormats())
            all.push_back(entry->info);
        return all;
    }();
    return infos;
}

std::string detectFormat(std::string_view content, const std::string &subject)
{
    return recognise(FileText(content, subject)).info.name;
}

std::string detectFormat(const fs::path &path) { return detectFormat(readBounded(path), path.string()); }

ImportResult importContent(std::string_view content, const std::string &subject, const ImportOptions &options)
{
    const FileText file(content, subject);
    const FormatEntry &entry = options.format.empty() ? recognise(file) : entryNamedOrThrow(options.format, subject);
    FileReading reading(file, options);
    entry.read(file, reading);
    return reading.finish(entry);
}

ImportResult importDialogues(const fs::path &path, const ImportOptions &options)
{
    std::error_code ec;
    if (fs::is_directory(path, ec))
        return importFolder(path, options);
    return importContent(readBounded(path), path.string(), options);
}

std::string exportContent(const std::vector<Dialogue> &dialogues, const std::string &format)
{
    const FormatEntry &entry = entryNamedOrThrow(format, "The export");
    if (!entry.write)
        throw Failure(ErrorKind::UnknownFormat, "The export", {},
            { { "reason", entry.info.title + " is only read" }, { "known", titles(Titles::OfWriters) } });
    return entry.write(dialogues);
}

void exportDialogues(const fs::path &path, const std::vector<Dialogue> &dialogues, const std::string &format)
{
    base::writeFileAtomically(path, exportContent(dialogues, format));
    if (format == kLlamaFactory)
        addToDatasetInfo(path);
}

} // namespace dialogue
