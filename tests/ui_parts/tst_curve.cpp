// SPDX-License-Identifier: GPL-3.0-or-later
// What happens to a curve before it is drawn, and what of it can be read.
#include "harness/test_case.h"
#include "ui/parts/curve.h"
#include "ui/parts/line_chart.h"
#include "ui/parts/number_edit.h"
#include "ui/parts/run_chips.h"
#include "ui/parts/smoothing.h"

#include <QApplication>
#include <QPushButton>
#include <QSlider>

#include <cmath>
#include <limits>

using namespace parts;

namespace {

QList<QPointF> wave(int count)
{
    QList<QPointF> points;
    for (int i = 0; i < count; ++i)
        points << QPointF(i, std::sin(i / 30.0) + (i == count / 2 ? 10 : 0)); // one spike
    return points;
}

QStringList labelsOf(const AxisTicks &ticks)
{
    QStringList labels;
    for (const auto &[at, text] : ticks.labels)
        labels << text;
    return labels;
}

} // namespace

class TstCurve : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void thinningKeepsTheShape_data()
    {
        QTest::addColumn<int>("points");
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("kept");
        QTest::newRow("none") << 0 << 100 << 0;
        QTest::newRow("few") << 50 << 100 << 50;
        QTest::newRow("as many") << 100 << 100 << 100;
        QTest::newRow("many") << 50'000 << 100 << 100;
        QTest::newRow("one more") << 101 << 100 << 100;
    }
    void thinningKeepsTheShape()
    {
        QFETCH(int, points);
        QFETCH(int, count);
        QFETCH(int, kept);
        const QList<QPointF> all = wave(points), thin = decimated(all, count);
        QCOMPARE(thin.size(), qsizetype(kept));
        if (points == 0)
            return;
        QCOMPARE(thin.first(), all.first());
        QCOMPARE(thin.last(), all.last());
        const auto highest = [](const QList<QPointF> &list) {
            return std::max_element(list.begin(), list.end(), [](const QPointF &a, const QPointF &b) { return a.y() < b.y(); })->y();
        };
        QCOMPARE(highest(thin), highest(all)); // the spike is still there
        QVERIFY(std::is_sorted(thin.begin(), thin.end(), [](const QPointF &a, const QPointF &b) { return a.x() < b.x(); }));
    }

    void smoothingIsCorrectedForItsStart()
    {
        const QList<QPointF> points { { 0, 4 }, { 1, 2 }, { 2, 2 } };
        QCOMPARE(smoothed(points, 0), points);
        const QList<QPointF> half = smoothed(points, 0.5);
        QCOMPARE(half[0].y(), 4.0); // not drawn towards zero
        QCOMPARE(half[1].y(), (0.5 * 0.5 * 4 + 0.5 * 2) / 0.75);
        QCOMPARE(half[2].x(), 2.0);
    }
    void onlyNumbersAreDrawn()
    {
        const QList<QPointF> points { { 0, 1 }, { 1, std::nan("") }, { 2, 0 }, { 3, -1 }, { 4, std::numeric_limits<double>::infinity() }, { 5, 2 } };
        QCOMPARE(drawable(points, false).size(), qsizetype(4));
        QCOMPARE(drawable(points, true).size(), qsizetype(2)); // no zero on a logarithmic axis
    }

    void ticksAreRound_data()
    {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("padded");
        QTest::addColumn<QStringList>("labels");
        const auto row = [](const char *name, double low, double high, AxisKind kind, bool padded, const char *labels) {
            QTest::newRow(name) << low << high << int(kind) << padded << QString::fromLatin1(labels).split(QLatin1Char(' '));
        };
        row("a loss", 1.71, 3.9, AxisKind::Number, true, "1.5 2.0 2.5 3.0 3.5 4.0");
        row("few steps", 1, 5, AxisKind::Count, false, "1 2 3 4 5");
        row("many steps", 0, 5000, AxisKind::Count, false, "0 1,000 2,000 3,000 4,000 5,000");
        row("two steps", 1, 2, AxisKind::Count, false, "1 2");
        row("minutes", 0, 300, AxisKind::Duration, false, "0_s 1:00 2:00 3:00 4:00 5:00");
    }
    void ticksAreRound()
    {
        QFETCH(double, low);
        QFETCH(double, high);
        QFETCH(int, kind);
        QFETCH(bool, padded);
        QFETCH(QStringList, labels);
        const AxisTicks ticks = linearTicks(low, high, 5, AxisKind(kind), padded);
        QCOMPARE(labelsOf(ticks).join(QLatin1Char('|')).replace(QLatin1Char(' '), QLatin1Char('_')), labels.join(QLatin1Char('|')));
        QVERIFY(ticks.from <= low && ticks.to >= high);
    }
    void logarithmicTicksStandAtTheirLogarithms()
    {
        const AxisTicks ticks = logarithmicTicks(0.5, 800, 6);
        QVERIFY(ticks.from <= std::log10(0.5) && ticks.to >= std::log10(800.0));
        for (const auto &[at, text] : ticks.labels)
            QVERIFY2(std::abs(std::pow(10.0, at) - text.toDouble()) < 1e-6 * text.toDouble(), qPrintable(text));
    }

    void theChartTellsWhatStandsAtAStep()
    {
        LineChart chart(QStringLiteral("curves"));
        chart.resize(600, 300);
        chart.setAxes(QStringLiteral("step"), AxisKind::Count, QStringLiteral("nats a token"));
        chart.setCurves({ { QStringLiteral("a"), { { 1, 3.0 }, { 2, 2.0 }, { 3, 1.0 } }, 0, false, true }, { QStringLiteral("b"), { { 3, 1.5 } }, 1, true, true } });
        QCOMPARE(chart.drawnPoints(), QList<int>({ 3, 1 }));
        QCOMPARE(chart.readOutAt(2.1), QStringLiteral("2: a = 2.0000"));
        QCOMPARE(chart.readOutAt(3), QStringLiteral("3: b = 1.5000\n3: a = 1.0000"));
        chart.setCurves({ { QStringLiteral("long"), wave(10'000), 0, false, true } });
        QVERIFY(chart.drawnPoints()[0] <= 2000);
        chart.setCurves({ { QStringLiteral("signed"), { { 1, 2 }, { 2, -1 }, { 3, 4 } }, 0, false, true } });
        QCOMPARE(chart.drawnPoints(), QList<int> { 3 });
        chart.setLogarithmic(true);
        QCOMPARE(chart.drawnPoints(), QList<int> { 2 }); // what is below zero is left out
        chart.setCurves({});
        QVERIFY(chart.readOutAt(2).isEmpty());
        QVERIFY(!chart.grab().isNull());
    }

    void numbersReadAsPeopleWriteThem_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("text");
        QTest::newRow("0.0003") << 3e-4 << QStringLiteral("3e-4");
        QTest::newRow("1e-10") << 1e-10 << QStringLiteral("1e-10");
        QTest::newRow("32") << 32.0 << QStringLiteral("32");
        QTest::newRow("0.05") << 0.05 << QStringLiteral("0.05");
        QTest::newRow("1e20") << 1e20 << QStringLiteral("1e+20");
    }
    void numbersReadAsPeopleWriteThem()
    {
        QFETCH(double, value);
        QFETCH(QString, text);
        QCOMPARE(numberText(value), text);
        NumberEdit edit(value);
        QCOMPARE(edit.number().value_or(-1), value);
        edit.setText(QStringLiteral("3.0e-04"));
        edit.setNumber(3e-4); // says the same: what was typed stays
        QCOMPARE(edit.text(), QStringLiteral("3.0e-04"));
    }

    void smoothingSuitsTheCurveUntilItIsMoved()
    {
        Smoothing smoothing;
        QSignalSpy changed(&smoothing, &Smoothing::changed);
        smoothing.suit(10);
        QCOMPARE(smoothing.weight(), 0.0);
        smoothing.suit(5000);
        QVERIFY(smoothing.weight() > 0.5);
        QCOMPARE(changed.size(), 0);
        smoothing.findChild<QSlider *>()->setValue(20);
        QCOMPARE(changed.size(), 1);
        smoothing.suit(10);
        QCOMPARE(smoothing.weight(), 0.2);
    }

    void chipsStayThemselves()
    {
        RunChips chips;
        const auto chip = [](const char *id, const char *state) { return RunChip { QLatin1String(id), QLatin1String(id), QLatin1String(state), {}, Tone::Muted }; };
        chips.setChips({ chip("a", "10 %"), chip("b", "waits") }, QStringLiteral("a"));
        chips.show();
        QCOMPARE(chips.texts(), QStringList({ QStringLiteral("a · 10 %"), QStringLiteral("b · waits") }));
        const auto before = chips.findChildren<QPushButton *>();
        chips.setChips({ chip("a", "20 %"), chip("b", "waits") }, QStringLiteral("a"));
        QCOMPARE(chips.texts()[0], QStringLiteral("a · 20 %"));
        QCOMPARE(chips.findChildren<QPushButton *>(), before);
        QSignalSpy picked(&chips, &RunChips::picked);
        QTest::mouseClick(before[1], Qt::LeftButton);
        QCOMPARE(picked.value(0).value(0).toString(), QStringLiteral("b"));
        chips.setChips({ chip("c & d", ""), chip("b", "5 %") }, QStringLiteral("b"));
        QCOMPARE(chips.texts(), QStringList({ QStringLiteral("c && d"), QStringLiteral("b · 5 %") }));
        QVERIFY(before[1]->isChecked()); // still the same one
    }
};

ATTUNE_TEST(TstCurve)
#include "tst_curve.moc"
