// SPDX-License-Identifier: GPL-3.0-or-later
// SIGKILL at every kind of moment, above all while a checkpoint is being written: what has the name of a checkpoint is
// always whole, and the run goes on to the same bytes as one that nobody disturbed.
// ATTUNE_KILLS=200 makes more of them than a normal test run needs.
#include "engine/worker.h"
#include "harness/test_case.h"

#include <QTemporaryDir>

#include <random>
#include <set>

using namespace engine;
using run::RunFolder;

namespace {

enum Victim { Child, Parent, Both };

void killVictim(const Worker &worker, int victim)
{
    const pid_t child = worker.child();
    if (victim != Child)
        worker.signal(SIGKILL);
    if (victim != Parent)
        Worker::signal(child, SIGKILL);
}

int64_t newestCheckpoint(const RunFolder &folder)
{
    const auto path = folder.latestCheckpoint();
    return path ? std::stoll(path->filename().string().substr(5)) : 0;
}

} // namespace

class TstRunKilled : public QObject
{
    Q_OBJECT
private:
    static constexpr int64_t kSteps = 24;
    QTemporaryDir m_dir;
    run::JobSpec m_spec;
    std::string m_adapter; // of an uninterrupted training

    RunFolder makeRun() const { return RunFolder::create(m_dir.path().toStdString(), m_spec, fakes::tinyDataset()); }
    static int kills(int usual) { return qEnvironmentVariableIsSet("ATTUNE_KILLS") ? qEnvironmentVariableIntValue("ATTUNE_KILLS") : usual; }

    void resumesToTheSameBytes(const RunFolder &folder)
    {
        const Ended ended = runToTheEnd(folder.path());
        QVERIFY2(ended.code == 0 || ended.err.contains("is finished"), ended.err.right(600).constData());
        QCOMPARE(lastOutcome(folder), std::string("finished"));
        QVERIFY(adapterBytes(folder) == m_adapter);
        QVERIFY(isNumberedWithoutGaps(folder));
        QCOMPARE(tornCheckpoints(folder), 0); // swept up
    }

private Q_SLOTS:
    void initTestCase()
    {
        // Large enough that writing a checkpoint takes a while, small enough that a step does not.
        const fs::path model = fakes::writeTinyFolder(
            m_dir.path().toStdString() + "/tiny", { .hidden = 192, .feed_forward = 256, .layers = 4 });
        m_spec = tinyTraining(model, kSteps);
        std::get<run::TrainSpec>(m_spec.job).lora_rank = 96;
        const RunFolder folder = makeRun();
        const Ended ended = runToTheEnd(folder.path());
        QVERIFY2(ended.code == 0, ended.err.right(600).constData());
        m_adapter = adapterBytes(folder);
    }

    void duringACheckpoint_data()
    {
        QTest::addColumn<int>("victim");
        QTest::newRow("the computing child") << int(Child);
        QTest::newRow("the parent") << int(Parent);
        QTest::newRow("both at once") << int(Both);
    }
    // The process is held while the unfinished folder is there, so every kill really falls into the writing.
    void duringACheckpoint()
    {
        QFETCH(int, victim);
        const RunFolder folder = makeRun();
        std::set<std::string> stages; // which files were there when it was killed
        int torn = 0;
        for (int64_t step = 3; step <= 15; step += 3) {
            Worker worker(folder.path());
            const bool held = worker.waitUntil([&] {
                const pid_t child = worker.child();
                if (newestCheckpoint(folder) + 1 < step || tornCheckpoints(folder) == 0 || child == 0)
                    return false;
                Worker::signal(child, SIGSTOP);
                ::usleep(2000); // it takes effect
                if (tornCheckpoints(folder) > 0)
                    return true;
                Worker::signal(child, SIGCONT);
                return false;
            });
            QVERIFY(held);
            killVictim(worker, victim);
            const Ended ended = worker.end();
            QCOMPARE(ended.code, victim == Child ? 1 : -2);
            ++torn;
            QVERIFY(tornCheckpoints(folder) > 0);
            QCOMPARE(faultOfCheckpoints(folder), std::string());
            QVERIFY(newestCheckpoint(folder) > 0 || step == 3);
            if (victim == Child) {
                QCOMPARE(lastOutcome(folder), std::string("crashed"));
                QVERIFY2(ended.err.contains("signal 9") && ended.err.contains("Resume the run"), ended.err.right(600).constData());
            } else {
                QVERIFY(folder.outcome() == std::nullopt); // nobody was left to say a word
                QTRY_VERIFY(!run::isWorkerAlive(folder));
            }
        }
        QCOMPARE(torn, 5);
        resumesToTheSameBytes(folder);
        QCOMPARE(eventsOf(folder, "resumed").size(), size_t(torn));
    }

    // Wherever it happens to be: loading, tokenizing, evaluating, saving.
    void atAnyMoment()
    {
        std::mt19937 random(11);
        RunFolder folder = makeRun();
        for (int i = 0; i < kills(9); ++i) {
            if (folder.isFinished()) {
                QVERIFY(adapterBytes(folder) == m_adapter);
                folder = makeRun();
            }
            Worker worker(folder.path());
            QVERIFY(worker.waitUntil([&] { return worker.child() > 0; }));
            ::usleep(useconds_t(random() % 1200000));
            killVictim(worker, int(random() % 3));
            worker.end();
            QCOMPARE(faultOfCheckpoints(folder), std::string());
            QTRY_VERIFY(!run::isWorkerAlive(folder));
        }
        resumesToTheSameBytes(folder);
    }
};

ATTUNE_TEST(TstRunKilled)
#include "tst_run_killed.moc"
