// SPDX-License-Identifier: GPL-3.0-or-later
// Prints what core/metrics computes, for the scripts that compare it with Python: one JSON value in a line, one out.
//   metrics_values score [--vectors FILE]   in: [reference, prediction]; out: one object a pair, then {"seconds", "scores"}
//   metrics_values open FILE                the seconds to open a vector file (best and worst of 20) and to find and read a word
//   metrics_values stem|lower|synonyms      in: a text; out: a text, for synonyms a sorted list
//   metrics_values split|rouge              in: a text; out: the list of its tokens
#include "base/clock.h"
#include "metrics/porter.h"
#include "metrics/scoring.h"
#include "metrics/tokens.h"
#include "metrics/vector_file.h"
#include "metrics/wordnet.h"

#include <algorithm>
#include <cstdio>
#include <iostream>

using base::Json;
using namespace metrics;

namespace {

int score(const std::string &vectorFile)
{
    std::vector<TextPair> pairs;
    for (std::string line; std::getline(std::cin, line);) {
        const Json pair = base::parseJson(line, "standard input");
        pairs.push_back({ pair.at(0).get<std::string>(), pair.at(1).get<std::string>() });
    }
    ScoringResources resources;
    resources.vector_file = vectorFile;
    const double start = base::steadySeconds();
    const Scores scores = scorePairs(pairs, resources);
    const double seconds = base::steadySeconds() - start;
    for (size_t i = 0; i < pairs.size(); ++i) {
        Json json = Json::object();
        for (const Metric metric : kMetrics) {
            if (!scores.replyValues(metric).empty())
                json[std::string(metricName(metric))] = scores.replyValues(metric)[i];
        }
        std::puts(base::toLine(json).c_str());
    }
    std::puts(base::toLine(Json { { "seconds", seconds }, { "scores", toJson(scores) } }).c_str());
    return 0;
}

int openVectors(const std::string &path)
{
    std::vector<double> seconds;
    for (int round = 0; round < 20; ++round) {
        const double start = base::steadySeconds();
        const VectorFile file(path);
        seconds.push_back(base::steadySeconds() - start);
    }
    const VectorFile file(path);
    std::vector<double> vector(file.dimensions());
    size_t found = 0;
    const double start = base::steadySeconds();
    for (size_t row = 0; row < file.size(); row += 7) {
        if (const auto there = file.find(file.word(row))) {
            file.read(*there, vector);
            ++found;
        }
    }
    const double each = (base::steadySeconds() - start) / static_cast<double>(found);
    const auto [best, worst] = std::ranges::minmax(seconds);
    std::puts(base::toLine(Json { { "words", file.size() }, { "open_best", best }, { "open_worst", worst }, { "look_up", each } }).c_str());
    return 0;
}

Json answer(const std::string &what, const std::string &text, const WordNet *wordnet)
{
    if (what == "stem")
        return porterStem(text);
    if (what == "lower")
        return lower(text);
    if (what == "synonyms")
        return wordnet->synonyms(text);
    if (what == "rouge")
        return rougeTokens(text);
    Json list = Json::array();
    for (const std::string_view token : splitWhitespace(text))
        list.push_back(token);
    return list;
}

} // namespace

int main(int argc, char **argv)
{
    try {
        const std::string what = argc > 1 ? argv[1] : "";
        std::ios::sync_with_stdio(false);
        if (what == "score")
            return score(argc > 3 ? argv[3] : "");
        if (what == "open" && argc > 2)
            return openVectors(argv[2]);
        std::unique_ptr<WordNet> wordnet;
        if (what == "synonyms")
            wordnet = std::make_unique<WordNet>(WordNet::defaultDir());
        for (std::string line; std::getline(std::cin, line);)
            std::puts(base::toLine(answer(what, base::parseJson(line, "standard input").get<std::string>(), wordnet.get())).c_str());
        return 0;
    } catch (const base::Failure &failure) {
        std::fprintf(stderr, "%s\n", failure.what());
        return 1;
    }
}
