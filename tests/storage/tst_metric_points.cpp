// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "storage/metric_points.h"

#include <cmath>

using storage::MetricPoint;

class TstMetricPoints : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void laterAttemptHidesWhatItDidAgain()
    {
        std::vector<MetricPoint> points;
        for (int step = 1; step <= 12; ++step)
            points.push_back({ step, 1.0, 1 });
        for (int step = 11; step <= 11; ++step)
            points.push_back({ step, 2.0, 2 });
        const auto kept = storage::latestAttempts(points);
        QCOMPARE(kept.size(), size_t(11)); // 12 was done by an attempt that is no more
        QCOMPARE(kept.back().step, 11);
        QCOMPARE(*kept.back().value, 2.0);
        QCOMPARE(kept[9].attempt, 1);
    }

    void thinningKeepsEndsAndPeaks()
    {
        std::vector<MetricPoint> points;
        for (int step = 0; step < 50000; ++step)
            points.push_back({ step, std::sin(step / 900.0) + (step == 31234 ? 9.0 : 0.0), 1 });
        points[100].value.reset();
        const auto kept = storage::thinned(points, 2000);
        QVERIFY(kept.size() <= 2001 && kept.size() > 1900);
        QCOMPARE(kept.front().step, 0);
        QCOMPARE(kept.back().step, 49999);
        QVERIFY(std::any_of(kept.begin(), kept.end(), [](const MetricPoint &p) { return p.step == 31234; }));
        QVERIFY(std::any_of(kept.begin(), kept.end(), [](const MetricPoint &p) { return !p.value; }));
        QVERIFY(std::is_sorted(kept.begin(), kept.end(), [](const MetricPoint &a, const MetricPoint &b) { return a.step < b.step; }));
        QCOMPARE(storage::thinned(points, 0).size(), points.size());
    }

    void smallCurvesAreLeftAlone_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("limit");
        for (const int count : { 0, 1, 2, 3, 4, 5, 10, 100 }) {
            for (const int limit : { 1, 3, 5, 50 })
                QTest::addRow("%d of %d", limit, count) << count << limit;
        }
    }
    void smallCurvesAreLeftAlone()
    {
        QFETCH(int, count);
        QFETCH(int, limit);
        std::vector<MetricPoint> points;
        for (int i = 0; i < count; ++i)
            points.push_back({ i, i % 7 * 1.0, 1 });
        const auto kept = storage::thinned(points, size_t(limit));
        QVERIFY(kept.size() <= size_t(std::max(limit, 3)));
        if (count <= limit)
            QCOMPARE(kept.size(), size_t(count));
        if (count > 0)
            QCOMPARE(kept.back().step, count - 1);
    }

    void gapsOnly()
    {
        const std::vector<MetricPoint> points(5000, MetricPoint { 1, std::nullopt, 1 });
        QVERIFY(storage::thinned(points, 2000).size() <= 2000);
    }
};

ATTUNE_TEST(TstMetricPoints)
#include "tst_metric_points.moc"
