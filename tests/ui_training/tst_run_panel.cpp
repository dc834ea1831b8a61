// SPDX-License-Identifier: GPL-3.0-or-later
// A watched training: every end has its sentence and its next steps, points come live, a resumed run repeats none.
#include "base/files.h"
#include "harness/test_case.h"
#include "ui/parts/line_chart.h"
#include "ui/parts/notice_bar.h"
#include "ui/training/run_panel.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QTemporaryDir>

using run::Outcome;
using training::RunPanel;
using training::RunPoints;

namespace {

storage::RunRow rowOf(const std::filesystem::path &folder)
{
    storage::RunRow row;
    row.id = "run-1";
    row.folder = folder;
    row.name = "r16 a32";
    run::TrainSpec spec;
    spec.base_model = "/models/tiny";
    row.spec.job = spec;
    row.spec.split.by = run::SplitBy::Seed;
    row.state = storage::RunState::Running;
    row.stage = "training";
    row.step = 4;
    row.total = 10;
    return row;
}

jobs::Job jobOf(jobs::JobState state)
{
    jobs::Job job;
    job.run_id = QStringLiteral("run-1");
    job.state = state;
    job.step = 4;
    job.total = 10;
    return job;
}

jobs::RunNews newsOf(std::vector<jobs::RunNews::Point> points)
{
    jobs::RunNews news;
    news.run_id = QStringLiteral("run-1");
    news.points = std::move(points);
    return news;
}

QString figure(const RunPanel &panel, const char *caption)
{
    for (const QLabel *label : panel.findChildren<QLabel *>()) {
        if (label->accessibleName() == QLatin1String(caption))
            return label->text();
    }
    return {};
}

} // namespace

class TstRunPanel : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_dir;
    std::filesystem::path folder() const { return m_dir.path().toStdString(); }
    static std::filesystem::path madeAdapter(const std::filesystem::path &run)
    {
        std::filesystem::create_directories(run / "adapter");
        base::writeFileAtomically(run / "adapter" / "adapter_config.json", "{}");
        return run / "adapter";
    }

