// SPDX-License-Identifier: GPL-3.0-or-later
// SIGTERM ends a worker the first time, in whatever it is; a folder that goes away under its hands does so, too.
#include "engine/worker.h"
#include "harness/test_case.h"
#include "run/device_slot.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

using namespace engine;
using run::RunFolder;

namespace {

bool hasStage(const RunFolder &folder, const char *name)
{
    for (const run::JobEvent &event : eventsOf(folder, "stage")) {
        if (event.fields["name"] == name)
            return true;
    }
    return false;
}

} // namespace

class TstRunSignals : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_dir;
    fs::path m_model;

    fs::path path(const std::string &name) const { return fs::path(m_dir.path().toStdString()) / name; }
    RunFolder training(int64_t steps) const { return RunFolder::create(path("runs"), tinyTraining(m_model, steps), fakes::tinyDataset()); }

    static QStringList namesIn(const fs::path &folder)
    {
        QStringList names;
        for (const auto &entry : fs::recursive_directory_iterator(folder))
            names << QString::fromStdString(entry.path().filename().string());
        return names;
    }

private Q_SLOTS:
    void initTestCase() { m_model = fakes::writeTinyFolder(path("tiny")); }

    void sigtermWorksTheFirstTime_data()
    {
        QTest::addColumn<QByteArray>("stage");
        QTest::newRow("tokenizing") << QByteArray("tokenizing");
        QTest::newRow("loading model") << QByteArray("loading model");
        QTest::newRow("evaluating") << QByteArray("evaluating");
        QTest::newRow("training") << QByteArray("training");
    }
    void sigtermWorksTheFirstTime()
    {
        QFETCH(QByteArray, stage);
        const RunFolder folder = training(100000);
        Worker worker(folder.path());
        QVERIFY(worker.waitUntil([&] { return hasStage(folder, stage.constData()); }));
        worker.signal(SIGTERM);
        const Ended ended = worker.end();
        QVERIFY2(ended.code == 130, ended.err.right(600).constData());
        QCOMPARE(lastOutcome(folder), std::string("stopped"));
    }

    void whileACheckpointIsWritten()
    {
        const RunFolder folder = training(100000);
        Worker worker(folder.path());
        QVERIFY(worker.waitUntil([&] { return tornCheckpoints(folder) > 0; }));
        worker.signal(SIGTERM);
        QCOMPARE(worker.end().code, 130);
        QCOMPARE(lastOutcome(folder), std::string("stopped"));
        QCOMPARE(faultOfCheckpoints(folder), std::string());
        QCOMPARE(tornCheckpoints(folder), 0);
    }

    // A lock without a living owner is waited for: what is left of a killed worker goes soon.
    void beforeTheLock()
    {
        const RunFolder folder = training(4);
        const int held = ::open(folder.lockFile().c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
        QCOMPARE(::flock(held, LOCK_EX), 0);
        Worker worker(folder.path());
        // It catches the signal as soon as it has opened the lock file.
        const std::string descriptors = "/proc/" + std::to_string(worker.pid()) + "/fd";
        QVERIFY(worker.waitUntil([&] {
            std::error_code ec;
            for (const auto &entry : fs::directory_iterator(descriptors, ec)) {
                if (fs::read_symlink(entry.path(), ec) == folder.lockFile())
                    return true;
            }
            return false;
        }));
        worker.signal(SIGTERM);
        const Ended ended = worker.end();
        ::close(held);
        QVERIFY2(ended.code == 130, ended.err.right(600).constData());
        QVERIFY(eventsOf(folder).empty());
        QCOMPARE(runToTheEnd(folder.path()).code, 0);
    }

    // At any moment: killed before it has begun, stopped with a last word afterwards, never deaf.
    void atAnyMoment()
    {
        for (int i = 0; i < 12; ++i) {
            const RunFolder folder = training(100000);
            Worker worker(folder.path());
            ::usleep(useconds_t(i) * 60000);
            worker.signal(SIGTERM);
            const Ended ended = worker.end();
            QVERIFY2(ended.code == 130 || (ended.code == -2 && eventsOf(folder).empty() && !fs::exists(folder.lockFile())),
                (std::to_string(ended.code) + " " + ended.err.right(600).toStdString()).c_str());
            QCOMPARE(ended.code == 130 ? lastOutcome(folder) : "stopped", std::string("stopped"));
        }
    }

    // `attune-engine run X 2>&1 | less` in a terminal that is closed: what nobody reads any more is no reason to end.
    void whoReadsItsWordsMayGo()
    {
        const RunFolder folder = training(12);
        QProcess shell;
        shell.start(QStringLiteral("sh"), { QStringLiteral("-c"), QStringLiteral("\"$1\" run \"$2\" 2>&1 | head -n 1"), QStringLiteral("sh"),
                                              QStringLiteral(ATTUNE_BINARY_DIR "/bin/attune-engine"), QString::fromStdString(folder.path().string()) });
        QVERIFY(shell.waitForFinished(120000));
        QVERIFY2(!shell.readAllStandardOutput().isEmpty(), shell.readAllStandardError().constData()); // it had something to say
        QTRY_VERIFY_WITH_TIMEOUT(!run::isWorkerAlive(folder), 60000); // not every shell waits for all of them
        QCOMPARE(lastOutcome(folder), std::string("finished"));
    }

    void aFolderThatGoesEndsIt_data()
    {
        QTest::addColumn<QString>("how");
        QTest::addColumn<bool>("predicts");
        QTest::addColumn<bool>("waits");
        for (const char *how : { "deleted", "moved", "replaced" }) {
            QTest::newRow(qPrintable(QStringLiteral("%1, training").arg(QLatin1String(how)))) << QString::fromLatin1(how) << false << false;
            QTest::newRow(qPrintable(QStringLiteral("%1, predicting").arg(QLatin1String(how)))) << QString::fromLatin1(how) << true << false;
            QTest::newRow(qPrintable(QStringLiteral("%1, waiting").arg(QLatin1String(how)))) << QString::fromLatin1(how) << false << true;
        }
        // Before the computing process has looked at the folder for the first time.
        QTest::newRow("by another run, beginning") << QStringLiteral("by another run") << false << false;
    }
    void aFolderThatGoesEndsIt()
    {
        QFETCH(QString, how);
        QFETCH(bool, predicts);
        QFETCH(bool, waits);
        const RunFolder folder = predicts ? RunFolder::create(path("runs"), tinyPrediction(m_model), testDialogues(300)) : training(100000);
        const fs::path another = folder.copyTo(folder.path().string() + "-another").path();
        run::DeviceSlot slot(waits ? "cpu" : "cuda:7", "/other");
        QVERIFY(slot.tryTake());
        Worker worker(folder.path());
        const bool isAnother = how == QLatin1String("by another run");
        QVERIFY(worker.waitUntil([&] { return isAnother ? worker.child() > 0 : waits ? hasStage(folder, run::kWaiting) : stepsDone(folder) >= 2; }));
        const fs::path elsewhere = folder.path().string() + "-elsewhere";
        fs::rename(folder.path(), elsewhere);
        if (isAnother)
            fs::rename(another, folder.path());
        if (how == QLatin1String("deleted")) {
            // The worker may put something there meanwhile.
            std::error_code ec;
            for (int i = 0; i < 1000 && fs::exists(elsewhere); ++i)
                fs::remove_all(elsewhere, ec);
            QVERIFY(!fs::exists(elsewhere));
        }
        if (how == QLatin1String("replaced"))
            fs::create_directory(folder.path());
        const Ended ended = worker.end();
        QCOMPARE(ended.code, 1);
        QVERIFY2(ended.err.contains(folder.path().c_str()) && ended.err.contains("deleted, moved or replaced"), ended.err.right(600).constData());
        if (isAnother) {
            QStringList names = namesIn(folder.path());
            names.sort();
            QCOMPARE(names.join(QLatin1Char(' ')), QStringLiteral("dataset.jsonl spec.json"));
            return;
        }
        if (how == QLatin1String("replaced"))
            QCOMPARE(namesIn(folder.path()).join(QLatin1Char(' ')), QString()); // nothing was written into another's folder
        else
            QVERIFY(!fs::exists(folder.path())); // and nothing was made again
    }
};

ATTUNE_TEST(TstRunSignals)
#include "tst_run_signals.moc"
