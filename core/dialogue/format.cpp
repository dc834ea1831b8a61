// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue/format.h"

#include "base/files.h"
#include "base/uuid.h"
#include "dialogue/formats/format_entry.h"
#include "dialogue/formats/json_layout.h"
#include "dialogue/formats/json_units.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

namespace dialogue {

namespace fs = std::filesystem;
using base::ErrorKind;
using base::Failure;
using base::Json;

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr size_t kUnitsTried = 100; // until one is recognised

std::string knownNames(bool writersOnly)
{
    std::string names;
    for (const FormatEntry *entry : allFormats()) {
        if (!writersOnly || entry->write)
            names += (names.empty() ? "" : ", ") + entry->info.title;
    }
    return names;
}

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

const FormatEntry *entryFor(const Json &unit)
{
    for (const FormatEntry *entry : allFormats()) {
        if (entry->recognises(unit))
            return entry;
    }
    return nullptr;
}

bool isUnit(const Json &value) { return entryFor(value) != nullptr; }

std::string_view withoutMark(std::string_view content)
{
    return content.starts_with(kByteOrderMark) ? content.substr(kByteOrderMark.size()) : content;
}

const FormatEntry &recognise(const std::vector<UnitText> &units, const std::string &subject)
{
    std::optional<Failure> beyond;
    for (size_t i = 0; i < std::min(units.size(), kUnitsTried); ++i) {
        try {
            if (const FormatEntry *entry = entryFor(parseUnit(units[i], subject)))
                return *entry;
        } catch (const Failure &failure) {
            // A broken one among good ones; it gets its note when it is read.
            if (failure.error().kind == ErrorKind::TooLong && !beyond)
                beyond = failure;
        }
    }
    if (beyond)
        throw *beyond;
    throw Failure(ErrorKind::UnknownFormat, subject, {},
        { { "reason", "it is JSON, but holds no dialogues of a known shape" }, { "known", knownNames(false) } });
}

const FormatEntry &entryNamedOrThrow(const std::string &name, const std::string &subject)
{
    const FormatEntry *entry = entryNamed(name);
    if (!entry)
        throw Failure(ErrorKind::UnknownFormat, subject, {},
            { { "reason", "there is no format named \"" + name + '"' }, { "known", shortNames() } });
    return *entry;
}

// Reads the units of one file.
class FileReading
{
public:
    FileReading(std::string_view content, const std::string &subject, const ImportOptions &options)
        : m_content(withoutMark(content))
        , m_subject(subject)
        , m_options(options)
    {
        if (m_content.size() != content.size())
            m_report.note({ NoteKind::ByteOrderMark, {}, {}, {} });
    }

    ImportResult read()
    {
        const std::vector<UnitText> units = unitsOf(m_content, m_subject, isUnit);
        const FormatEntry &entry
            = m_options.format.empty() ? recognise(units, m_subject) : entryNamedOrThrow(m_options.format, m_subject);
        m_result.format = entry.info.name;
        const Json layout = entry.write ? toJson(layoutOf(m_content)) : Json();
        const size_t step = std::max<size_t>(1, units.size() / 100);
        for (size_t i = 0; i < units.size(); ++i) {
            m_options.cancel.throwIfCancelled("The import");
            readUnit(entry, units[i], layout);
            if (m_options.progress && i % step == 0)
                m_options.progress(static_cast<double>(i + 1) / static_cast<double>(units.size()));
        }
        if (m_result.dialogues.empty())
            throw *m_first;
        noteLayout(entry);
        m_result.notes = m_report.take();
        return std::move(m_result);
    }

private:
    void readUnit(const FormatEntry &entry, const UnitText &text, const Json &layout)
    {
        try {
            const Unit unit { text.key.empty() ? fs::path(m_subject).stem().string() : text.key, text.place,
                parseUnit(text, m_subject) };
            if (const std::string name = doubledField(text.text); !name.empty())
                m_report.note({ NoteKind::DoubledField, text.place, { { "field", excerpt(name, 80) } }, {} });
            Dialogue dialogue = entry.read(UnitReading(m_subject, unit, m_report));
            dialogue.id = base::newUuid();
            dialogue.source_key = unit.key;
            dialogue.source_name = m_options.source_name.empty() ? fs::path(m_subject).filename().string() : m_options.source_name;
            dialogue.language = guessLanguage(dialogue);
            dialogue.source_style["format"] = entry.info.name;
            if (!layout.is_null())
                dialogue.source_style["layout"] = layout;
            if (!m_keys.insert(unit.key).second)
                m_report.note({ NoteKind::DoubledKey, text.place, { { "key", excerpt(unit.key, 80) } }, {} });
            m_result.dialogues.push_back(std::move(dialogue));
        } catch (const Failure &failure) {
            if (failure.error().kind == ErrorKind::Cancelled)
                throw;
            ++m_result.left_out;
            m_report.note({ NoteKind::LeftOut, text.place, {}, failure.error() });
            if (!m_first)
                m_first = failure;
        }
    }

    // The promise of a byte-exact export is tested here and now, on this file.
    void noteLayout(const FormatEntry &entry)
    {
        if (entry.write && m_result.left_out == 0 && entry.write(m_result.dialogues) != m_content)
            m_report.note({ NoteKind::LayoutNotKept, {}, {}, {} });
    }

    std::string_view m_content;
    const std::string &m_subject;
    const ImportOptions &m_options;
    ReadingReport m_report;
    ImportResult m_result;
    std::optional<Failure> m_first;
    std::set<std::string> m_keys;
};

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
            { { "reason", "the folder holds no .json or .jsonl files" }, { "known", knownNames(false) } });
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
            all.notes.push_back({ NoteKind::LeftOut, { .file = files[i].filename().string() }, {}, failure.error() });
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
    return recognise(unitsOf(withoutMark(content), subject, isUnit), subject).info.name;
}

std::string detectFormat(const fs::path &path) { return detectFormat(readBounded(path), path.string()); }

ImportResult importContent(std::string_view content, const std::string &subject, const ImportOptions &options)
{
    return FileReading(content, subject, options).read();
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
            { { "reason", entry.info.title + " is only read" }, { "known", knownNames(true) } });
    return entry.write(dialogues);
}

void exportDialogues(const fs::path &path, const std::vector<Dialogue> &dialogues, const std::string &format)
{
    base::writeFileAtomically(path, exportContent(dialogues, format));
}

} // namespace dialogue
