// SPDX-License-Identifier: GPL-3.0-or-later
#include "attune_verbs/data_options.h"
#include "attune_verbs/headless.h"
#include "attune_verbs/progress.h"
#include "attune_verbs/verbs.h"
#include "base/files.h"
#include "base/numbers.h"
#include "dialogue/format.h"
#include "run/model_card.h"
#include "text/inspector.h"
#include "text/messages.h"
#include "workspace/prompt_shelf.h"

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
    std::string messages; // a file of chat messages, laid out by the chat template alone
    DataOptions data;
    bool generation = false;
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
        workspace::resolvePrompt(options.prompt, prompts), render };
}

// Loss tokens stand out: reverse on a terminal, between marks elsewhere.
void printTokens(const text::DialogueInspection &inspection)
{
    const bool terminal = ::isatty(STDOUT_FILENO) == 1;
    bool marked = false;
    // Past the stream, which shows control characters instead of sending them.
    const auto mark = [&](std::string_view command, const char *sign) {
        if (!terminal)
            std::cout << sign;
        else if (!std::cout.flush() || ::write(STDOUT_FILENO, command.data(), command.size()) < 0)
            std::cout.setstate(std::ios::failbit);
    };
    for (const text::InspectedToken &token : inspection.tokens) {
        if (token.loss != marked)
            token.loss ? mark("\033[7m", "\u27e6") : mark("\033[0m", "\u27e7");
        marked = token.loss;
        std::cout << token.text;
    }
    if (marked)
        mark("\033[0m", "\u27e7");
    std::cout << '\n';
}

void printSystem(const text::Rendered &rendered)
{
    if (rendered.default_system) {
        std::cout << "The prompt is empty, so the model's own system message applies: "
                  << (rendered.system.empty() ? "(a turn without text)" : rendered.system) << '\n';
    }
    for (const text::SectionTokens &section : rendered.sections)
        std::cout << "  " << text::sectionName(section.section) << ": " << section.end - section.begin << " tokens\n";
}

void printCut(const text::CutReport &cut)
{
    if (!cut.any())
        return;
    std::cout << cut.turns << " turns (" << cut.supporter_turns << " replies) do not fit and are left out; the whole has "
              << cut.full_tokens << " tokens. " << text::truncationPolicy() << '\n';
    if (cut.nothing_left)
        std::cout << "The system message and one exchange are longer than cutoff_len: nothing is left.\n";
}

void printWarnings(const text::DialogueInspection &inspection)
{
    if (inspection.typed_control_text)
        std::cout << "Someone typed what spells a control token. It stays text here; other programs may read it as the token.\n";
    if (inspection.unsayable_turns > 0)
        std::cout << inspection.unsayable_turns << " turns hold characters that the vocabulary cannot express.\n";
    if (!inspection.whole_text_equal)
        std::cout << "Other programs, which tokenize the whole text at once, would see other tokens at the seams of the chat template.\n";
}

