// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/bench_workspace.h"
#include "fakes/fetched_vectors.h"

#include "jobs/job_queue.h"
#include "workspace/scoring.h"

#include <SQLiteCpp/Database.h>

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

    void defaultVectors_data()
    {
        QTest::addColumn<QByteArray>("named"); // null: nothing is named
        QTest::addColumn<bool>("isFetched");
        QTest::addColumn<QByteArray>("found");
        const QByteArray official("/vectors/glove.6B.50d.vectors");
        QTest::newRow("the official ones") << QByteArray() << true << official;
        QTest::newRow("not fetched") << QByteArray() << false << QByteArray("");
        QTest::newRow("others are named") << QByteArray("/mine.txt") << true << QByteArray("/mine.txt");
        QTest::newRow("none are wanted") << QByteArray("") << true << QByteArray("");
    }
    void defaultVectors()
    {
        QFETCH(QByteArray, named);
        QFETCH(bool, isFetched);
        QFETCH(QByteArray, found);
        const fakes::FetchedVectors vectors(isFetched);
        if (!named.isNull())
            qputenv("ATTUNE_VECTORS", named);
        const auto path = [&](const fs::path &file) {
            const QByteArray text = QByteArray::fromStdString(file.string());
            return text.startsWith(vectors.cache()) ? text.mid(vectors.cache().size()) : text;
        };
        QCOMPARE(path(workspace::defaultVectorFile()), found);
        QCOMPARE(path(workspace::officialVectorFile()), QByteArray("/vectors/glove.6B.50d.vectors"));
        qputenv("ATTUNE_DATA", "/nowhere"); // no card, no official ones
        QCOMPARE(path(workspace::officialVectorFile()), QByteArray());
        bench::useFakeEngine("normal");
    }
    void aFinishedPredictionIsScoredWithTheOfficialVectors()
    {
        const fakes::FetchedVectors vectors;
        bench::Bench bench;
        const std::string id = bench.predict();
        QTRY_VERIFY_WITH_TIMEOUT(bench.workspace->scores().latest(id), 20000);
        const auto set = bench.workspace->scores().latest(id);
        QVERIFY(set->value("vector_extrema"));
        const base::Json json = base::readJson(bench.run(id).folder / set->file);
        QCOMPARE(json["provenance"]["vectors"]["sources"][0]["sha256"].get<std::string>(), std::string("11"));
    }

    // Two windows and a verb see one prediction finish: one of them scores it.
    void onePredictionIsScoredOnce()
    {
        bench::Bench first;
        auto other = workspace::Workspace::open(first.workspace->folder());
        jobs::WorkspaceJobs otherJobs(*other, {});
        const std::string id = first.predict();
        QTRY_VERIFY_WITH_TIMEOUT(first.hasEnded(id) && first.jobs->queue().isIdle() && otherJobs.queue().isIdle(), 20000);
        QTRY_VERIFY_WITH_TIMEOUT(first.workspace->scores().latest(id), 20000);
        QTest::qWait(1500); // whoever was second looks again
        QCOMPARE(first.workspace->scores().list(id).size(), size_t(1));
        const fs::path scores = first.run(id).folder / "scores";
        QCOMPARE(std::distance(fs::directory_iterator(scores), {}), 1);
    }

    void whoWatchesItScoresIt()
    {
        bench::Bench window;
        const auto verb = workspace::Workspace::open(window.workspace->folder());
        const std::string id = window.predict();
        auto claim = storage::Claim::take(verb->database(), workspace::scoringClaim(id));
        QVERIFY(claim);
        QVERIFY(!storage::Claim::take(window.workspace->database(), workspace::scoringClaim(id)));
        QTRY_VERIFY_WITH_TIMEOUT(window.hasEnded(id) && window.jobs->queue().isIdle(), 20000);
        QTest::qWait(500);
        QVERIFY(!window.workspace->scores().latest(id)); // the window stands aside
        workspace::scoreRun(verb->database(), id, {}, {}, {}, &*claim);
        claim.reset();
        QTest::qWait(1500);
        QCOMPARE(window.workspace->scores().list(id).size(), size_t(1));
    }

    // The verb that wanted to score it was killed: the next window does.
    void aDeadOwnersClaimIsTakenOver()
    {
        bench::Bench bench({ .scores_predictions = false });
        const std::string id = bench.predict();
        QTRY_VERIFY_WITH_TIMEOUT(bench.hasEnded(id), 20000);
        bench.workspace->database().connection().exec(
            "INSERT INTO claim VALUES ('" + workspace::scoringClaim(id) + "', '999999999 1 gone x', '')");
        QCOMPARE(workspace::unscoredRuns(bench.workspace->database()), std::vector<std::string> { id });
        bench.reopen();
        QTRY_VERIFY_WITH_TIMEOUT(bench.workspace->scores().latest(id), 20000);
        QVERIFY(workspace::unscoredRuns(bench.workspace->database()).empty());
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
