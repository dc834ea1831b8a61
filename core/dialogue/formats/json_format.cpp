// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue/formats/json_format.h"

#include "dialogue/formats/file_reading.h"
#include "dialogue/formats/json_layout.h"

namespace dialogue {

using base::Json;

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
        const Json layout = write ? toJson(layoutOf(file.content())) : Json();
        for (size_t i = 0; i < units.size(); ++i) {
            const UnitText &text = units[i];
            reading.progress(i + 1, units.size());
            reading.add(text.key.empty() ? file.stem() : text.key, text.place, [&] {
                const Unit unit { text.key, text.place, parseUnit(text, file.subject()) };
                if (const std::string name = doubledField(text.text); !name.empty())
                    reading.report().note({ NoteKind::DoubledField, text.place, { { "field", excerpt(name, 80) } }, {} });
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
