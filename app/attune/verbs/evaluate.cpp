// SPDX-License-Identifier: GPL-3.0-or-later
#include "attune_verbs/data_options.h"
#include "attune_verbs/progress.h"
#include "attune_verbs/run_summary.h"
#include "attune_verbs/run_watch.h"
#include "attune_verbs/verbs.h"
#include "base/numbers.h"
#include "jobs/start.h"
#include "workspace/model_catalog.h"
#include "workspace/run_truth.h"
#include "workspace/scoring.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace verbs {

namespace {

struct Options
{
    run::PredictSpec spec;
    DataOptions data;
    std::string workspace;
    std::string name;
    std::string run; // a training run: its base model, adapter, prompt and split
    bool base = false; // the run's base model without its adapter
    std::string split = "test";
    std::string history = "gold";
    std::string vectors;
    std::optional<double> gScore;
    bool json = false;
};

storage::RunRow lastTraining(workspace::Workspace &workspace)
{
    for (const storage::RunRow &row : workspace.runs().list()) {
        if (row.kind == run::JobKind::Train)
            return row;
    }
    throw base::Failure(base::ErrorKind::NotFound, "A training run", workspace.folder().string(), { { "remedy", "Train one first." } });
}

// With a training run everything that is not said otherwise comes from it, so that its own test dialogues are asked.
workspace::Frozen fromRun(workspace::Workspace &workspace, const Options &options, run::PredictSpec &spec)
{
    const storage::RunRow row = options.run == "LAST" ? lastTraining(workspace) : workspace.runs().resolve(options.run);
    const auto *trained = std::get_if<run::TrainSpec>(&row.spec.job);
    if (!trained) {
        throw base::Failure(base::ErrorKind::Usage, "evaluate", {},
            { { "reason", "the run " + row.name + " is no training; name one that is (attune runs lists them)" } });
    }
    workspace::requireFolder(row);
    if (!options.base && !workspace::hasAdapter(row)) {
        const bool made = !row.adapter.empty();
        throw base::Failure(base::ErrorKind::NotFound, "An adapter", row.name,
            { { "remedy",
                made ? "Its weights are not in the run's folder: train it again, or use --base for its base model."
                     : "Let the run finish, or use --base for its base model." } });
    }
    spec.base_model = trained->base_model;
    spec.adapter = options.base ? std::string() : row.adapter.string();
    spec.chat_template = trained->chat_template;
    spec.merge_consecutive = trained->merge_consecutive;
    spec.prompt = options.data.prompt.empty() ? trained->prompt : promptJson(workspace, options.data.prompt);
    return workspace::frozenOf(run::RunFolder(row.folder));
}

std::string start(jobs::WorkspaceJobs &jobs, const Options &options, const base::CancelToken &cancel, base::Json &frozen)
{
    workspace::Workspace &workspace = jobs.workspace();
    run::PredictSpec spec = options.spec;
    spec.history = options.history == "own" ? run::History::Own : run::History::Gold;
    workspace::Frozen data;
    if (options.run.empty()) {
        spec.prompt = promptJson(workspace, options.data.prompt);
        data = freezeData(workspace, options.data, cancel);
    } else {
        data = fromRun(workspace, options, spec);
    }
    data = workspace::onlyPart(data, run::splitFromName(options.split, "--split"));
    frozen = dataJson(data);
    if (const size_t known = workspace::trainedOn(workspace.database(), spec.adapter, data).size()) {
        std::cerr << "Warning: the adapter was trained on " << known << " of these " << data.rows.size()
                  << " dialogues; scores on them are too good.\n";
    }
    return jobs::startPrediction(jobs, spec, data, options.name);
}

metrics::ScoringResources scoringResources(const Options &options)
{
    metrics::ScoringResources resources;
    resources.vector_file = options.vectors.empty() ? workspace::defaultVectorFile() : std::filesystem::path(options.vectors);
    if (options.gScore) {
        resources.g_score = *options.gScore / 100;
        resources.g_score_source = "entered by hand";
    }
    return resources;
}

void evaluate(const Options &options)
{
    requireRanges(options.spec, "evaluate");
    const Headless headless;
    const auto workspace = headless.openWorkspace(options.workspace);
    jobs::WorkspaceJobs jobs(*workspace, verbOptions());
    base::Json frozen;
    const std::string runId = start(jobs, options, headless.cancel(), frozen);
    // A window on the same workspace must not score it, too.
    const auto claim = storage::Claim::take(workspace->database(), workspace::scoringClaim(runId));
    watchRun(headless, jobs, runId);
    const storage::ScoreSet scores = [&] {
        ProgressLine progress("Scoring");
        return workspace::scoreRun(workspace->database(), runId, scoringResources(options),
            [&progress](double done) { progress.show(done); }, headless.cancel(), claim ? &*claim : nullptr);
    }();
    const storage::RunRow row = workspace->runs().get(runId);
    const metrics::Scores file = workspace::scoresOfFile(row, scores);
    for (const std::string &said : { metrics::passedRowsText(file), metrics::chineseText(file) }) {
        if (!said.empty())
            std::cerr << said << '\n';
    }
    base::Json json = runToJson(*workspace, row);
    json["data"] = std::move(frozen);
    if (options.json)
        std::cout << base::toLine(json) << '\n';
    else
        std::cout << row.name << ": " << scores.replies << " replies, " << scores.definition << '\n' << scoreTable(row, scores);
}

void addSpecOptions(CLI::App &verb, Options &options)
{
    run::PredictSpec &spec = options.spec;
    run::DecodingSettings &decoding = spec.decoding;
    const auto add = [&verb](const char *field, auto &value, const char *help) {
        return verb.add_option(optionNames(field), value, help)->capture_default_str();
    };
    spec.base_model = "smollm2-135m-instruct";
    add("base_model", spec.base_model, "A known name, a Hugging Face folder or a .gguf file");
    add("adapter", spec.adapter, "A PEFT folder; default: none, or the run's");
    add("chat_template", spec.chat_template, "A known chat template; default: recognised from the model");
    add("history", options.history, "What stands before a reply: the file's earlier replies (gold) or the model's own")
        ->check(CLI::IsMember({ "gold", "own" }));
    add("split", options.split, "Which part is answered")->check(CLI::IsMember({ "train", "validation", "test" }));
    add("max_dialogues", spec.max_dialogues, "At most so many; 0: all");
    add("max_replies_per_dialogue", spec.max_replies_per_dialogue, "At most so many of each; 0: all");
    add("cutoff_len", spec.cutoff_len, "Tokens of prompt and reply together");
    verb.add_flag(optionNames("do_sample"), decoding.do_sample, "Sample instead of taking the likeliest token");
    add("temperature", decoding.temperature, "Of sampling");
    add("top_p", decoding.top_p, "Of sampling");
    add("max_new_tokens", decoding.max_new_tokens, "Tokens a reply");
    add("stop", decoding.stop, "Texts that end a reply");
    add("seed", decoding.seed, "Of sampling");
    add("device", spec.device, "auto, cpu or cuda:0");
    add("threads", spec.threads, "0: the machine's physical cores");
}

} // namespace

void addEvaluate(CLI::App &program)
{
    auto options = std::make_shared<Options>();
    CLI::App *verb = program.add_subcommand("evaluate", "Lets a model answer the supporter's turns of a split, and scores the replies");
    addWorkspaceOption(*verb, options->workspace);
    verb->add_option("--run", options->run, "A training run (or LAST, the newest): its model, adapter, prompt and split");
    verb->add_flag("--base", options->base, "The run's base model without its adapter, for comparison");
    verb->add_option("--name", options->name, "What this run is called");
    addDataOptions(*verb, options->data);
    addSpecOptions(*verb, *options);
    verb->add_option("--vectors", options->vectors, "Word vectors for Vector Extrema; default: ATTUNE_VECTORS, else the official ones (glove.6B.50d)");
    verb->add_option("--g_score,--g-score", options->gScore, "G-Score as somebody gave it")->check(CLI::Range(0.0, 100.0));
    verb->add_flag("--json", options->json, "One JSON object on stdout");
    verb->callback([options] { evaluate(*options); });
}

} // namespace verbs
