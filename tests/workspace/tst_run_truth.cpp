// SPDX-License-Identifier: GPL-3.0-or-later
// What is true of a run, whatever its row says; looking writes nothing.
#include "fakes/bench_workspace.h"
#include "workspace/run_truth.h"

namespace fs = std::filesystem;
using run::Outcome;
using storage::RunState;

class TstRunTruth : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatIsTrue_data()
    {
        QTest::addColumn<QByteArray>("worker"); // alive, dead, none
        QTest::addColumn<QByteArray>("said"); // its last words
        QTest::addColumn<QByteArray>("stage");
        QTest::addColumn<bool>("gone");
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("outcome"); // -1: none
        QTest::newRow("at work") << QByteArray("alive") << QByteArray() << QByteArray("training") << false << int(RunState::Running) << -1;
        QTest::newRow("waits for the device") << QByteArray("alive") << QByteArray() << QByteArray("waiting") << false << int(RunState::Queued) << -1;
        QTest::newRow("died while it waited") << QByteArray("dead") << QByteArray() << QByteArray("waiting") << false << int(RunState::Queued) << -1;
        QTest::newRow("about to begin") << QByteArray("none") << QByteArray() << QByteArray() << false << int(RunState::Running) << -1;
        QTest::newRow("lost") << QByteArray("dead") << QByteArray() << QByteArray("training") << false << int(RunState::Ended) << int(Outcome::Lost);
        QTest::newRow("finished, not recorded") << QByteArray("dead") << QByteArray("finished") << QByteArray("saving") << false << int(RunState::Ended) << int(Outcome::Finished);
        QTest::newRow("folder gone") << QByteArray("dead") << QByteArray() << QByteArray("training") << true << int(RunState::Ended) << int(Outcome::Lost);
    }
    void whatIsTrue()
    {
        QFETCH(QByteArray, worker);
        QFETCH(QByteArray, said);
        QFETCH(QByteArray, stage);
        QFETCH(bool, gone);
        bench::Bench bench({ .runs_jobs = false, .scores_predictions = false });
        run::JobSpec spec;
        spec.job = bench.training();
        const run::RunFolder folder = run::RunFolder::create(
            bench.workspace->database().runsDir(), spec, workspace::freeze(bench.workspace->database(), {}).rows);
        const std::string id = bench.workspace->runs().add(folder).id;
        bench.workspace->runs().setState(id, RunState::Running);
        if (!stage.isEmpty())
            run::EventWriter(folder.eventsFile()).write("stage", base::Json { { "name", stage.toStdString() } });
        bench.workspace->runs().record(id);
        if (!said.isEmpty())
            run::EventWriter(folder.eventsFile()).write("finished", base::Json { { "outcome", said.toStdString() } });
        if (worker == "dead")
            base::writeFileAtomically(folder.lockFile(), R"({"pid":999999999,"start_time":1,"boot_id":"x"})");
        std::unique_ptr<run::HeldLock> held;
        if (worker == "alive")
            held = std::make_unique<run::HeldLock>(folder);
        if (gone)
            fs::remove_all(folder.path());
        const workspace::RunTruth truth = workspace::truthOf(bench.run(id));
        QTEST(int(truth.state), "state");
        QTEST(truth.outcome ? int(*truth.outcome) : -1, "outcome");
        QCOMPARE(truth.folder_gone, gone);
        QCOMPARE(int(bench.run(id).state), int(RunState::Running)); // only looked at
        if (gone)
            QVERIFY_EXCEPTION_THROWN(workspace::requireFolder(bench.run(id)), base::Failure);
    }
};

ATTUNE_TEST(TstRunTruth)
#include "tst_run_truth.moc"
