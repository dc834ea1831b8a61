// SPDX-License-Identifier: GPL-3.0-or-later
// One worker a device: the next one waits, says so, can be stopped, and goes on when it is its turn.
#include "engine/worker.h"
#include "harness/test_case.h"
#include "run/device_slot.h"

#include <QTemporaryDir>

#include <optional>

using namespace engine;
using run::RunFolder;

namespace {

bool isWaiting(const RunFolder &folder)
{
    const auto stages = eventsOf(folder, "stage");
    std::error_code ec;
    return !stages.empty() && stages.back().fields["name"] == run::kWaiting && fs::exists(folder.stateFile(), ec)
        && base::readJson(folder.stateFile())["stage"] == run::kWaiting;
}

} // namespace

class TstRunSlot : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_dir;
    fs::path m_model;

    fs::path path(const std::string &name) const { return fs::path(m_dir.path().toStdString()) / name; }
    RunFolder training(int64_t steps = 4) const { return RunFolder::create(path("runs"), tinyTraining(m_model, steps), fakes::tinyDataset()); }

private Q_SLOTS:
    void initTestCase() { m_model = fakes::writeTinyFolder(path("tiny")); }

    void waitsItsTurnAndGoesOn()
    {
        std::optional<run::DeviceSlot> slot;
        slot.emplace("cpu", "/somebody/runs/first");
        QVERIFY(slot->tryTake());
        const RunFolder folder = training();
        Worker worker(folder.path());
        QVERIFY(worker.waitUntil([&] { return isWaiting(folder); }));
        QVERIFY(run::isWorkerAlive(folder)); // nobody else takes the run meanwhile
        QCOMPARE(worker.child(), 0); // nothing is loaded
        const auto stage = eventsOf(folder, "stage").front();
        QCOMPARE(stage.fields["device"], base::Json("cpu"));
        QCOMPARE(stage.fields["holder"], base::Json("/somebody/runs/first"));
        QVERIFY(eventsOf(folder, "started").empty());
        slot.reset();
        const Ended ended = worker.end();
        QVERIFY2(ended.code == 0, ended.err.right(600).constData());
        QVERIFY2(ended.err.contains("/somebody/runs/first"), ended.err.constData());
        QCOMPARE(lastOutcome(folder), std::string("finished"));
        QVERIFY(isNumberedWithoutGaps(folder));
        QVERIFY(run::isSlotFree("cpu"));
    }

    void twoWorkersOneAfterTheOther()
    {
        const RunFolder first = training(4000), second = training(); // the first one goes on until it is told to stop
        Worker one(first.path());
        QVERIFY(one.waitUntil([&] { return stepsDone(first) >= 1; }));
        const auto holder = run::slotHolder("cpu");
        QVERIFY(holder.has_value());
        QCOMPARE(holder->process.pid, int64_t(one.pid()));
        QCOMPARE(holder->folder.string(), first.path().string());
        Worker two(second.path());
        QVERIFY(two.waitUntil([&] { return isWaiting(second); }));
        QVERIFY(!run::isSlotFree("cpu"));
        first.request("stop");
        QCOMPARE(two.end().code, 0);
        QCOMPARE(one.end().code, 130);
        QVERIFY(eventsOf(first).back().time <= eventsOf(second, "started").front().time);
    }

    // The next job's first word comes after the last one of the job before it.
    void itIsHeldUntilTheLastWordIsWritten()
    {
        for (int i = 0; i < 3; ++i) {
            const RunFolder folder = training(2);
            Worker worker(folder.path());
            QVERIFY(worker.waitUntil([&] { return run::slotHolder("cpu").has_value(); }));
            // At once when it is free: between that moment and a later word there is no more than a write.
            while (!run::isSlotFree("cpu") && run::isWorkerAlive(folder)) { }
            QCOMPARE(lastOutcome(folder), std::string("finished"));
            QCOMPARE(worker.end().code, 0);
        }
    }

    void aKilledHolderHoldsNothingUp()
    {
        const RunFolder first = training(4000), second = training();
        Worker one(first.path());
        QVERIFY(one.waitUntil([&] { return stepsDone(first) >= 1; }));
        Worker two(second.path());
        QVERIFY(two.waitUntil([&] { return isWaiting(second); }));
        one.signal(SIGKILL);
        const Ended ended = two.end();
        QVERIFY2(ended.code == 0, ended.err.right(600).constData());
    }

    void stoppedWhileItWaits_data()
    {
        QTest::addColumn<int>("signal"); // 0: a request file
        QTest::newRow("request") << 0;
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGINT") << SIGINT;
    }
    void stoppedWhileItWaits()
    {
        QFETCH(int, signal);
        const RunFolder folder = training();
        {
            run::DeviceSlot slot("cpu", "/other");
            QVERIFY(slot.tryTake());
            Worker worker(folder.path());
            QVERIFY(worker.waitUntil([&] { return isWaiting(folder); }));
            if (signal)
                worker.signal(signal);
            else
                folder.request("stop");
            const Ended ended = worker.end();
            QCOMPARE(ended.code, 130);
            QVERIFY2(ended.err.contains("was cancelled"), ended.err.right(600).constData());
            QCOMPARE(lastOutcome(folder), std::string("stopped"));
            QVERIFY(slot.isHeld());
        }
        QVERIFY(run::isSlotFree("cpu")); // no ticket is left
        QCOMPARE(runToTheEnd(folder.path()).code, 0);
        QCOMPARE(lastOutcome(folder), std::string("finished"));
    }

    void anotherDeviceIsAnotherSlot()
    {
        run::DeviceSlot slot("cuda:0", "/other");
        QVERIFY(slot.tryTake());
        QCOMPARE(runToTheEnd(training().path()).code, 0);
    }

    void chatTakesNone()
    {
        run::DeviceSlot slot(run::slotOf("auto"), "/other");
        QVERIFY(slot.tryTake());
        QProcess chat;
        chat.start(QStringLiteral(ATTUNE_BINARY_DIR "/bin/attune-engine"), { QStringLiteral("serve") });
        chat.write("{\"id\":1,\"do\":\"quit\"}\n");
        QVERIFY(chat.waitForFinished(60000));
        QCOMPARE(chat.exitCode(), 0);
    }
};

ATTUNE_TEST(TstRunSlot)
#include "tst_run_slot.moc"
