// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "ui/shell/running_bar.h"

#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

using shell::RunningBar;
using shell::RunningJob;

class TstRunningBar : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void quietWhenNothingRuns()
    {
        RunningBar bar;
        bar.show();
        QVERIFY(!bar.findChild<QProgressBar *>()->isVisible());
        QVERIFY(!bar.findChild<QToolButton *>()->isVisible());
    }

    void showsProgressAndStops()
    {
        RunningBar bar;
        bar.show();
        RunningJob job;
        job.id = QStringLiteral("run-1");
        job.title = QStringLiteral("r16a32");
        job.fraction = 0.25;
        job.secondsLeft = 90;
        bar.setJobs({ job }, 2);
        QCOMPARE(bar.findChild<QProgressBar *>()->value(), 250);
        QVERIFY(words(bar).contains(QStringLiteral("r16a32")));
        QVERIFY(words(bar).contains(QStringLiteral("2 min")));
        QVERIFY(words(bar).contains(QStringLiteral("2 waiting")));
        QSignalSpy stop(&bar, &RunningBar::stopRequested);
        bar.findChild<QToolButton *>()->click();
        QCOMPARE(stop.value(0).value(0).toString(), QStringLiteral("run-1"));
        job.isStopping = true;
        bar.setJobs({ job }, 0);
        QVERIFY(!bar.findChild<QToolButton *>()->isEnabled());
    }

    void unknownProgressMoves()
    {
        RunningBar bar;
        RunningJob job;
        job.id = QStringLiteral("run-1");
        bar.setJobs({ job }, 0);
        QCOMPARE(bar.findChild<QProgressBar *>()->maximum(), 0);
    }

private:
    static QString words(const RunningBar &bar)
    {
        QStringList texts;
        for (const QLabel *label : bar.findChildren<QLabel *>())
            texts << label->text();
        return texts.join(QLatin1Char('|'));
    }
};

ATTUNE_TEST(TstRunningBar)
#include "tst_running_bar.moc"
