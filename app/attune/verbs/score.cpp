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

struct Read
{
    std::vector<metrics::TextPair> pairs;
    std::vector<std::string> not_scored; // sentences: what could not be read or paired
};

// Lines of LLaMA-Factory's generated_predictions.jsonl: {"prompt", "predict", "label"}.
std::optional<metrics::TextPair> predictAndLabel(const base::Json &line)
{
    if (!line.is_object() || !line.contains("predict") || !line["predict"].is_string() || !line.contains("label") || !line["label"].is_string())
        return std::nullopt;
    return metrics::TextPair { line["label"].get<std::string>(), line["predict"].get<std::string>() };
}

// predictions.jsonl of a run, and LLaMA-Factory's, hold both sides of every pair. The last line counts without a newline, too: here
// nobody is writing any more.
Read pairsOfLines(const std::string &file)
{
    const std::string content = base::readFile(file);
    Read read;
    int64_t number = 0;
    for (size_t begin = 0; begin < content.size();) {
        const size_t end = std::min(content.find('\n', begin), content.size());
        const std::string_view line = std::string_view(content).substr(begin, end - begin);
        const std::string place = file + ", line " + std::to_string(++number);
        begin = end + 1;
        if (line.find_first_not_of(" \t\r") == std::string_view::npos)
            continue;
        const base::Json json = base::parseJson(line, place);
        if (const auto pair = predictAndLabel(json)) {
            read.pairs.push_back(*pair);
        } else {
            const run::Prediction prediction = run::predictionFromJson(json, place);
            read.pairs.push_back({ prediction.reference, prediction.prediction });
        }
    }
    return read;
}

bool holdsDialogues(const std::string &file)
{
    std::error_code ec;
    if (std::filesystem::is_directory(file, ec))
        return true;
    try {
        dialogue::detectFormat(std::filesystem::path(file));
        return true;
    } catch (const base::Failure &) {
        return false;
    }
}

Read pairsOfOneFile(const std::string &file)
{
    try {
        return pairsOfLines(file);
    } catch (const base::Failure &) {
        if (!holdsDialogues(file))
            throw;
    }
    throw base::Failure(base::ErrorKind::Usage, "score", {},
        { { "reason", file + " holds dialogues: name the file with the replies to score as well, attune score REFERENCES PREDICTIONS" } });
}

std::vector<std::string> linesOf(const std::string &file)
{
    std::vector<std::string> lines;
    const std::string content = base::readFile(file);
    for (size_t begin = 0; begin < content.size();) {
        const size_t end = std::min(content.find('\n', begin), content.size());
        std::string line = content.substr(begin, end - begin);
        if (line.ends_with('\r'))
            line.pop_back();
        lines.push_back(std::move(line));
        begin = end + 1;
    }
    return lines;
}

// Plain texts, a reply a line.
Read pairsOfTexts(const Options &options)
{
    const std::vector<std::string> references = linesOf(options.references), predictions = linesOf(options.predictions);
    if (references.size() != predictions.size()) {
        throw base::Failure(base::ErrorKind::WrongShape, options.predictions, {},
            { { "expected", std::to_string(references.size()) + " lines as in " + options.references }, { "found", std::to_string(predictions.size()) } });
    }
    Read read;
    for (size_t i = 0; i < references.size(); ++i) {
        if (references[i].find_first_not_of(" \t") == std::string::npos)
            read.not_scored.push_back("line " + std::to_string(i + 1) + " of the references is blank; there is nothing to compare with.");
        else
            read.pairs.push_back({ references[i], predictions[i] });
    }
    return read;
}

std::vector<dialogue::Dialogue> dialoguesOf(const std::string &file, const base::CancelToken &cancel, std::vector<std::string> &notRead)
{
    dialogue::ImportOptions import;
    import.cancel = cancel;
    dialogue::ImportResult result = dialogue::importDialogues(file, import);
    for (const dialogue::ImportNote &note : result.notes) {
        if (note.kind == dialogue::NoteKind::LeftOut)
            notRead.push_back(file + ", " + dialogue::placeText(note.place) + ": " + dialogue::noteText(note));
    }
    return std::move(result.dialogues);
}

