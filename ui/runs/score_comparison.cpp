// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/score_comparison.h"

#include "ui/parts/metric_words.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>

namespace runs {

namespace {
struct Words
{
    Q_DECLARE_TR_FUNCTIONS(runs::ScoreComparison)
};
} // namespace

ScoreComparison compareScores(const QList<RunLine> &lines)
{
    ScoreComparison comparison;
    MetricBarsData &data = comparison.data;
    QSet<QString> hashes;
    QSet<QString> lacking;
    QStringList metrics = parts::scoreNames();
    metrics << QStringLiteral("total") << QStringLiteral("total_partial");
    for (const QString &metric : std::as_const(metrics))
        data.panels << MetricPanel { metric, parts::metricTitle(metric), {}, {} };
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (lines[i].score_set == 0)
            continue;
        data.runs << lines[i].name;
        data.colors << int(i);
        hashes << lines[i].data_hash + QString::number(lines[i].replies);
        lacking << lines[i].lacking.join(QLatin1Char(','));
        for (MetricPanel &panel : data.panels)
            panel.values << lines[i].score(panel.metric);
    }
    // Panels that nobody has a value for would only take room.
    data.panels.erase(std::remove_if(data.panels.begin(), data.panels.end(),
                          [](const MetricPanel &p) { return std::none_of(p.values.begin(), p.values.end(), [](const auto &v) { return v.has_value(); }); }),
        data.panels.end());
    if (data.runs.isEmpty())
        comparison.note = Words::tr("Select evaluations with scores in the table.");
    else if (hashes.size() > 1)
        comparison.note = Words::tr("These runs answered different dialogues: their scores do not compare.");
    else if (lacking.size() > 1)
        comparison.note = Words::tr("These runs lack different metrics: their partial totals do not compare.");
    return comparison;
}

} // namespace runs
