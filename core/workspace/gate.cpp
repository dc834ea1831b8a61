// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/gate.h"

#include "base/error.h"
#include "dialogue/export_check.h"
#include "workspace/import_export.h"

namespace workspace {

using base::ErrorKind;
using base::Failure;

namespace {

std::string named(const std::vector<storage::Source> &sources)
{
    std::string names;
    for (const storage::Source &source : sources)
        names += (names.empty() ? "" : ", ") + source.name;
    return names;
}

} // namespace

Gate gateOf(storage::Database &database, const storage::DialogueQuery &query)
{
    Gate gate;
    for (storage::Source &source : storage::SourceRepository(database).list(query)) {
        if (!source.may_leave)
            gate.asked.push_back(std::move(source));
        else if (!*source.may_leave)
            gate.held.push_back(std::move(source));
    }
    return gate;
}

void requireAnswers(const Gate &gate)
{
    if (!gate.asked.empty()) {
        throw Failure(ErrorKind::MayNotLeave, named(gate.asked), {}, { { "reason", "nobody has said yet that they may" },
                { "remedy", "Say so once: attune sources NAME --origin ORIGIN --may-leave yes, or export with --may-leave yes." } });
    }
}

void requireOpenGate(storage::Database &database, const storage::DialogueQuery &query)
{
    const Gate gate = gateOf(database, query);
    if (!gate.held.empty()) {
        throw Failure(ErrorKind::MayNotLeave, named(gate.held), {}, { { "reason", "somebody said that they must stay here" },
                { "remedy", "Export others (--source), or say otherwise: attune sources NAME --may-leave yes." } });
    }
    if (!database.isReadOnly())
        requireAnswers(gate);
}

void openGate(storage::Database &database, const storage::DialogueQuery &query, const std::string &author)
{
    storage::SourceRepository sources(database);
    for (storage::Source &source : gateOf(database, query).asked) {
        source.may_leave = true;
        sources.save(source, author);
    }
}

ExportCheck checkExport(storage::Database &database, const storage::DialogueQuery &query, const std::string &format,
    const std::function<void(double)> &progress, const base::CancelToken &cancel)
{
    ExportCheck check;
    check.format = format;
    check.gate = gateOf(database, query);
    const std::vector<dialogue::Dialogue> dialogues = dialoguesToExport(database, query, cancel);
    check.dialogues = int64_t(dialogues.size());
    check.losses = dialogue::exportNotes(dialogues, dialogue::exportContent(dialogues, format), format, progress, cancel);
    return check;
}

} // namespace workspace
