// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/chart_image.h"

#include "ui/parts/line_chart.h"
#include "ui/parts/save_picture.h"
#include "ui/parts/text_format.h"
#include "ui/runs/metric_bars.h"

#include "metrics/total.h"

#include <QCoreApplication>

namespace runs {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(runs::ChartImage)
};

QString titleOf(const std::string &metric)
{
    if (metric == "total")
        return Words::tr("Total");
    const auto known = metrics::metricFromName(metric);
    return parts::fromUtf8(known ? metrics::metricTitle(*known) : std::string_view(metric));
}

constexpr size_t kSmoothFrom = 60; // points; shorter curves are read as they are
constexpr double kSmoothing = 0.8;

size_t longest(const std::vector<LossCurve> &curves)
{
    size_t most = 0;
    for (const LossCurve &curve : curves)
        most = std::max(most, curve.evaluation ? 0 : curve.points.size());
    return most;
}

QList<parts::Curve> asCurves(const std::vector<LossCurve> &curves)
{
    QList<parts::Curve> result;
    int color = -1;
    for (const LossCurve &curve : curves) {
        parts::Curve made { parts::fromUtf8(curve.name), {}, 0, curve.evaluation, true };
        if (!curve.evaluation || color < 0)
            ++color;
        made.color = color;
        for (const auto &[x, y] : curve.points)
            made.points << QPointF(x, y);
        result << made;
    }
    return result;
}

} // namespace

void writeLossChart(const std::filesystem::path &path, const std::string &title, const std::vector<LossCurve> &curves, PictureSize size)
{
    parts::LineChart chart(parts::fromUtf8(title));
    chart.resize(size.width, size.height);
    chart.setTitle(parts::fromUtf8(title));
    chart.setAxes(Words::tr("step"), parts::AxisKind::Count, Words::tr("loss, nats a token"));
    chart.setCurves(asCurves(curves));
    chart.setSmoothing(longest(curves) > kSmoothFrom ? kSmoothing : 0);
    parts::savePicture(chart, path);
}

void writeMetricBars(const std::filesystem::path &path, const std::vector<ScoredRun> &scored, PictureSize size)
{
    MetricBarsData data;
    for (size_t i = 0; i < scored.size(); ++i) {
        data.runs << parts::fromUtf8(scored[i].name);
        data.colors << int(i);
        for (size_t k = 0; k < scored[i].scores.size(); ++k) {
            const auto &[metric, value] = scored[i].scores[k];
            if (k >= size_t(data.panels.size()))
                data.panels << MetricPanel { parts::fromUtf8(metric), titleOf(metric), {}, {} };
            MetricPanel &panel = data.panels[qsizetype(k)];
            while (panel.values.size() < qsizetype(i))
                panel.values << std::nullopt;
            panel.values << value;
            if (metric == "total" && scored[i].total_is_partial)
                panel.note = Words::tr("partial");
        }
    }
    MetricBars bars;
    bars.resize(size.width, size.height);
    bars.setData(std::move(data));
    bars.resize(size.width, bars.sizeHint().height());
    parts::savePicture(bars, path);
}

} // namespace runs
