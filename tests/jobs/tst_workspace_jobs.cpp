// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/bench_workspace.h"
#include "jobs/job_queue.h"
#include "jobs/run_recorder.h"
#include "workspace/storage_lane.h"

namespace fs = std::filesystem;

class TstWorkspaceJobs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { bench::useFakeEngine("normal"); }

    void workForADeletedRunIsNoTrouble_data()
    {
        QTest::addColumn<bool>("deleted");
        QTest::addColumn<int>("told");
        QTest::newRow("deleted meanwhile") << true << 0;
        QTest::newRow("its files are gone, the run is not") << false << 1; // scoring has nothing to read
    }
    void workForADeletedRunIsNoTrouble()
    {
        QFETCH(bool, deleted);
        QFETCH(int, told);
        bench::Bench bench;
        run::JobSpec spec;
        spec.job = bench.prediction();
        const auto folder = run::RunFolder::create(
            bench.workspace->database().runsDir(), spec, workspace::freeze(bench.workspace->database(), {}).rows);
        const std::string id = bench.workspace->runs().add(folder).id;
        bench.workspace->runs().end(id, run::Outcome::Finished, {});
        QSignalSpy failed(bench.jobs.get(), &jobs::WorkspaceJobs::failed);
        Q_EMIT bench.jobs->queue().ended(QString::fromStdString(id), run::Outcome::Finished); // its scoring begins
        bench.jobs->recorder().follow(QString::fromStdString(id), QString::fromStdString(folder.path().string()), 0);
        if (deleted)
            bench.workspace->runs().forget(id);
        fs::remove_all(folder.path());
        int done = 0;
        for (workspace::StorageLane *lane : { &bench.workspace->interactive(), &bench.workspace->bulk() })
            lane->run(this, [](const auto &) { return 1; }, [&](int) { ++done; });
        QTRY_COMPARE(done, 2); // and with it what was asked before
        QCOMPARE(failed.size(), told);
    }
};

ATTUNE_TEST(TstWorkspaceJobs)
#include "tst_workspace_jobs.moc"
