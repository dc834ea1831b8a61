// SPDX-License-Identifier: GPL-3.0-or-later
#include "attune_verbs/headless.h"
#include "attune_verbs/progress.h"
#include "attune_verbs/verbs.h"
#include "dialogue/import_note.h"
#include "workspace/gate.h"
#include "workspace/import_export.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace verbs {

namespace {

struct Options
{
    std::string file;
    std::string workspace;
    std::string format;
    std::string source;
    std::string search;
    std::string mayLeave;
    bool json = false;
};

void exportDialogues(const Options &options)
{
    const Headless headless;
    const auto workspace = headless.openWorkspace(options.workspace);
    storage::DialogueQuery query;
    query.limit = -1;
    query.search = options.search;
    if (!options.source.empty())
        query.source_name = options.source;
    if (options.mayLeave != "yes")
        workspace::requireAnswers(workspace::gateOf(workspace->database(), query));
    else if (!workspace->isReadOnly())
        workspace::openGate(workspace->database(), query, workspace->author());
    workspace::requireOpenGate(workspace->database(), query);
    const std::string format = workspace::exportFormat(options.file, options.format);
    const workspace::ExportCheck check = [&] {
        ProgressLine progress("Looking what " + format + " can hold");
        return workspace::checkExport(workspace->database(), query, format, [&progress](double done) { progress.show(done); }, headless.cancel());
    }();
    base::Json notKept = base::Json::array();
    for (const dialogue::ImportNote &loss : check.losses) {
        notKept.push_back({ { "kind", dialogue::noteName(loss.kind) }, { "count", loss.param("count") }, { "first", loss.place.dialogue }, { "text", dialogue::noteText(loss) } });
        std::cerr << "Not held by " << format << ": " << dialogue::noteText(loss)
                  << (loss.place.dialogue.empty() ? "" : " The first: dialogue " + loss.place.dialogue + ".") << '\n';
    }
    ProgressLine progress("Exporting");
    const int64_t count = workspace::exportFrom(workspace->database(), options.file, query, format,
        [&progress](double done) { progress.show(done); }, headless.cancel());
    if (options.json)
        std::cout << base::toLine({ { "path", options.file }, { "dialogues", count }, { "format", format }, { "not_kept", std::move(notKept) } }) << '\n';
    else
        std::cout << count << " dialogues written to " << options.file << '\n';
}

} // namespace

void addExport(CLI::App &program)
{
    auto options = std::make_shared<Options>();
    CLI::App *verb = program.add_subcommand("export", "Writes dialogues of a workspace into a file");
    verb->add_option("FILE", options->file, "Where to; the ending .jsonl means OpenAI messages, any other PESC")->required();
    addWorkspaceOption(*verb, options->workspace);
    verb->add_option("--format", options->format, "pesc, openai, esconv, sharegpt or llamafactory (adds itself to dataset_info.json beside the file)");
    verb->add_option("--source", options->source, "Only dialogues of this source, as `attune list --sources` names it");
    verb->add_option("--may-leave", options->mayLeave, "yes: the sources of these dialogues may leave this machine; kept, and not asked again")
        ->check(CLI::IsMember({ "yes" }));
    verb->add_option("--search", options->search, "Only dialogues with these words");
    verb->add_flag("--json", options->json, "One JSON object on stdout");
    verb->callback([options] { exportDialogues(*options); });
}

} // namespace verbs
