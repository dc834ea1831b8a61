// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue/formats/json_format.h"

#include "dialogue/formats/file_reading.h"
#include "dialogue/formats/json_layout.h"

namespace dialogue {

using base::Json;

namespace {

void noteLosses(const JsonText &text, const NotePlace &place, ReadingReport &report)
{
    for (const std::string &name : text.doubled)
        report.note({ NoteKind::DoubledField, place, { { "field", excerpt(name, 80) } }, {} });
    for (size_t i = 0; i < text.kept_numbers; ++i)
        report.tally(NoteKind::NumbersKept);
}

void noteBeside(const std::vector<std::string> &names, ReadingReport &report)
{
    std::string all;
    for (const std::string &name : names)
        all += (all.empty() ? "" : ", ") + excerpt(name);
    if (!all.empty())
        report.note({ NoteKind::FieldsBeside, {}, { { "fields", excerpt(all, 200) } }, {} });
}

} // namespace

FormatEntry jsonFormat(FormatInfo info, bool (*isUnit)(const Json &), Dialogue (*read)(const UnitReading &),
    std::string (*write)(const std::vector<Dialogue> &))
{
    FormatEntry entry { std::move(info), {}, {}, write, isUnit };
    entry.recognises = [isUnit](const FileText &file) {
        const Json *unit = file.knownUnit();
        return unit && isUnit(*unit);
    };
    entry.read = [read, write](const FileText &file, FileReading &reading) {
        const std::vector<UnitText> &units = file.units();
        noteBeside(file.beside(), reading.report());
        const Json layout = write ? toJson(layoutOf(file.content())) : Json();
        for (size_t i = 0; i < units.size(); ++i) {
            const UnitText &text = units[i];
            reading.progress(i + 1, units.size());
            reading.add(text.key.empty() ? file.stem() : text.key, text.part, text.place, [&] {
                JsonText parsed = file.parse(text);
                noteLosses(parsed, text.place, reading.report());
                const Unit unit { text.key, text.place, std::move(parsed.value) };
                Dialogue dialogue = read(UnitReading(file.subject(), unit, reading.report()));
                if (!layout.is_null())
                    dialogue.source_style["layout"] = layout;
                return dialogue;
            });
        }
    };
    return entry;
}

} // namespace dialogue