private Q_SLOTS:
    void everyEndHasASentenceAndNextSteps_data()
    {
        QTest::addColumn<int>("outcome");
        QTest::addColumn<bool>("hasCheckpoint");
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("sentence"); // how it begins
        QTest::addColumn<QString>("advice"); // what it ends with
        QTest::addColumn<bool>("resumes");
        QTest::addColumn<bool>("hasAdapter");
        const auto row = [](const char *name, Outcome outcome, bool checkpoint, const char *state, const char *sentence, const char *advice, bool resumes,
                             bool adapter) {
            QTest::newRow(name) << int(outcome) << checkpoint << QString::fromLatin1(state) << QString::fromLatin1(sentence) << QString::fromLatin1(advice)
                                << resumes << adapter;
        };
        row("finished", Outcome::Finished, true, "finished", "Finished: the adapter is ready.", "", false, true);
        row("finished elsewhere", Outcome::Finished, false, "finished", "Finished, but the adapter's weights are not here", "moved.", false, false);
        row("stopped", Outcome::Stopped, true, "stopped", "Stopped on request.", "Resume goes on from the last checkpoint.", true, false);
        row("stopped early", Outcome::Stopped, false, "stopped", "Stopped on request.", "There was no checkpoint yet; resume starts over.", true, false);
        row("out of memory", Outcome::OutOfMemory, false, "out of memory", "The machine ran out of memory.", "resume starts over.", true, false);
        row("diverged", Outcome::Diverged, true, "diverged", "The loss was no longer a number.", "max_grad_norm helps.", false, false);
        row("invalid data", Outcome::InvalidData, false, "invalid data", "The data cannot be used.", "add its turns.", false, false);
        row("failed", Outcome::Failed, false, "failed", "It failed.", "add its turns.", true, false);
        row("crashed", Outcome::Crashed, true, "crashed", "The worker crashed; your work in this window is untouched.", "from the last checkpoint.", true, false);
        row("lost", Outcome::Lost, true, "lost", "The worker went away without a word", "from the last checkpoint.", true, false);
    }
    void everyEndHasASentenceAndNextSteps()
    {
        QFETCH(int, outcome);
        QFETCH(bool, hasCheckpoint);
        QFETCH(QString, state);
        QFETCH(QString, sentence);
        QFETCH(QString, advice);
        QFETCH(bool, resumes);
        QFETCH(bool, hasAdapter);
        QTemporaryDir dir;
        storage::RunRow row = rowOf(dir.path().toStdString());
        if (hasCheckpoint)
            std::filesystem::create_directories(row.folder / "checkpoints" / "step-000004");
        row.state = storage::RunState::Ended;
        row.outcome = Outcome(outcome);
        if (hasAdapter)
            row.adapter = madeAdapter(row.folder);
        row.started = "2026-11-24T09:00:00.000Z";
        row.ended = "2026-11-24T09:12:00.000Z";
        if (row.outcome == Outcome::InvalidData || row.outcome == Outcome::Failed)
            row.error = base::Error { base::ErrorKind::EmptyDialogue, "dataset.jsonl", "line 2", {} };
        RunPanel panel;
        panel.showRun(row, {}, 720);
        QCOMPARE(panel.stateText(), state);
        QVERIFY2(panel.endText().startsWith(sentence), qPrintable(panel.endText()));
        QVERIFY2(panel.endText().endsWith(advice), qPrintable(panel.endText()));
        QStringList actions;
        if (resumes)
            actions << QStringLiteral("Resume");
        if (hasAdapter)
            actions << QStringLiteral("Chat with it") << QStringLiteral("Evaluate it");
        actions << QStringLiteral("Show in Runs") << QStringLiteral("Use these settings");
        QCOMPARE(panel.actions(), actions);
        QCOMPARE(figure(panel, "time left"), QStringLiteral("12 min")); // what it took
        QCOMPARE(figure(panel, "last checkpoint"), hasCheckpoint ? QStringLiteral("step 4") : QStringLiteral("–"));
    }

    void aStoppedRunMayHaveAnAdapter()
    {
        storage::RunRow row = rowOf(folder());
        row.state = storage::RunState::Ended;
        row.outcome = Outcome::Stopped;
        row.adapter = madeAdapter(folder());
        RunPanel panel;
        panel.showRun(row, {});
        QVERIFY(panel.actions().contains(QStringLiteral("Chat with it")));
    }

    // The sample's runs come without weights.
    void anAdapterThatIsNotThereIsNotOffered()
    {
        const QTemporaryDir dir;
        storage::RunRow row = rowOf(dir.path().toStdString());
        row.state = storage::RunState::Ended;
        row.outcome = Outcome::Finished;
        row.adapter = row.folder / "adapter";
        RunPanel panel;
        panel.showRun(row, {});
        QCOMPARE(panel.actions(), (QStringList { QStringLiteral("Show in Runs"), QStringLiteral("Use these settings") }));
    }

    void theLastCheckpointIsTheOneThatWasTold()
    {
        RunPanel panel;
        const storage::RunRow row = rowOf(folder());
        panel.showRun(row, {});
        QCOMPARE(figure(panel, "last checkpoint"), QStringLiteral("–"));
        jobs::RunNews news;
        news.run_id = QString::fromStdString(row.id);
        news.stage = QStringLiteral("training");
        news.checkpoint = 3;
        panel.news(news);
        QTRY_COMPARE(figure(panel, "last checkpoint"), QStringLiteral("step 3")); // drawn a little later
    }

    void whileItWorks_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("actions");
        QTest::addColumn<bool>("moves"); // the bar
        QTest::newRow("waits") << int(jobs::JobState::Queued) << QStringLiteral("waiting for its turn") << QStringList { QStringLiteral("Stop") } << false;
        QTest::newRow("works") << int(jobs::JobState::Running) << QStringLiteral("training") << QStringList { QStringLiteral("Stop") } << true;
        QTest::newRow("stops") << int(jobs::JobState::Stopping) << QStringLiteral("stopping after this step") << QStringList { QStringLiteral("Stop now") }
                               << true;
    }
    void whileItWorks()
    {
        QFETCH(int, state);
        QFETCH(QStringList, actions);
        QFETCH(bool, moves);
        RunPanel panel;
        panel.showRun(rowOf(folder()), {});
        panel.setJob(jobOf(jobs::JobState(state)));
        QFETCH(QString, text);
        QTRY_COMPARE(panel.stateText(), text);
        QCOMPARE(panel.actions(), actions);
        QVERIFY(panel.endText().isEmpty());
        QCOMPARE(!panel.findChild<QProgressBar *>()->isHidden(), moves);
    }

    void pointsComeLive()
    {
        RunPanel panel;
        RunPoints known;
        known[QStringLiteral("loss")] = { { 1, 3.0 }, { 2, 2.5 } };
        panel.showRun(rowOf(folder()), known);
        jobs::RunNews news = newsOf({ { "loss", 3, 2.25, 1 }, { "eval_loss", 3, 2.5, 1 }, { "loss", 4, std::nullopt, 1 }, { "loss", 5, 2.0, 1 } });
        news.step = 5;
        news.total = 10;
        news.eta_seconds = 90;
        panel.news(news);
        QTRY_COMPARE(figure(panel, "loss"), QStringLiteral("2.000"));
        QCOMPARE(figure(panel, "evaluation loss"), QStringLiteral("2.500"));
        QCOMPARE(figure(panel, "step"), QStringLiteral("5 / 10"));
        QCOMPARE(figure(panel, "time left"), QStringLiteral("2 min"));
        QCOMPARE(figure(panel, "tokens a second"), QStringLiteral("–"));
        const auto *chart = panel.findChild<parts::LineChart *>();
        QCOMPARE(chart->curves().size(), 2);
        QCOMPARE(chart->drawnPoints(), QList<int>({ 4, 1 })); // the one that is no number is left out
        // News of another run is nobody's business here.
        jobs::RunNews other = newsOf({ { "loss", 6, 9.0, 1 } });
        other.run_id = QStringLiteral("run-2");
        panel.news(other);
        QCOMPARE(panel.points().value(QStringLiteral("loss")).size(), 5);
    }
    void aResumedRunRepeatsNoStep()
    {
        RunPanel panel;
        RunPoints known;
        known[QStringLiteral("loss")] = { { 1, 3.0 }, { 2, 2.5 }, { 3, 2.4 }, { 4, 2.3 } };
        panel.showRun(rowOf(folder()), known);
        jobs::RunNews again = newsOf({ { "loss", 3, 2.0, 2 }, { "loss", 4, 1.9, 2 } });
        again.started = true;
        panel.news(again);
        QCOMPARE(panel.points().value(QStringLiteral("loss")), QList<QPointF>({ { 1, 3.0 }, { 2, 2.5 }, { 3, 2.0 }, { 4, 1.9 } }));
    }
    void otherCurvesCanBeChosen()
    {
        RunPanel panel;
        RunPoints known;
        known[QStringLiteral("loss")] = { { 1, 3.0 }, { 2, 2.5 } };
        known[QStringLiteral("learning_rate")] = { { 1, 1e-4 }, { 2, 2e-4 }, { 3, 3e-4 } };
        panel.showRun(rowOf(folder()), known);
        auto *metric = panel.findChild<QComboBox *>();
        metric->setCurrentIndex(metric->findData(QStringLiteral("learning_rate")));
        const auto *chart = panel.findChild<parts::LineChart *>();
        QCOMPARE(chart->curves().size(), 1);
        QCOMPARE(chart->drawnPoints(), QList<int> { 3 });
    }

    void buttonsSayWhichRun_data()
    {
        QTest::addColumn<QString>("button");
        QTest::addColumn<QByteArray>("signal");
        const auto row = [](const char *text, const char *signal) { QTest::newRow(text) << QString::fromLatin1(text) << QByteArray(signal); };
        row("Resume", SIGNAL(resumeWanted(QString)));
        row("Chat with it", SIGNAL(chatWanted(QString)));
        row("Evaluate it", SIGNAL(evaluateWanted(QString)));
        row("Show in Runs", SIGNAL(showInRunsWanted(QString)));
        row("Use these settings", SIGNAL(repeatWanted(QString)));
    }
    void buttonsSayWhichRun()
    {
        QFETCH(QString, button);
        QFETCH(QByteArray, signal);
        storage::RunRow row = rowOf(folder());
        row.state = storage::RunState::Ended;
        row.outcome = Outcome::Stopped;
        row.adapter = madeAdapter(folder());
        RunPanel panel;
        panel.showRun(row, {});
        panel.show();
        QSignalSpy spy(&panel, signal.constData());
        for (QPushButton *candidate : panel.findChildren<QPushButton *>()) {
            if (candidate->text() == button)
                QTest::mouseClick(candidate, Qt::LeftButton);
        }
        QCOMPARE(spy.size(), 1);
        QCOMPARE(spy[0][0].toString(), QStringLiteral("run-1"));
    }

    void aNoticeMovesNothing()
    {
        RunPanel panel;
        panel.resize(700, 500);
        panel.showRun(rowOf(folder()), {});
        panel.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        const auto places = [&] {
            QList<QRect> all;
            for (const QWidget *widget : panel.findChildren<QWidget *>()) {
                const QWidget *above = widget;
                while (above && !qobject_cast<const parts::NoticeBar *>(above))
                    above = above->parentWidget();
                if (!above)
                    all << QRect(widget->mapTo(&panel, QPoint()), widget->size());
            }
            return all;
        };
        const QList<QRect> before = places();
        jobs::RunNews news = newsOf({});
        run::Notice notice;
        notice.text = "Something that is worth a line of its own.";
        news.notices = { notice };
        panel.news(news);
        QTRY_VERIFY(panel.findChild<parts::NoticeBar *>()->isVisible());
        QTest::qWait(50);
        QCOMPARE(places(), before);
    }
};

ATTUNE_TEST(TstRunPanel)
#include "tst_run_panel.moc"
