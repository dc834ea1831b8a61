// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/chart_image.h"

#include "base/error.h"
#include "harness/test_case.h"
#include "ui/runs/metric_bars.h"

#include <QApplication>
#include <QImage>
#include <QTemporaryDir>

#include <cmath>
#include <limits>

ATTUNE_GUI_TESTS

namespace {
// How many different colours a picture has; a blank one has one.
int colours(const QImage &image)
{
    QSet<QRgb> seen;
    for (int y = 0; y < image.height(); y += 2) {
        for (int x = 0; x < image.width(); x += 2)
            seen << image.pixel(x, y);
    }
    return int(seen.size());
}

std::vector<runs::LossCurve> someCurves(int steps)
{
    runs::LossCurve train { "r16 a32", {}, false };
    for (int i = 1; i <= steps; ++i)
        train.points.emplace_back(i, 1.7 + std::exp(-i / 40.0) + 0.05 * std::sin(i * 12.9898) * std::cos(i * 78.233));
    if (steps > 3)
        train.points[2].second = std::numeric_limits<double>::quiet_NaN();
    return { train, { "r16 a32, evaluation", { { 0, 2.71 }, { steps, 1.79 } }, true } };
}
} // namespace

class TstChartImage : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_dir;
    std::filesystem::path file(const char *name) const { return std::filesystem::path(m_dir.path().toStdString()) / name; }

private Q_SLOTS:
    void lossCurvesAreDrawn_data()
    {
        QTest::addColumn<int>("steps");
        QTest::newRow("no points") << 0;
        QTest::newRow("one point") << 1;
        QTest::newRow("a run") << 200;
        QTest::newRow("a long run") << 50000;
    }
    void lossCurvesAreDrawn()
    {
        QFETCH(int, steps);
        runs::writeLossChart(file("loss.png"), "Loss", someCurves(steps));
        const QImage image(QString::fromStdString(file("loss.png").string()));
        QCOMPARE(image.size(), QSize(1800, 960));
        QVERIFY(colours(image) > 20);
    }

    void metricsAreDrawnWithMissingOnes()
    {
        const std::vector<runs::ScoredRun> scored {
            { "base", { { "bleu_4", 0.93 }, { "meteor", 14.1 }, { "vector_extrema", std::nullopt }, { "total", 21.0 } }, true },
            { "r16 a32", { { "bleu_4", 1.6 }, { "meteor", 16.1 }, { "vector_extrema", std::nullopt }, { "total", 24.0 } }, true },
        };
        runs::writeMetricBars(file("bars.png"), scored);
        const QImage image(QString::fromStdString(file("bars.png").string()));
        QVERIFY(image.height() >= 100);
        QVERIFY(colours(image) > 20);
    }

    void svgIsWrittenByItsName()
    {
        runs::writeLossChart(file("loss.svg"), "Loss", someCurves(50));
        QFile svg(QString::fromStdString(file("loss.svg").string()));
        QVERIFY(svg.open(QIODevice::ReadOnly));
        const QByteArray text = svg.readAll();
        QVERIFY(text.contains("<svg"));
        QVERIFY(text.count("<polyline") + text.count("<path") >= 2);
    }

    void anUnwritablePlaceIsNamed()
    {
        try {
            runs::writeLossChart(file("no/such/folder.png"), "Loss", someCurves(5));
            QFAIL("wrote into a folder that is not there");
        } catch (const base::Failure &failure) {
            QCOMPARE(failure.error().kind, base::ErrorKind::FileUnwritable);
        }
    }

    void aClickedBarNamesItsNumber()
    {
        runs::MetricBars bars;
        bars.setData({ { QStringLiteral("a"), QStringLiteral("b") }, { 0, 1 },
            { { QStringLiteral("bleu_4"), QStringLiteral("BLEU-4"), {}, { 1.0, 2.0 } }, { QStringLiteral("meteor"), QStringLiteral("METEOR"), {}, { 3.0, std::nullopt } } } });
        bars.resize(600, bars.sizeHint().height());
        bars.grab();
        QSignalSpy picked(&bars, &runs::MetricBars::picked);
        int metrics = 0;
        for (int y = 0; y < bars.height(); y += 4) {
            for (int x = 0; x < bars.width(); x += 20)
                QTest::mouseClick(&bars, Qt::LeftButton, {}, QPoint(x, y));
        }
        QSet<QString> seen;
        for (const auto &call : picked)
            seen << call[0].toString() + call[1].toString();
        metrics = int(seen.size());
        QCOMPARE(metrics, 4);
        QVERIFY(bars.accessibleDescription().contains(QStringLiteral("BLEU-4 of b: 2.00")));
    }
};

ATTUNE_TEST(TstChartImage)
#include "tst_chart_image.moc"
