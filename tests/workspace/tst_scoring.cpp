// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/bench_workspace.h"

#include "jobs/job_queue.h"
#include "workspace/scoring.h"

#include <algorithm>

namespace fs = std::filesystem;

class TstScoring : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { bench::useFakeEngine("normal"); }

    void finishedPredictionIsScoredByItself()
    {
        bench::Bench bench;
        QSignalSpy scored(bench.workspace.get(), &workspace::Workspace::scoresChanged);
        QSignalSpy failed(bench.workspace.get(), &workspace::Workspace::backgroundFailed);
        const std::string id = bench.predict();
        QTRY_VERIFY_WITH_TIMEOUT(scored.size() + failed.size() > 0, 20000);
        QCOMPARE(failed.size(), 0);
        const auto set = bench.workspace->scores().latest(id);
        QVERIFY(set);
        QCOMPARE(set->definition, std::string("official@1"));
        QVERIFY(*set->value("bleu_4") > 0);
        QVERIFY(!set->value("vector_extrema"));
        QVERIFY(set->replies > 0);
        QCOMPARE(bench.workspace->scores().replies(set->id, "bleu_4").size(), size_t(set->replies));
        // A second scoring stands beside the first.
        const auto second = workspace::scoreRun(bench.workspace->database(), id, {});
        QCOMPARE(second.file, std::string("scores/official@1-2.json"));
        const fs::path folder = bench.run(id).folder;
        QVERIFY(fs::exists(folder / "scores/official@1-1.json") && fs::exists(folder / "scores/official@1-2.json"));
        QCOMPARE(second.values.size(), set->values.size());
    }

    void trainingHasNoScores()
    {
        bench::Bench bench;
        const std::string id = bench.train();
        QTRY_VERIFY_WITH_TIMEOUT(bench.hasEnded(id), 20000);
        QVERIFY_EXCEPTION_THROWN(workspace::scoreRun(bench.workspace->database(), id, {}), base::Failure);
        QVERIFY(!fs::exists(bench.run(id).folder / "scores"));
    }
};

ATTUNE_TEST(TstScoring)
#include "tst_scoring.moc"
