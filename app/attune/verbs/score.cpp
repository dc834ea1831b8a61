// SPDX-License-Identifier: GPL-3.0-or-later
#include "attune_verbs/verbs.h"

#include "attune_verbs/interrupt.h"
#include "attune_verbs/progress.h"
#include "base/files.h"
#include "base/numbers.h"
#include "dialogue/format.h"
#include "metrics/pairs.h"
#include "metrics/scoring.h"
#include "run/dataset.h"
#include "workspace/scoring.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>

namespace verbs {

namespace {

struct Options
{
    std::string references;
    std::string predictions;
    std::string vectors;
    std::optional<double> gScore;
    bool json = false;
};

// predictions.jsonl of a run holds both sides of every pair. The last line counts without a newline, too: here nobody is
// writing any more.
std::vector<metrics::TextPair> pairsOfRun(const std::string &file)
{
    const std::string content = base::readFile(file);
    std::vector<metrics::TextPair> pairs;
    int64_t number = 0;
    for (size_t begin = 0; begin < content.size();) {
        const size_t end = std::min(content.find('\n', begin), content.size());
        const std::string_view line = std::string_view(content).substr(begin, end - begin);
        const std::string place = file + ", line " + std::to_string(++number);
        begin = end + 1;
        if (line.find_first_not_of(" \t\r") == std::string_view::npos)
            continue;
        const run::Prediction prediction = run::predictionFromJson(base::parseJson(line, place), place);
        pairs.push_back({ prediction.reference, prediction.prediction });
    }
    if (pairs.empty()) {
        throw base::Failure(base::ErrorKind::NotFound, "A reply to score", file,
            { { "remedy", "Give the predictions.jsonl of a run, or two files of dialogues." } });
    }
    return pairs;
}

bool holdsDialogues(const std::string &file)
{
    try {
        dialogue::detectFormat(std::filesystem::path(file));
        return true;
    } catch (const base::Failure &) {
        return false;
    }
}

std::vector<metrics::TextPair> pairsOfOneFile(const std::string &file)
{
    try {
        return pairsOfRun(file);
    } catch (const base::Failure &) {
        if (!holdsDialogues(file))
            throw;
    }
    throw base::Failure(base::ErrorKind::Usage, "score", {},
        { { "reason", file + " holds dialogues: name the file with the replies to score as well, attune score REFERENCES PREDICTIONS" } });
}

std::vector<metrics::TextPair> readPairs(const Options &options, const base::CancelToken &cancel)
{
    if (options.predictions.empty())
        return pairsOfOneFile(options.references);
    dialogue::ImportOptions import;
    import.cancel = cancel;
    const auto references = dialogue::importDialogues(options.references, import).dialogues;
    const auto predictions = dialogue::importDialogues(options.predictions, import).dialogues;
    return metrics::textsOf(metrics::pairsFromPesc(references, predictions, options.references, options.predictions));
}

void print(const metrics::Scores &scores)
{
    std::cout << scores.definition << ", " << scores.replies << " replies\n";
    for (const metrics::Metric metric : metrics::kMetrics) {
        const auto &value = scores.value(metric);
        std::string cell = value ? base::toFixed(100 * *value, 2) : "-";
        for (const metrics::MissingMetric &missing : scores.missing) {
            if (missing.metric == metric)
                cell += "  (" + missing.reason + ")";
        }
        const std::string_view title = metrics::metricTitle(metric);
        std::cout << "  " << title << std::string(16 - std::min<size_t>(15, title.size()), ' ') << cell << '\n';
    }
    std::cout << "  Total           " << (scores.total.value ? base::toFixed(100 * *scores.total.value, 2) : "-");
    if (scores.total.isPartial()) {
        std::cout << "  (partial: weights of " << base::toFixed(scores.total.missing_weight, 2)
                  << " are missing; not comparable with a complete Total)";
    }
    std::cout << '\n';
}

void score(const Options &options)
{
    const base::CancelToken cancel = cancelOnInterrupt();
    metrics::ScoringResources resources;
    resources.vector_file = options.vectors.empty() ? workspace::defaultVectorFile() : std::filesystem::path(options.vectors);
    if (options.gScore) {
        if (*options.gScore < 0 || *options.gScore > 100) {
            throw base::Failure(base::ErrorKind::InvalidValue, "--g-score", {},
                { { "value", base::toText(*options.gScore) }, { "expected", "from 0 to 100" } });
        }
        resources.g_score = *options.gScore / 100;
        resources.g_score_source = "entered by hand";
    }
    const auto pairs = readPairs(options, cancel);
    const metrics::Scores scores = [&] {
        ProgressLine progress("Scoring");
        return metrics::scorePairs(pairs, resources, [&progress](double done) { progress.show(done); }, cancel);
    }();
    if (const std::string passed = metrics::passedRowsText(scores); !passed.empty())
        std::cerr << passed << '\n';
    if (options.json)
        std::cout << base::toLine(metrics::toJson(scores)) << '\n';
    else
        print(scores);
}

} // namespace

void addScore(CLI::App &program)
{
    auto options = std::make_shared<Options>();
    CLI::App *verb = program.add_subcommand(
        "score", "Scores replies against references by the official definition (official@1)");
    verb->add_option("REFERENCES", options->references, "A file of dialogues, or the predictions.jsonl of a run")->required();
    verb->add_option("PREDICTIONS", options->predictions, "The same dialogues with the replies to score");
    verb->add_option("--vectors", options->vectors, "Word vectors for Vector Extrema; default: ATTUNE_VECTORS, else the official ones (glove.6B.50d)");
    verb->add_option("--g-score", options->gScore, "G-Score as somebody gave it, from 0 to 100");
    verb->add_flag("--json", options->json, "One JSON object on stdout");
    verb->callback([options] { score(*options); });
}

} // namespace verbs
