// SPDX-License-Identifier: GPL-3.0-or-later
// The official scoring definition of NLPCC 2025 Shared Task 8, "official@1": BLEU-4, METEOR, ROUGE-L, Vector Extrema,
// Distinct-2, Distinct-3, G-Score and their weighted Total. Formulas: docs/metrics.md and the metrics' own headers.
// Every value in here is a fraction in [0, 1] (Vector Extrema may be negative); JSON is on the scale 0 to 100.
#pragma once

#include "base/cancel.h"
#include "base/json.h"
#include "metrics/total.h"
#include "metrics/vector_extrema.h"

#include <array>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace metrics {

// One reply: what the supporter of the file said, and what the model said.
struct TextPair
{
    std::string reference;
    std::string prediction;
};

// A way of scoring, with a name and a version that every stored number carries.
struct ScoringDefinition
{
    std::string name;
    int version = 1;
    Weights weights; // of the Total, by metric

    std::string id() const; // "official@1"
};

const ScoringDefinition &officialDefinition();

// What scoring needs beside the texts. What is absent makes its metric missing, with a reason.
struct ScoringResources
{
    // Folder of WordNet 3.0 (data.noun, index.noun, noun.exc, ...). Empty: ATTUNE_WORDNET, else /usr/share/wordnet.
    std::filesystem::path wordnet_dir;
    // Word vectors: a table in memory, or a file of which only the words of the pairs are read. Without either, Vector
    // Extrema is missing.
    std::shared_ptr<const VectorTable> vectors;
    std::filesystem::path vector_file;
    std::optional<double> g_score; // fraction, as a person or a judge gave it
    std::string g_score_source; // "entered by hand", a judge's name
};

struct MissingMetric
{
    Metric metric = Metric::GScore;
    std::string reason; // one English sentence
};

struct Scores
{
    std::string definition; // "official@1"
    size_t replies = 0;
    size_t blank_predictions = 0; // scored 0, as the official script does
    // By reply, in the order of the pairs, for Bleu4, Meteor, RougeL and VectorExtrema; empty when the metric is missing
    // and always for the corpus metrics.
    std::array<std::vector<double>, kMetricCount> per_reply;
    // The mean over replies (Distinct: over the corpus; G-Score: as entered); nothing when missing.
    std::array<std::optional<double>, kMetricCount> values;
    std::vector<MissingMetric> missing; // in the order of Metric
    Total total;
    // "tokenizer", "rules", "wordnet" (its version), "g_score" (its source), and "vectors": {"name", "dimensions", "sha256" of a
    // text file or "sources": [{"name", "sha256"}, ..] of the mapped one, "passed_rows": n, "first_passed_rows": [{"place", "reason"}, ..]},
    // "chinese_replies": n
    base::Json provenance = base::Json::object();

    const std::optional<double> &value(Metric metric) const { return values[static_cast<size_t>(metric)]; }
    const std::vector<double> &replyValues(Metric metric) const { return per_reply[static_cast<size_t>(metric)]; }
};

using ScoringProgress = std::function<void(double done)>;

// Scores all pairs in order, single-threaded; thousands of replies a second. Invalid UTF-8 is read as U+FFFD.
// Throws Cancelled; CorruptFile when the WordNet folder is there but damaged; what VectorTable::load throws.
Scores scorePairs(const std::vector<TextPair> &pairs, const ScoringResources &resources = {},
    const ScoringProgress &progress = {}, const base::CancelToken &cancel = {});

// The object that `attune score --json` prints and that scores/*.json holds:
//   {"definition": "official@1", "replies": n, "blank_predictions": n,
//    "bleu_4": .., "meteor": .., "rouge_l": .., "vector_extrema": .., "distinct_2": .., "distinct_3": .., "g_score": ..,
//    "total": .., "total_partial": bool, "total_missing_weight": fraction,
//    "missing": {name: reason}, "provenance": {..}}
// Metric values x 100 in full precision, null when missing.
base::Json toJson(const Scores &scores);
// Who or what the G-Score comes from: "entered by hand", a judge's name; empty when there is none.
std::string gScoreSource(const Scores &scores);
// How many rows of the vector file are no vectors and were passed over.
size_t passedRowCount(const Scores &scores);
// One English sentence on the rows of the vector file that are no vectors and were passed over; empty when there are none.
std::string passedRowsText(const Scores &scores);
// Replies in Chinese, which puts no spaces between words: what this definition counts as words are whole sentences there.
size_t chineseReplyCount(const Scores &scores);
// One English sentence on them; empty when there are none.
std::string chineseText(const Scores &scores);
// The per-reply values x 100: {"bleu_4": [..], ..}; metrics without them are left out.
base::Json perReplyToJson(const Scores &scores);
// Reads toJson's object back (per_reply stays empty). Throws MissingField, WrongShape.
Scores scoresFromJson(const base::Json &json, const std::string &subject);

} // namespace metrics
