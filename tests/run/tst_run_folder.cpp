// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files.h"
#include "base/uuid.h"
#include "harness/test_case.h"
#include "run/run_folder.h"

#include <QTemporaryDir>

#include <fcntl.h>
#include <limits>
#include <sys/file.h>
#include <unistd.h>

using namespace run;
namespace fs = std::filesystem;

class TstRunFolder : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_dir;
    fs::path runs() const { return fs::path(m_dir.path().toStdString()) / "runs"; }

    static std::vector<DatasetRow> rows()
    {
        DatasetRow row;
        row.split = Split::Validation;
        row.revision = 3;
        row.dialogue.id = base::newUuid();
        row.dialogue.profile.fields = { { "Age", 29 }, { "Name", "A" } };
        row.dialogue.turns = { { base::newUuid(), dialogue::Speaker::Seeker, "I feel stuck.", {} },
            { base::newUuid(), dialogue::Speaker::Supporter, "What happened?", dialogue::Strategy { "esconv-8", "Question" } } };
        return { row };
    }
    static JobSpec spec()
    {
        JobSpec spec;
        TrainSpec train;
        train.base_model = "m";
        spec.job = train;
        return spec;
    }

private Q_SLOTS:
    void holdsSpecAndDataset()
    {
        const auto data = rows();
        const RunFolder folder = RunFolder::create(runs(), spec(), data);
        QVERIFY(folder.path().filename().string().find("-train-") != std::string::npos);
        QCOMPARE(folder.spec().dataset_sha256.size(), size_t(64));
        const auto back = readDataset(folder.datasetFile());
        QCOMPARE(back.size(), size_t(1));
        QCOMPARE(back[0].revision, 3);
        QVERIFY(back[0].dialogue == data[0].dialogue);
        const RunFolder copy = folder.copyTo(runs() / "again");
        QCOMPARE(copy.spec().dataset_sha256, folder.spec().dataset_sha256);
        QVERIFY(copy.spec().run_id != folder.spec().run_id);
    }
    void refusedSpecLeavesNothing()
    {
        JobSpec bad = spec();
        std::get<TrainSpec>(bad.job).lora_rank = 0;
        const fs::path empty = fs::path(m_dir.path().toStdString()) / "none";
        QVERIFY_EXCEPTION_THROWN(RunFolder::create(empty, bad, rows()), base::Failure);
        QVERIFY(!fs::exists(empty));
    }
    void pathsThatAreNoTextAreRefused()
    {
        JobSpec bad = spec();
        std::get<TrainSpec>(bad.job).base_model = "/models/caf\xE9";
        const fs::path empty = fs::path(m_dir.path().toStdString()) / "no text";
        try {
            RunFolder::create(empty, bad, rows());
            QFAIL("must be refused");
        } catch (const base::Failure &failure) {
            QCOMPARE(failure.error().kind, base::ErrorKind::InvalidValue);
        }
        QVERIFY(!fs::exists(empty) || fs::is_empty(empty));
    }
    void aSpoiltOutcomeIsNone()
    {
        const RunFolder folder = RunFolder::create(runs(), spec(), rows());
        EventWriter writer(folder.eventsFile());
        writer.write("finished", { { "outcome", "stopped" } });
        writer.write("finished", { { "outcome", 5 } });
        QCOMPARE(*folder.outcome(), Outcome::Stopped);
    }
    void outcomeIsThatOfTheLastAttempt()
    {
        const RunFolder folder = RunFolder::create(runs(), spec(), rows());
        QVERIFY(!folder.outcome());
        EventWriter writer(folder.eventsFile());
        writer.write("started");
        writer.write("finished", { { "outcome", "stopped" } });
        QCOMPARE(*folder.outcome(), Outcome::Stopped);
        writer.write("resumed", { { "attempt", 2 }, { "from_step", 1 } });
        QVERIFY(!folder.outcome());
        writer.write("finished", { { "outcome", "finished" } });
        QVERIFY(folder.isFinished());
    }
    void onlyWholeCheckpointsCount()
    {
        const RunFolder folder = RunFolder::create(runs(), spec(), rows());
        for (const char *name : { "step-000009", "step-000010", "step-000011.partial", "notes" })
            fs::create_directories(folder.checkpointsDir() / name);
        QCOMPARE(folder.latestCheckpoint()->filename().string(), std::string("step-000010"));
    }
    void checkpointsAreInTheOrderOfTheirSteps()
    {
        const RunFolder folder = RunFolder::create(runs(), spec(), rows());
        for (const char *name : { "step-1000000", "step-999999", "step-12000000", "step-0000001", "step-", "step--00001", "step-7" })
            fs::create_directories(folder.checkpointsDir() / name);
        std::vector<std::string> names;
        for (const fs::path &path : wholeCheckpoints(folder.checkpointsDir()))
            names.push_back(path.filename().string());
        QCOMPARE(names, (std::vector<std::string> { "step-999999", "step-1000000", "step-12000000" }));
        QCOMPARE(folder.latestCheckpoint()->filename().string(), std::string("step-12000000"));
        QCOMPARE(checkpointName(7), std::string("step-000007"));
    }
    void oneWorkerAtATime()
    {
        const RunFolder folder = RunFolder::create(runs(), spec(), rows());
        QVERIFY(!isWorkerAlive(folder));
        {
            const HeldLock lock(folder);
            QVERIFY(isWorkerAlive(folder));
            QVERIFY_EXCEPTION_THROWN(HeldLock second(folder), base::Failure);
        }
        const HeldLock again(folder);
    }
    void aProcessThatIsGoneIsNotTheWorker()
    {
        const RunFolder folder = RunFolder::create(runs(), spec(), rows());
        { const HeldLock lock(folder); }
        base::Json json = base::readJson(folder.lockFile());
        json["pid"] = std::numeric_limits<int64_t>::max(); // beyond the kernel's highest
        json["start_time"] = 0;
        base::writeFileAtomically(folder.lockFile(), base::toLine(json));
        QVERIFY(!isWorkerAlive(folder));
    }
    void aReusedProcessNumberIsNotTheWorker()
    {
        const RunFolder folder = RunFolder::create(runs(), spec(), rows());
        { const HeldLock lock(folder); }
        base::Json json = base::readJson(folder.lockFile());
        json["start_time"] = json["start_time"].get<uint64_t>() - 1;
        base::writeFileAtomically(folder.lockFile(), base::toLine(json));
        QVERIFY(!isWorkerAlive(folder));
    }
    // A worker that has not said yet who it is, or whose number means nothing here.
    void whoHoldsTheLockIsAWorker()
    {
        const RunFolder folder = RunFolder::create(runs(), spec(), rows());
        base::writeFileAtomically(folder.lockFile(), R"({"pid":999999999,"start_time":1,"boot_id":"x"})");
        QVERIFY(!isWorkerAlive(folder));
        const int held = ::open(folder.lockFile().c_str(), O_RDWR | O_CLOEXEC);
        QCOMPARE(::flock(held, LOCK_EX), 0);
        QVERIFY(isWorkerAlive(folder));
        clearLock(folder);
        QVERIFY(readLock(folder));
        ::close(held);
        QVERIFY(!isWorkerAlive(folder));
        clearLock(folder);
        QVERIFY(!readLock(folder));
        QVERIFY(fs::exists(folder.lockFile()));
        const HeldLock lock(folder);
        QVERIFY(isWorkerAlive(folder));
    }
    // A run's folder may come from somebody else.
    void aLockBehindALinkIsNotTaken()
    {
        const RunFolder folder = RunFolder::create(runs(), spec(), rows());
        const fs::path precious = folder.path() / "precious";
        base::writeFileAtomically(precious, "mine");
        fs::create_symlink(precious, folder.lockFile());
        QVERIFY_EXCEPTION_THROWN(HeldLock lock(folder), base::Failure);
        clearLock(folder);
        QVERIFY(!isWorkerAlive(folder));
        QCOMPARE(base::readFile(precious), std::string("mine"));
    }
    void aFolderThatIsGoneIsNotMadeForARequest()
    {
        const RunFolder folder = RunFolder::create(runs(), spec(), rows());
        fs::remove_all(folder.path());
        QVERIFY_EXCEPTION_THROWN(folder.request("stop"), base::Failure);
        QVERIFY(!fs::exists(folder.path()));
    }
    void requestsAreTakenOnce()
    {
        const RunFolder folder = RunFolder::create(runs(), spec(), rows());
        QVERIFY(!folder.takeRequest("stop"));
        folder.request("stop");
        QVERIFY(folder.takeRequest("stop"));
        QVERIFY(!folder.takeRequest("stop"));
    }
};

ATTUNE_TEST(TstRunFolder)
#include "tst_run_folder.moc"
