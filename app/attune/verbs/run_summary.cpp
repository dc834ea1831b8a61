// SPDX-License-Identifier: GPL-3.0-or-later
#include "attune_verbs/run_summary.h"

#include "base/numbers.h"
#include "metrics/total.h"
#include "workspace/run_truth.h"
#include "workspace/scoring.h"

namespace verbs {

namespace {

base::Json optionalNumber(const std::optional<double> &value) { return value ? base::Json(*value) : base::Json(); }

base::Json scoresToJson(const storage::RunRow &row, const storage::ScoreSet &scores)
{
    base::Json json { { "definition", scores.definition }, { "replies", scores.replies } };
    for (const storage::ScoreValue &score : scores.values)
        json[score.metric] = optionalNumber(score.value);
    base::Json missing = base::Json::object();
    for (const auto &[metric, why] : scores.missing)
        missing[metric] = why;
    json["missing"] = std::move(missing);
    if (const std::string judge = metrics::gScoreSource(workspace::scoresOfFile(row, scores)); !judge.empty())
        json["g_score_source"] = judge;
    return json;
}

} // namespace

base::Json runToJson(workspace::Workspace &workspace, const storage::RunRow &row)
{
    base::Json metrics = base::Json::object();
    for (const std::string &name : workspace.runs().metricNames(row.id)) {
        metrics[name] = { { "first", optionalNumber(workspace.runs().firstMetric(row.id, name)) },
            { "last", optionalNumber(workspace.runs().lastMetric(row.id, name)) } };
    }
    const auto scores = workspace.scores().latest(row.id);
    const workspace::RunTruth truth = workspace::truthOf(row);
    return { { "run_id", row.id }, { "name", row.name }, { "kind", run::jobKindName(row.kind) }, { "folder", row.folder.string() },
        { "state", storage::runStateName(truth.state) }, { "folder_gone", truth.folder_gone },
        { "outcome", truth.outcome ? base::Json(run::outcomeName(*truth.outcome)) : base::Json() }, { "created", row.created },
        { "step", row.step }, { "total", row.total }, { "adapter", row.adapter.string() }, { "metrics", std::move(metrics) },
        { "scores", scores ? scoresToJson(row, *scores) : base::Json() } };
}

std::string firstAndLast(workspace::Workspace &workspace, const std::string &runId, const std::string &metric)
{
    const auto first = workspace.runs().firstMetric(runId, metric);
    const auto last = workspace.runs().lastMetric(runId, metric);
    if (!first || !last)
        return "-";
    return *first == *last ? base::toFixed(*last, 4) : base::toFixed(*first, 4) + " -> " + base::toFixed(*last, 4);
}

std::string scoreTable(const storage::RunRow &row, const storage::ScoreSet &scores)
{
    const std::string judge = metrics::gScoreSource(workspace::scoresOfFile(row, scores));
    std::string text;
    for (const storage::ScoreValue &score : scores.values) {
        const auto metric = metrics::metricFromName(score.metric);
        std::string title = metric ? std::string(metrics::metricTitle(*metric)) : "Total";
        title.resize(16, ' ');
        text += "  " + title + (score.value ? base::toFixed(*score.value, 2) : "-");
        for (const auto &[name, why] : scores.missing) {
            if (name == score.metric)
                text += "  (" + why + ")";
        }
        if (metric == metrics::Metric::GScore && score.value && !judge.empty())
            text += "  (" + judge + ")";
        if (!metric && !scores.missing.empty())
            text += "  (partial)";
        text += '\n';
    }
    return text;
}

} // namespace verbs
