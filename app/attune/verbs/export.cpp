// SPDX-License-Identifier: GPL-3.0-or-later
#include "attune_verbs/headless.h"
#include "attune_verbs/progress.h"
#include "attune_verbs/verbs.h"
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
    ProgressLine progress("Exporting");
    const int64_t count = workspace::exportFrom(workspace->database(), options.file, query, options.format,
        [&progress](double done) { progress.show(done); }, headless.cancel());
    if (options.json)
        std::cout << base::toLine({ { "path", options.file }, { "dialogues", count } }) << '\n';
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
    verb->add_option("--format", options->format, "pesc or openai");
    verb->add_option("--source", options->source, "Only dialogues of this source, as `attune list --sources` names it");
    verb->add_option("--search", options->search, "Only dialogues with these words");
    verb->add_flag("--json", options->json, "One JSON object on stdout");
    verb->callback([options] { exportDialogues(*options); });
}

} // namespace verbs
