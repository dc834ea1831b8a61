// SPDX-License-Identifier: GPL-3.0-or-later
// The seven metrics of the shared task and their weighted sum.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace metrics {

enum class Metric { Bleu4, Meteor, RougeL, VectorExtrema, Distinct2, Distinct3, GScore };
inline constexpr size_t kMetricCount = 7;
inline constexpr std::array<Metric, kMetricCount> kMetrics { Metric::Bleu4, Metric::Meteor, Metric::RougeL,
    Metric::VectorExtrema, Metric::Distinct2, Metric::Distinct3, Metric::GScore };

std::string_view metricName(Metric metric); // in files: "bleu_4"
std::string_view metricTitle(Metric metric); // for people: "BLEU-4"
std::optional<Metric> metricFromName(std::string_view name);

using Weights = std::array<double, kMetricCount>;

// METEOR, BLEU-4, ROUGE-L 0.2 each; Vector Extrema, Distinct-2, Distinct-3, G-Score 0.1 each.
// Source: eval.py of NLPCC 2025 Shared Task 8, commit b82d3d35.
const Weights &officialWeights();

struct Total
{
    // sum(weight x value) / sum(all weights) over the metrics that are there. With something missing it is a partial sum:
    // what the others contribute, not comparable with a complete Total. Nothing when every metric is missing.
    std::optional<double> value;
    double missing_weight = 0; // share of the weights that is missing, in [0, 1]

    bool isPartial() const { return missing_weight > 0; }
};

Total total(const std::array<std::optional<double>, kMetricCount> &values, const Weights &weights);

} // namespace metrics
