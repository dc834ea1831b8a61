// SPDX-License-Identifier: GPL-3.0-or-later
// Takes in the dialogues of one file, whatever its format: each gets its ids, key, source and language here, and one that
// cannot be read costs itself alone.
#pragma once

#include "dialogue/formats/file_text.h"
#include "dialogue/formats/format_entry.h"

#include <functional>
#include <optional>
#include <set>
#include <string>

namespace dialogue {

class FileReading
{
public:
    // Both must outlive this.
    FileReading(const FileText &file, const ImportOptions &options);

    // `read` may throw a Failure: the dialogue is left out with a note at `place`.
    void add(const Unit &unit, const std::function<Dialogue(const UnitReading &)> &read);
    // The same for a unit that must be parsed first, which may fail, too. `part` is that of a file of several ("train"): it
    // joins the source's name, so that the official split sees it ("file.json#train").
    void add(const std::string &key, const std::string &part, const NotePlace &place, const std::function<Dialogue()> &read);
    ReadingReport &report() { return m_report; }
    const std::string &subject() const { return m_file.subject(); }
    // Called between dialogues. Throws Cancelled.
    void progress(size_t done, size_t of);

    // Throws the first dialogue's Failure when none could be read.
    ImportResult finish(const FormatEntry &entry);

private:
    void noteLayout(const FormatEntry &entry);

    const FileText &m_file;
    const ImportOptions &m_options;
    ReadingReport m_report;
    ImportResult m_result;
    std::optional<base::Failure> m_first;
    std::set<std::string> m_keys;
};

} // namespace dialogue
