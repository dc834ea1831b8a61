// SPDX-License-Identifier: GPL-3.0-or-later
#include "attune_verbs/data_options.h"
#include "attune_verbs/headless.h"
#include "attune_verbs/progress.h"
#include "attune_verbs/verbs.h"
#include "base/numbers.h"
#include "dialogue/format.h"
#include "jobs/prompt_shelf.h"
#include "run/model_card.h"
#include "text/inspector.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <unistd.h>

namespace verbs {

namespace {

struct Options
{
    std::string what; // dialogue id or key in the workspace, or a file
    std::string workspace;
    std::string model = "smollm2-135m-instruct";
    std::string chatTemplate;
    std::string prompt;
    std::string lossOn = "every_supporter_turn";
    int cutoffLen = 2048;
    bool keepConsecutive = false;
    bool json = false;
};

text::Renderer makeRenderer(const Options &options, const storage::PromptRepository *prompts)
{
    text::RenderOptions render;
    render.cutoff_len = options.cutoffLen;
    render.merge_consecutive = !options.keepConsecutive;
    render.loss_on = text::lossOnFromName(options.lossOn).value_or(render.loss_on);
    return { text::loadModelText(run::resolveModel(options.model), options.chatTemplate),
        jobs::resolvePrompt(options.prompt, prompts), render };
}

// Loss tokens stand out: reverse on a terminal, between marks elsewhere.
void printTokens(const text::DialogueInspection &inspection)
{
    const bool terminal = ::isatty(STDOUT_FILENO) == 1;
    bool marked = false;
    for (const text::InspectedToken &token : inspection.tokens) {
        if (token.loss != marked)
            std::cout << (terminal ? (token.loss ? "\033[7m" : "\033[0m") : (token.loss ? "\u27e6" : "\u27e7"));
        marked = token.loss;
        std::cout << token.text;
    }
    if (marked)
        std::cout << (terminal ? "\033[0m" : "\u27e7");
    std::cout << '\n';
}

void print(const text::DialogueInspection &inspection)
{
    printTokens(inspection);
    const text::Rendered &rendered = inspection.rendered;
    std::cout << "\n" << rendered.ids.size() << " tokens, " << inspection.loss_tokens << " carry loss, " << inspection.system_tokens
              << " belong to the system message\n";
    for (const text::SectionTokens &section : rendered.sections)
        std::cout << "  " << text::sectionName(section.section) << ": " << section.end - section.begin << " tokens\n";
    if (rendered.cut.any()) {
        std::cout << rendered.cut.turns << " turns (" << rendered.cut.supporter_turns
                  << " replies) do not fit and are left out; the whole has " << rendered.cut.full_tokens << " tokens\n";
    }
    std::cout << "Prompts of chat and evaluation " << (inspection.skew.equal ? "agree with training" : "DIFFER: " + inspection.skew.detail)
              << " (" << inspection.skew.compared << " replies compared)\n";
}

void print(const text::DatasetInspection &data)
{
    std::cout << data.dialogues << " dialogues, " << data.tokens << " tokens, " << base::toFixed(100 * data.lossShare(), 1)
              << " % carry loss\n"
              << data.supporter_turns_cut << " of " << data.supporter_turns << " replies are lost to the cutoff length, "
              << data.all_masked << " dialogues carry no loss at all, " << data.skewed << " render differently in chat\n"
              << "Longest:\n";
    for (const text::DialogueCount &count : data.longest)
        std::cout << "  " << count.source_key << "  " << count.tokens << " tokens\n";
    for (const text::DialogueCount &count : data.troubled) {
        std::cout << "  " << count.source_key << ": "
                  << (count.problem.empty() ? std::to_string(count.supporter_turns_cut) + " replies cut" : count.problem) << '\n';
    }
}

template <typename Inspection> void show(const Inspection &inspection, bool json)
{
    if (json)
        std::cout << base::toLine(text::toJson(inspection)) << '\n';
    else
        print(inspection);
}

void inspectAll(const Options &options, const text::Renderer &renderer, const std::vector<dialogue::Dialogue> &dialogues)
{
    if (dialogues.size() == 1)
        return show(text::inspect(renderer, dialogues.front()), options.json);
    ProgressLine progress("Inspecting");
    show(text::inspect(renderer, dialogues, cancelOnInterrupt(),
             [&](size_t done) { progress.show(double(done) / double(dialogues.size())); }),
        options.json);
}

dialogue::Dialogue findDialogue(jobs::Workspace &workspace, const std::string &what)
{
    if (const auto stored = workspace.dialogues().find(what))
        return stored->dialogue;
    storage::DialogueQuery query;
    query.limit = -1;
    for (const storage::DialogueRow &row : workspace.dialogues().list(query)) {
        if (row.source_key == what || row.id.starts_with(what))
            return workspace.dialogues().get(row.id).dialogue;
    }
    throw base::Failure(base::ErrorKind::NotFound, "The dialogue " + what, workspace.folder().string(),
        { { "remedy", "attune list shows ids and keys." } });
}

void inspect(const Options &options)
{
    std::error_code ec;
    if (!options.what.empty() && std::filesystem::exists(options.what, ec))
        return inspectAll(options, makeRenderer(options, nullptr), dialogue::importDialogues(options.what).dialogues);
    const Headless headless;
    const auto workspace = headless.openWorkspace(options.workspace);
    const text::Renderer renderer = makeRenderer(options, &workspace->prompts());
    if (!options.what.empty())
        return inspectAll(options, renderer, { findDialogue(*workspace, options.what) });
    std::vector<dialogue::Dialogue> dialogues;
    storage::DialogueQuery query;
    query.limit = -1;
    for (storage::StoredDialogue &stored : workspace->dialogues().getAll(query, headless.cancel()))
        dialogues.push_back(std::move(stored.dialogue));
    inspectAll(options, renderer, dialogues);
}

} // namespace

void addInspect(CLI::App &program)
{
    auto options = std::make_shared<Options>();
    CLI::App *verb = program.add_subcommand("inspect", "Shows what a model is really trained on: tokens, loss mask, sections, cuts");
    verb->add_option("WHAT", options->what, "A dialogue's id or key, or a file; default: the whole workspace");
    addWorkspaceOption(*verb, options->workspace);
    verb->add_option("--model", options->model, "Whose tokenizer and chat template")->capture_default_str();
    verb->add_option(optionNames("chat_template"), options->chatTemplate, "A known chat template instead of the model's");
    verb->add_option("--prompt", options->prompt, "Prompt template: a preset, one of the workspace, or a file");
    verb->add_option(optionNames("loss_on"), options->lossOn, "Which replies carry loss")
        ->check(CLI::IsMember({ "every_supporter_turn", "last_supporter_turn", "chosen_turns" }))
        ->capture_default_str();
    verb->add_option(optionNames("cutoff_len"), options->cutoffLen, "Tokens")->capture_default_str();
    verb->add_flag("--keep_consecutive,--keep-consecutive", options->keepConsecutive, "Do not merge turns of one speaker in a row");
    verb->add_flag("--json", options->json, "One JSON object on stdout");
    verb->callback([options] { inspect(*options); });
}

} // namespace verbs
