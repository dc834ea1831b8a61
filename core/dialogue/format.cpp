// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue/format.h"

#include "base/files.h"
#include "dialogue/formats/file_reading.h"

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

std::vector<fs::path> filesOf(const fs::path &folder)
{
    std::vector<fs::path> files;
    std::error_code ec;
    for (auto entry = fs::directory_iterator(folder, ec); !ec && entry != fs::directory_iterator(); entry.increment(ec)) {
        const std::string extension = entry->path().extension().string();
        if ((extension == ".json" || extension == ".jsonl") && entry->is_regular_file(ec))
            files.push_back(entry->path());
    }
    if (ec)
        throw Failure(ErrorKind::FileUnreadable, folder.string(), {}, { { "reason", ec.message() } });
    std::ranges::sort(files);
    if (files.empty())
        throw Failure(ErrorKind::UnknownFormat, folder.string(), {},
            { { "reason", "the folder holds no .json or .jsonl files" }, { "known", titles(Titles::OfAll) } });
    return files;
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

ImportResult importFolder(const fs::path &folder, const ImportOptions &options)
{
    const std::vector<fs::path> files = filesOf(folder);
    const std::string name = folder.filename().empty() ? folder.parent_path().filename().string() : folder.filename().string();
    ImportOptions one { options.format, options.source_name.empty() ? name : options.source_name, {}, options.cancel };
    ImportResult all;
    std::optional<Failure> first;
    for (size_t i = 0; i < files.size(); ++i) {
        try {
            append(all, importContent(readBounded(files[i]), files[i].string(), one), files[i].filename().string());
        } catch (const Failure &failure) {
            if (failure.error().kind == ErrorKind::Cancelled)
                throw;
            ImportNote note;
            note.place.file = files[i].filename().string();
            note.error = failure.error();
            all.notes.push_back(std::move(note));
            ++all.left_out;
            if (!first)
                first = failure;
        }
        if (options.progress && i % std::max<size_t>(1, files.size() / 100) == 0)
            options.progress(static_cast<double>(i + 1) / static_cast<double>(files.size()));
    }
    if (all.dialogues.empty())
        throw *first;
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
}

} // namespace dialogue
