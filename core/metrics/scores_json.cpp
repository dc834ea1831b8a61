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

namespace {

// Of a file that somebody may have changed: what is not there, or of another kind, is nothing.
Json provenanceOf(const Scores &scores, const char *name, const Json &without)
{
    const auto found = scores.provenance.find(name);
    return found != scores.provenance.end() && found->type() == without.type() ? *found : without;
}

} // namespace

std::string gScoreSource(const Scores &scores) { return provenanceOf(scores, "g_score", "").get<std::string>(); }

size_t passedRowCount(const Scores &scores)
{
    const Json vectors = provenanceOf(scores, "vectors", Json::object());
    const auto count = vectors.find("passed_rows");
    return count != vectors.end() && count->is_number_integer() && *count > 0 ? count->get<size_t>() : 0;
}

std::string passedRowsText(const Scores &scores)
{
    const std::string subject = "scores";
    const Json vectors = provenanceOf(scores, "vectors", Json::object());
    const size_t count = passedRowCount(scores);
    if (count == 0)
        return {};
    std::string text = base::fieldOr<std::string>(vectors, "name", "", subject) + ": "
        + (count == 1 ? "1 row is no vector and was passed over" : std::to_string(count) + " rows are no vectors and were passed over");
    size_t named = 0;
    for (const Json &row : base::fieldOr<Json>(vectors, "first_passed_rows", Json::array(), subject)) {
        text += (named++ == 0 ? ": " : "; ") + base::fieldOr<std::string>(row, "place", "", subject) + ", "
            + base::fieldOr<std::string>(row, "reason", "", subject);
    }
    return text + (named < count ? " and so on." : ".");
}

size_t chineseReplyCount(const Scores &scores)
{
    const auto found = scores.provenance.find("chinese_replies");
    return found != scores.provenance.end() && found->is_number_integer() && *found > 0 ? found->get<size_t>() : 0;
}

std::string chineseText(const Scores &scores)
{
    const size_t count = chineseReplyCount(scores);
    if (count == 0)
        return {};
    return std::to_string(count) + " of " + std::to_string(scores.replies) + (count == 1 ? " replies is" : " replies are")
        + " Chinese, which puts no spaces between words: " + scores.definition
        + " counts what stands between spaces, so whole sentences count as one word. Its numbers say little of such replies.";
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
