// SPDX-License-Identifier: GPL-3.0-or-later
// Prints what core/metrics computes, for the scripts that compare it with Python: one JSON value in a line, one out.
//   metrics_values score [--vectors FILE]   in: [reference, prediction]; out: one object a pair, then {"seconds", "scores"}
//   metrics_values stem|lower|synonyms      in: a text; out: a text, for synonyms a sorted list
//   metrics_values split|rouge              in: a text; out: the list of its tokens
#include "base/clock.h"
#include "metrics/porter.h"
#include "metrics/scoring.h"
#include "metrics/tokens.h"
#include "metrics/wordnet.h"

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
