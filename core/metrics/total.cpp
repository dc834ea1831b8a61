// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/total.h"

namespace metrics {

namespace {

struct MetricText
{
    std::string_view name;
    std::string_view title;
};

constexpr std::array<MetricText, kMetricCount> kTexts {
    MetricText { "bleu_4", "BLEU-4" },
    MetricText { "meteor", "METEOR" },
    MetricText { "rouge_l", "ROUGE-L" },
    MetricText { "vector_extrema", "Vector Extrema" },
    MetricText { "distinct_2", "Distinct-2" },
    MetricText { "distinct_3", "Distinct-3" },
    MetricText { "g_score", "G-Score" },
};

} // namespace

std::string_view metricName(Metric metric) { return kTexts[static_cast<size_t>(metric)].name; }
std::string_view metricTitle(Metric metric) { return kTexts[static_cast<size_t>(metric)].title; }

std::optional<Metric> metricFromName(std::string_view name)
{
    for (const Metric metric : kMetrics) {
        if (metricName(metric) == name)
            return metric;
    }
    return std::nullopt;
}

const Weights &officialWeights()
{
    static constexpr Weights weights { 0.2, 0.2, 0.2, 0.1, 0.1, 0.1, 0.1 };
    return weights;
}

Total total(const std::array<std::optional<double>, kMetricCount> &values, const Weights &weights)
{
    double sum = 0;
    double present = 0;
    double all = 0;
    for (size_t i = 0; i < kMetricCount; ++i) {
        all += weights[i];
        if (values[i]) {
            sum += weights[i] * *values[i];
            present += weights[i];
        }
    }
    Total result;
    if (all <= 0)
        return result;
    bool complete = true;
    for (size_t i = 0; i < kMetricCount; ++i)
        complete = complete && (values[i].has_value() || weights[i] == 0);
    // Exactly 0 when nothing is missing, whatever the rounding of the sums.
    result.missing_weight = complete ? 0 : (all - present) / all;
    if (present > 0)
        result.value = sum / all;
    return result;
}

} // namespace metrics
