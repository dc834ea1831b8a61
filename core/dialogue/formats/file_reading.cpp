// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue/formats/file_reading.h"

#include "base/uuid.h"

#include <algorithm>

namespace dialogue {

using base::ErrorKind;
using base::Failure;

FileReading::FileReading(const FileText &file, const ImportOptions &options)
    : m_file(file)
    , m_options(options)
{
    if (file.hadByteOrderMark())
        m_report.note({ NoteKind::ByteOrderMark, {}, {}, {} });
}

void FileReading::add(const Unit &unit, const std::function<Dialogue(const UnitReading &)> &read)
{
    add(unit.key, {}, unit.place, [&] { return read(UnitReading(subject(), unit, m_report)); });
}

void FileReading::add(const std::string &key, const std::string &part, const NotePlace &place, const std::function<Dialogue()> &read)
{
    try {
        Dialogue dialogue = read();
        dialogue.id = base::newUuid();
        dialogue.source_key = key;
        dialogue.source_name = m_options.source_name.empty() ? m_file.name() : m_options.source_name;
        if (!part.empty())
            dialogue.source_name += "#" + part;
        dialogue.language = guessLanguage(dialogue);
        if (!m_keys.insert(part + "#" + key).second)
            m_report.note({ NoteKind::DoubledKey, place, { { "key", excerpt(key, 80) } }, {} });
        m_result.dialogues.push_back(std::move(dialogue));
    } catch (const Failure &failure) {
        if (failure.error().kind == ErrorKind::Cancelled)
            throw;
        ++m_result.left_out;
        m_report.note({ NoteKind::LeftOut, place, {}, failure.error() });
        if (!m_first)
            m_first = failure;
    }
}

void FileReading::progress(size_t done, size_t of)
{
    m_options.cancel.throwIfCancelled("The import");
    if (m_options.progress && (done - 1) % std::max<size_t>(1, of / 100) == 0)
        m_options.progress(static_cast<double>(done) / static_cast<double>(of));
}

ImportResult FileReading::finish(const FormatEntry &entry)
{
    if (m_result.dialogues.empty() && m_first)
        throw *m_first;
    if (m_result.dialogues.empty())
        throw Failure(ErrorKind::UnknownFormat, subject(), {}, { { "reason", "it holds no dialogues" } });
    for (Dialogue &dialogue : m_result.dialogues)
        dialogue.source_style["format"] = entry.info.name;
    noteLayout(entry);
    m_result.format = entry.info.name;
    m_result.notes = m_report.take();
    return std::move(m_result);
}

// The promise of a byte-exact export is tested here and now, on this file.
void FileReading::noteLayout(const FormatEntry &entry)
{
    if (entry.write && m_result.left_out == 0 && entry.write(m_result.dialogues) != m_file.content())
        m_report.note({ NoteKind::LayoutNotKept, {}, {}, {} });
}

} // namespace dialogue
