// SPDX-License-Identifier: GPL-3.0-or-later
// What a format must offer. A new one is one file in this folder and one line in `allFormats`. It sees the bytes of a file
// (file_text.h); one that is made of JSON comes from `jsonFormat` (json_format.h) and sees one dialogue's value at a time.
#pragma once

#include "base/excerpt.h"
#include "dialogue/format.h"

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dialogue {

// One dialogue of a file, parsed but not understood.
struct Unit
{
    std::string key; // the file's own, else the number in the file from 1
    NotePlace place; // its dialogue or line
    base::Json value;
};

// Collects notes while a file is read. At most a thousand, then the number of those left out.
class ReadingReport
{
public:
    void note(ImportNote note);
    // Counted instead of listed: gives one note with `count` at the end.
    void tally(NoteKind kind, base::Params params = {});
    std::vector<ImportNote> take();

private:
    std::vector<ImportNote> m_notes;
    size_t m_dropped = 0;
    struct Tally
    {
        NoteKind kind;
        base::Params params;
        size_t count = 1;
    };
    std::vector<Tally> m_tallies; // in order of their first use
};

// Where a reader is, for its errors and notes.
class UnitReading
{
public:
    UnitReading(const std::string &subject, const Unit &unit, ReadingReport &report)
        : m_subject(subject)
        , m_unit(unit)
        , m_report(report)
    {
    }

    const base::Json &value() const { return m_unit.value; }
    NotePlace place(int turn = -1) const; // of a turn, from 0
    base::Failure failure(base::ErrorKind kind, int turn, base::Params params = {}) const;
    void note(int turn, NoteKind kind, base::Params params = {}) const { m_report.note({ kind, place(turn), std::move(params), {} }); }
    void tally(NoteKind kind, base::Params params = {}) const { m_report.tally(kind, std::move(params)); }

    // A member of the unit that must be an array with something in it, and no more than a dialogue may have.
    const base::Json &turnList(const char *name) const;
    // Throws EmptyDialogue, TooLong.
    void checkTurnCount(const base::Json &turns) const;
    // A member of one turn that must be text.
    const std::string &turnText(const base::Json &item, const char *name, int turn) const;

    // Adds a turn without its outer whitespace; what was removed goes to source_style.turns[id].
    Turn &addTurn(Dialogue &dialogue, Speaker speaker, std::string_view raw) const;

private:
    const std::string &m_subject;
    const Unit &m_unit;
    ReadingReport &m_report;
};

// The style of one turn, or an empty object.
const base::Json &turnStyle(const Dialogue &dialogue, const std::string &turnId);
// Text with the whitespace that import took off.
std::string styledText(const Turn &turn, const base::Json &style);
// Text of a style's member, empty when absent or of another type.
std::string styleText(const base::Json &style, const char *name);
using base::excerpt;

class FileText;
class FileReading;

struct FormatEntry
{
    FormatInfo info;
    // Asked in the order of `allFormats`; never throws for a file of another kind.
    std::function<bool(const FileText &file)> recognises;
    // Gives `reading` one dialogue after the other. Throws where the file as a whole cannot be read.
    std::function<void(const FileText &file, FileReading &reading)> read;
    // In the layout that the first dialogue's style names, else in the format's usual one. Empty when only read.
    std::function<std::string(const std::vector<Dialogue> &dialogues)> write;
    // Of formats made of JSON (json_format.h): whether a value is one dialogue. Null for others.
    bool (*isUnit)(const base::Json &value) = nullptr;
};

const FormatEntry &pescFormat();
const FormatEntry &openAiFormat();
const FormatEntry &esconvFormat();
const FormatEntry &shareGptFormat();
const FormatEntry &llamaFactoryFormat();
const FormatEntry &xtunerFormat();
const FormatEntry &alpacaFormat();
const FormatEntry &extesFormat();
const FormatEntry &smileChatFormat();
const FormatEntry &messageListFormat();
const FormatEntry &augescFormat();
const FormatEntry &spokenLinesFormat();
const FormatEntry &csvFormat();
const FormatEntry &spokenTextFormat();
const std::vector<const FormatEntry *> &allFormats();

enum class Titles { OfAll, OfWriters };
std::string titles(Titles titles); // of the formats, for "Known: ..."

} // namespace dialogue
