// SPDX-License-Identifier: GPL-3.0-or-later
// The whole way once, without a window: sample dialogues, a short LoRA run of the embedded model, replies with and without
// the adapter, scores, charts. A taste in four minutes, not a study.
#include "attune_verbs/data_options.h"
#include "attune_verbs/progress.h"
#include "attune_verbs/run_summary.h"
#include "attune_verbs/run_watch.h"
#include "attune_verbs/verbs.h"
#include "base/numbers.h"
#include "base/uuid.h"
#include "jobs/start.h"
#include "run/model_card.h"
#include "storage/repair.h"
#include "text/renderer.h"
#include "ui/runs/chart_image.h"
#include "workspace/prompt_shelf.h"
#include "workspace/sample_workspace.h"
#include "workspace/scoring.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace verbs {

namespace {

namespace fs = std::filesystem;

constexpr const char *kModel = "smollm2-135m-instruct";
constexpr const char *kPrompt = "supporter-short";
constexpr int kCutoff = 512; // tokens
constexpr size_t kTrainingTokens = 12000;
constexpr size_t kValidationDialogues = 4;
constexpr const char *kConstantG = "the paper's constant for its validation set; nobody has judged these replies";

struct Options
{
    std::string workspace;
    bool json = false;
};

struct Demo
{
    Headless headless { Headless::Draws::Pictures };
    std::unique_ptr<workspace::Workspace> workspace;
    std::unique_ptr<jobs::WorkspaceJobs> jobs;
    base::Json prompt;
    workspace::Frozen data;
    std::string training;
    std::string withoutAdapter;
    std::string withAdapter;
};

void say(const std::string &text) { std::cerr << "==> " << text << '\n'; }

void openSample(Demo &demo, const Options &options)
{
    const fs::path folder = options.workspace.empty()
        ? fs::temp_directory_path() / ("attune-demo-" + base::newUuid().substr(0, 8) + ".attune")
        : fs::path(options.workspace);
    demo.workspace = storage::isRepairable(folder) ? workspace::Workspace::open(folder)
                                                  : workspace::createSampleWorkspace(folder);
    demo.jobs = std::make_unique<jobs::WorkspaceJobs>(*demo.workspace, verbOptions());
    say("The sample workspace holds " + std::to_string(demo.workspace->dialogues().count()) + " dialogues: " + folder.string());
}

// English dialogues; as many to train on as make about kTrainingTokens, so that the demo keeps its four minutes.
void chooseData(Demo &demo)
{
    demo.prompt = promptJson(*demo.workspace, kPrompt);
    workspace::FreezeRecipe recipe;
    recipe.filter.language = "en";
    const workspace::Frozen all = workspace::freeze(demo.workspace->database(), recipe, demo.headless.cancel());
    text::RenderOptions render;
    render.cutoff_len = kCutoff;
    const text::Renderer renderer(
        text::loadModelText(run::resolveModel(kModel)), text::promptFromJson(demo.prompt, kPrompt), render);
    size_t tokens = 0;
    size_t validation = 0;
    demo.data = all;
    demo.data.rows.clear();
    for (const run::DatasetRow &row : all.rows) {
        if (row.split == run::Split::Train) {
            if (tokens >= kTrainingTokens)
                continue;
            tokens += renderer.renderTraining(row.dialogue).ids.size();
        } else if (row.split == run::Split::Validation && validation++ >= kValidationDialogues) {
            continue;
        }
        demo.data.rows.push_back(row);
    }
    demo.data.split.cut_to_tokens = int64_t(tokens);
}

void train(Demo &demo)
{
    say("Fine-tuning " + std::string(kModel) + " with LoRA (rank 16, alpha 32) on about 12,000 tokens");
    run::TrainSpec spec;
    spec.base_model = kModel;
    spec.prompt = demo.prompt;
    spec.cutoff_len = kCutoff;
    spec.learning_rate = 5e-4;
    spec.gradient_accumulation_steps = 2;
    demo.training = jobs::startTraining(*demo.jobs, spec, demo.data, "demo: LoRA r16");
    watchRun(demo.headless, *demo.jobs, demo.training);
}

std::string reply(Demo &demo, const std::string &adapter, const std::string &name)
{
    say("Letting it answer a few turns of three test dialogues: " + name);
    run::PredictSpec spec;
    spec.base_model = kModel;
    spec.adapter = adapter;
    spec.prompt = demo.prompt;
    spec.cutoff_len = 1024;
    spec.max_dialogues = 3;
    spec.max_replies_per_dialogue = 3;
    spec.decoding.max_new_tokens = 64;
    const std::string id
        = jobs::startPrediction(*demo.jobs, spec, workspace::onlyPart(demo.data, run::Split::Test), name);
    const auto claim = storage::Claim::take(demo.workspace->database(), workspace::scoringClaim(id)); // a window must not score it, too
    watchRun(demo.headless, *demo.jobs, id);
    metrics::ScoringResources resources;
    resources.vector_file = workspace::defaultVectorFile();
    resources.g_score = 1; // docs/metrics.md, "G-Score"
    resources.g_score_source = kConstantG;
    workspace::scoreRun(demo.workspace->database(), id, resources, {}, demo.headless.cancel(), claim ? &*claim : nullptr);
    return id;
}

runs::LossCurve curve(Demo &demo, const std::string &metric, const std::string &name, bool evaluation)
{
    runs::LossCurve curve { name, {}, evaluation };
    for (const storage::MetricPoint &point : demo.workspace->runs().metricPoints(demo.training, metric)) {
        if (point.value)
            curve.points.emplace_back(static_cast<double>(point.step), *point.value);
    }
    return curve;
}

runs::ScoredRun scored(Demo &demo, const std::string &id, const std::string &name)
{
    runs::ScoredRun run { name, {}, false };
    const auto scores = demo.workspace->scores().latest(id);
    for (const storage::ScoreValue &value : scores->values)
        run.scores.emplace_back(value.metric, value.value);
    run.total_is_partial = !scores->missing.empty();
    return run;
}

std::vector<fs::path> draw(Demo &demo)
{
    const fs::path folder = demo.workspace->folder();
    const std::vector<fs::path> files { folder / "loss.png", folder / "metrics.png" };
    runs::writeLossChart(files[0], "Loss", { curve(demo, "loss", "training", false), curve(demo, "eval_loss", "validation", true) });
    runs::writeMetricBars(files[1], { scored(demo, demo.withoutAdapter, "base model"), scored(demo, demo.withAdapter, "with adapter") });
    return files;
}

void printReplies(Demo &demo)
{
    const auto before = demo.workspace->runs().predictions(demo.withoutAdapter);
    const auto after = demo.workspace->runs().predictions(demo.withAdapter);
    for (size_t i = 0; i < std::min(before.size(), after.size()); i += 3) {
        std::cout << "\n  seeker        " << before[i].seeker << "\n  reference     " << before[i].reference
                  << "\n  base model    " << before[i].prediction << "\n  with adapter  " << after[i].prediction << '\n';
    }
}

void printSummary(Demo &demo, const std::vector<fs::path> &pictures)
{
    printReplies(demo);
    std::cout << "\nLoss on the validation dialogues: " << firstAndLast(*demo.workspace, demo.training, "eval_loss")
              << " nats a loss token\n";
    for (const auto &[id, name] : { std::pair { demo.withoutAdapter, "Base model" }, std::pair { demo.withAdapter, "With adapter" } }) {
        const auto scores = demo.workspace->scores().latest(id);
        std::cout << '\n' << name << ", " << scores->replies << " replies, " << scores->definition << '\n' << scoreTable(demo.workspace->runs().get(id), *scores);
    }
    const std::string workspace = " --workspace " + demo.workspace->folder().string();
    std::cout << "\nThis is a taste: twelve thousand tokens and nine replies prove nothing. A whole run:\n"
              << "  attune train" << workspace << " && attune evaluate --run LAST" << workspace << "\n\n"
              << "Workspace   " << demo.workspace->folder().string() << '\n'
              << "Adapter     " << demo.workspace->runs().get(demo.training).adapter.string() << '\n';
    for (const fs::path &picture : pictures)
        std::cout << "Chart       " << picture.string() << '\n';
}

void demo(const Options &options)
{
    Demo demo;
    openSample(demo, options);
    chooseData(demo);
    train(demo);
    demo.withoutAdapter = reply(demo, {}, "demo: base model");
    demo.withAdapter = reply(demo, demo.workspace->runs().get(demo.training).adapter.string(), "demo: with adapter");
    const std::vector<fs::path> pictures = draw(demo);
    if (!options.json)
        return printSummary(demo, pictures);
    base::Json runs = base::Json::array();
    for (const std::string &id : { demo.training, demo.withoutAdapter, demo.withAdapter })
        runs.push_back(runToJson(*demo.workspace, demo.workspace->runs().get(id)));
    base::Json charts = base::Json::array();
    for (const fs::path &picture : pictures)
        charts.push_back(picture.string());
    std::cout << base::toLine({ { "workspace", demo.workspace->folder().string() }, { "runs", std::move(runs) }, { "charts", std::move(charts) } })
              << '\n';
}

} // namespace

void addDemo(CLI::App &program)
{
    auto options = std::make_shared<Options>();
    CLI::App *verb = program.add_subcommand(
        "demo", "The whole way once, in one to four minutes: sample dialogues, a short LoRA run, replies, scores, charts");
    verb->add_option("--workspace", options->workspace, "Where to work; default: a new folder for temporary files");
    verb->add_flag("--json", options->json, "One JSON object on stdout");
    verb->callback([options] { demo(*options); });
}

} // namespace verbs