bool isText(const std::string &file) { return std::filesystem::path(file).extension() == ".txt"; }

Read readPairs(const Options &options, const base::CancelToken &cancel)
{
    if (options.predictions.empty())
        return pairsOfOneFile(options.references);
    if (isText(options.references) && isText(options.predictions) && !(holdsDialogues(options.references) && holdsDialogues(options.predictions)))
        return pairsOfTexts(options);
    Read read;
    const auto references = dialoguesOf(options.references, cancel, read.not_scored);
    const auto predictions = dialoguesOf(options.predictions, cancel, read.not_scored);
    const metrics::Pairing pairing = metrics::pairReplies(references, predictions);
    read.pairs = metrics::textsOf(pairing.pairs);
    for (const metrics::Unpaired &one : pairing.unpaired)
        read.not_scored.push_back(metrics::unpairedText(one));
    return read;
}

void printNotScored(const std::vector<std::string> &sentences)
{
    constexpr size_t kShown = 10;
    if (sentences.empty())
        return;
    std::cerr << "Not scored: " << sentences.size() << (sentences.size() == 1 ? " thing" : " things") << " that could not be read or paired.\n";
    for (size_t i = 0; i < std::min(kShown, sentences.size()); ++i)
        std::cerr << "  " << sentences[i] << '\n';
    if (sentences.size() > kShown)
        std::cerr << "  and " << sentences.size() - kShown << " more (--json shows all)\n";
}

void print(const metrics::Scores &scores)
{
    std::cout << scores.definition << ", " << scores.replies << (scores.replies == 1 ? " reply" : " replies");
    if (scores.blank_predictions > 0)
        std::cout << ", " << scores.blank_predictions << " of them blank, which score 0";
    std::cout << '\n';
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
    const Read read = readPairs(options, cancel);
    printNotScored(read.not_scored);
    if (read.pairs.empty()) {
        throw base::Failure(base::ErrorKind::NotFound, "A reply to score", options.references,
            { { "remedy", "Give the predictions.jsonl of a run, lines of \"predict\" and \"label\", two files of the same dialogues, or two text files." } });
    }
    const metrics::Scores scores = [&] {
        ProgressLine progress("Scoring");
        return metrics::scorePairs(read.pairs, resources, [&progress](double done) { progress.show(done); }, cancel);
    }();
    if (const std::string passed = metrics::passedRowsText(scores); !passed.empty())
        std::cerr << passed << '\n';
    if (const std::string chinese = metrics::chineseText(scores); !chinese.empty())
        std::cerr << chinese << '\n';
    base::Json json = metrics::toJson(scores);
    json["not_scored"] = read.not_scored;
    if (options.json)
        std::cout << base::toLine(json) << '\n';
    else
        print(scores);
}

} // namespace

void addScore(CLI::App &program)
{
    auto options = std::make_shared<Options>();
    CLI::App *verb = program.add_subcommand(
        "score", "Scores replies against references by the official definition (official@1)");
    verb->add_option("REFERENCES", options->references, "A file or folder of dialogues, the predictions.jsonl of a run, LLaMA-Factory's predict/label lines, or a text file with a reply a line")->required();
    verb->add_option("PREDICTIONS", options->predictions, "The same dialogues (or lines) with the replies to score; dialogues are paired by the seeker's words");
    verb->add_option("--vectors", options->vectors, "Word vectors for Vector Extrema; default: ATTUNE_VECTORS, else the official ones (glove.6B.50d)");
    verb->add_option("--g-score", options->gScore, "G-Score as somebody gave it, from 0 to 100");
    verb->add_flag("--json", options->json, "One JSON object on stdout");
    verb->callback([options] { score(*options); });
}

} // namespace verbs