void print(const text::DialogueInspection &inspection)
{
    printTokens(inspection);
    std::cout << "\n" << inspection.rendered.ids.size() << " tokens, " << inspection.loss_tokens << " carry loss, "
              << inspection.system_tokens << " belong to the system message\n";
    printSystem(inspection.rendered);
    printCut(inspection.rendered.cut);
    printWarnings(inspection);
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

std::string skewOf(const text::DialogueInspection &inspection) { return inspection.skew.detail; }

std::string skewOf(const text::DatasetInspection &data)
{
    return data.skewed == 0 ? std::string() : std::to_string(data.skewed) + " dialogues render differently in chat and in training";
}

// A difference between training and the prompts is an error, after it was shown.
template <typename Inspection> void show(const Inspection &inspection, bool json)
{
    if (json)
        std::cout << base::toLine(text::toJson(inspection)) << '\n';
    else
        print(inspection);
    if (const std::string skew = skewOf(inspection); !skew.empty())
        throw base::Failure(base::ErrorKind::Internal, "the renderer", {}, { { "reason", skew } });
}

void inspectMessages(const Options &options)
{
    const text::ModelText model = text::loadModelText(run::resolveModel(options.model), options.chatTemplate);
    const auto messages = text::messagesFromJson(base::readJson(options.messages), options.messages);
    const text::RenderedMessages rendered = text::renderMessages(model, messages, options.generation);
    if (options.json) {
        base::Json json = text::toJson(rendered);
        json["chat_template"] = model.chatTemplate.name();
        std::cout << base::toLine(json) << '\n';
        return;
    }
    std::cout << rendered.text;
    std::cerr << rendered.ids.size() << " tokens, chat template " << model.chatTemplate.name() << '\n';
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

dialogue::Dialogue findDialogue(workspace::Workspace &workspace, const std::string &what)
{
    if (const auto stored = workspace.dialogues().find(what))
        return stored->dialogue;
    // A key means more than the beginning of an id, which may look like one.
    std::vector<storage::DialogueRow> byKey, byId;
    storage::DialogueQuery query;
    query.limit = -1;
    for (const storage::DialogueRow &row : workspace.dialogues().list(query)) {
        if (row.source_key == what)
            byKey.push_back(row);
        else if (row.id.starts_with(what))
            byId.push_back(row);
    }
    const auto &found = byKey.empty() ? byId : byKey;
    if (found.size() == 1)
        return workspace.dialogues().get(found.front().id).dialogue;
    if (found.empty())
        throw base::Failure(base::ErrorKind::NotFound, "The dialogue " + what, workspace.folder().string(),
            { { "remedy", "attune list shows ids and keys." } });
    std::string several;
    for (const storage::DialogueRow &row : found)
        several += (several.empty() ? "" : ", ") + row.id.substr(0, 8) + " of " + row.source_name;
    throw base::Failure(base::ErrorKind::InvalidValue, "WHAT", workspace.folder().string(),
        { { "value", what }, { "expected", "one dialogue, and this fits several: " + several } });
}

void inspect(const Options &options)
{
    if (!options.messages.empty())
        return inspectMessages(options);
    std::error_code ec;
    if (!options.what.empty() && std::filesystem::exists(options.what, ec))
        return inspectAll(options, makeRenderer(options, nullptr), dialogue::importDialogues(options.what).dialogues);
    const Headless headless;
    const auto workspace = headless.openWorkspace(options.workspace);
    const text::Renderer renderer = makeRenderer(options, &workspace->prompts());
    if (!options.what.empty())
        return inspectAll(options, renderer, { findDialogue(*workspace, options.what) });
    const workspace::SourceChoice choice = sourceChoice(*workspace, options.data);
    std::vector<storage::SourceCount> left;
    std::vector<dialogue::Dialogue> dialogues = workspace::dialoguesOf(workspace->database(), choice, left, headless.cancel());
    tellSourcesLeftOut(left);
    inspectAll(options, renderer, dialogues);
}

} // namespace

void addInspect(CLI::App &program)
{
    auto options = std::make_shared<Options>();
    CLI::App *verb = program.add_subcommand("inspect", "Shows what a model is really trained on: tokens, loss mask, sections, cuts");
    verb->add_option("WHAT", options->what, "A dialogue's id or key, or a file; default: the whole workspace");
    addWorkspaceOption(*verb, options->workspace);
    addSourceOptions(*verb, options->data);
    verb->add_option("--model", options->model, "Whose tokenizer and chat template")->capture_default_str();
    verb->add_option(optionNames("chat_template"), options->chatTemplate, "A known chat template instead of the model's");
    verb->add_option("--prompt", options->prompt, "Prompt template: a preset, one of the workspace, or a file");
    verb->add_option(optionNames("loss_on"), options->lossOn, "Which replies carry loss")
        ->check(CLI::IsMember({ "every_supporter_turn", "last_supporter_turn", "chosen_turns" }))
        ->capture_default_str();
    verb->add_option(optionNames("cutoff_len"), options->cutoffLen, "Tokens")->capture_default_str();
    verb->add_flag("--keep_consecutive,--keep-consecutive", options->keepConsecutive, "Do not merge turns of one speaker in a row");
    verb->add_option("--messages", options->messages,
        "A JSON file of chat messages ({role, content}, ...) instead: printed as the chat template alone lays them out");
    verb->add_flag("--add_generation_prompt,--add-generation-prompt", options->generation, "With --messages: the header of a reply follows");
    verb->add_flag("--json", options->json, "One JSON object on stdout");
    verb->callback([options] { inspect(*options); });
}

} // namespace verbs
