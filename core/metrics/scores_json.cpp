// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/scoring.h"

namespace metrics {

using base::Json;

Json toJson(const Scores &scores)
{
    Json json { { "definition", scores.definition }, { "replies", scores.replies }, { "blank_predictions", scores.blank_predictions } };
    for (const Metric metric : kMetrics) {
        const auto &value = scores.value(metric);
        json[std::string(metricName(metric))] = value ? Json(*value * 100) : Json();
    }
    json["total"] = scores.total.value ? Json(*scores.total.value * 100) : Json();
    json["total_partial"] = scores.total.isPartial();
    json["total_missing_weight"] = scores.total.missing_weight;
    json["missing"] = Json::object();
    for (const MissingMetric &missing : scores.missing)
        json["missing"][std::string(metricName(missing.metric))] = missing.reason;
    json["provenance"] = scores.provenance;
    return json;
}

Json perReplyToJson(const Scores &scores)
{
    Json json = Json::object();
    for (const Metric metric : kMetrics) {
        if (scores.replyValues(metric).empty())
            continue;
        Json &list = json[std::string(metricName(metric))] = Json::array();
        for (const double value : scores.replyValues(metric))
            list.push_back(value * 100);
    }
    return json;
}

Scores scoresFromJson(const Json &json, const std::string &subject)
{
    Scores scores;
    scores.definition = base::field<std::string>(json, "definition", subject);
    scores.replies = base::field<size_t>(json, "replies", subject);
    scores.blank_predictions = base::fieldOr<size_t>(json, "blank_predictions", 0, subject);
    for (const Metric metric : kMetrics) {
        const std::string name(metricName(metric));
        if (const Json value = base::field<Json>(json, name.c_str(), subject); !value.is_null())
            scores.values[static_cast<size_t>(metric)] = base::field<double>(json, name.c_str(), subject) / 100;
    }
    if (const Json value = base::field<Json>(json, "total", subject); !value.is_null())
        scores.total.value = base::field<double>(json, "total", subject) / 100;
    scores.total.missing_weight = base::fieldOr<double>(json, "total_missing_weight", 0, subject);
    const Json missing = base::fieldOr<Json>(json, "missing", Json::object(), subject);
    for (const Metric metric : kMetrics) {
        const std::string name(metricName(metric));
        if (missing.contains(name))
            scores.missing.push_back({ metric, base::field<std::string>(missing, name.c_str(), subject) });
    }
    scores.provenance = base::fieldOr<Json>(json, "provenance", Json::object(), subject);
    return scores;
}

} // namespace metrics
