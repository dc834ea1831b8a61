// SPDX-License-Identifier: GPL-3.0-or-later
// A disk that fills up under the worker: a small tmpfs in a mount namespace of its own. The run fails with a sentence,
// keeps its whole checkpoints, and goes on to the same bytes when there is room again.
#include "engine/worker.h"
#include "harness/test_case.h"

#include <QTemporaryDir>

using namespace engine;
using run::RunFolder;

namespace {

// $1: the root with `run` in it; $2: bytes of the disk; $3: bytes taken by something else; $4: the worker; $5: files it can hold.
// The slots lie on the disk, too.
constexpr const char *kScript = R"(
mkdir "$1/disk" && mount -t tmpfs -o "size=$2,nr_inodes=$5" none "$1/disk" || exit 77
export ATTUNE_LOCK_DIR="$1/disk"
cp -r "$1/run" "$1/disk/run" || exit 78
[ "$3" = 0 ] || head -c "$3" /dev/zero > "$1/disk/other" 2>/dev/null
"$4" run "$1/disk/run" > "$1/out" 2> "$1/err"; echo $? > "$1/code"
cp -r "$1/disk/run" "$1/full"
rm -f "$1/disk/other"; mount -o remount,size=256m,nr_inodes=10000 "$1/disk" || exit 77
"$4" run "$1/disk/run" > /dev/null 2> "$1/err-again"; echo $? > "$1/code-again"
cp -r "$1/disk/run" "$1/room"
)";

} // namespace

class TstRunFullDisk : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_dir;
    fs::path m_model;

    run::JobSpec training() const
    {
        run::JobSpec spec = tinyTraining(m_model, 12);
        std::get<run::TrainSpec>(spec.job).lora_rank = 16; // a checkpoint has about 180 kB; two are kept
        return spec;
    }

private Q_SLOTS:
    void initTestCase() { m_model = fakes::writeTinyFolder(m_dir.path().toStdString() + "/tiny"); }

    void endsWithASentenceAndGoesOn_data()
    {
        QTest::addColumn<bool>("predicts");
        QTest::addColumn<QByteArray>("size"); // of the disk
        QTest::addColumn<QByteArray>("taken"); // of it, by something else
        QTest::addColumn<QByteArray>("files"); // that it can hold; the run's are four, folders included
        const QByteArray many("1000");
        QTest::newRow("checkpoints fill it") << false << QByteArray("480k") << QByteArray("0") << many;
        QTest::newRow("no room for one checkpoint") << false << QByteArray("120k") << QByteArray("0") << many;
        QTest::newRow("full from the start") << false << QByteArray("120k") << QByteArray("10000000") << many;
        QTest::newRow("replies fill it") << true << QByteArray("64k") << QByteArray("0") << many;
        for (const int files : { 4, 5, 6, 7, 8, 9, 10 })
            QTest::newRow(qPrintable(QStringLiteral("no more than %1 files").arg(files))) << false << QByteArray("10m") << QByteArray("0") << QByteArray::number(files);
    }
    void endsWithASentenceAndGoesOn()
    {
        QFETCH(bool, predicts);
        QFETCH(QByteArray, size);
        QFETCH(QByteArray, taken);
        QFETCH(QByteArray, files);
        const run::JobSpec spec = predicts ? tinyPrediction(m_model) : training();
        const auto rows = predicts ? testDialogues(60) : fakes::tinyDataset();
        const QTemporaryDir dir;
        const fs::path root = dir.path().toStdString();
        const RunFolder whole = RunFolder::create(root / "runs", spec, rows);
        const RunFolder asked = whole.copyTo(root / "run");
        QCOMPARE(runToTheEnd(whole.path()).code, 0);

        QProcess process;
        process.start(QStringLiteral("unshare"),
            { QStringLiteral("-rm"), QStringLiteral("--kill-child"), QStringLiteral("sh"), QStringLiteral("-c"), QString::fromLatin1(kScript), QStringLiteral("sh"),
                dir.path(), QString::fromLatin1(size), QString::fromLatin1(taken), QStringLiteral(ATTUNE_BINARY_DIR "/bin/attune-engine"),
                QString::fromLatin1(files) });
        if (!process.waitForStarted())
            QSKIP("skipped: no small disk can be mounted here");
        if (!process.waitForFinished(240000)) {
            process.kill(); // and, by --kill-child, what it started
            process.waitForFinished();
            QFAIL("the worker does not end");
        }
        // unshare itself says 1 where it may not do what it is for; then the script has not begun.
        const bool refused = process.exitCode() == 1 && !fs::exists(root / "disk");
        if (process.exitStatus() == QProcess::NormalExit && (process.exitCode() == 77 || refused))
            QSKIP("skipped: no small disk can be mounted here");
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 0);

        const auto text = [&](const char *name) { return QByteArray::fromStdString(base::readFile(root / name)); };
        QCOMPARE(text("code").trimmed(), QByteArray("1"));
        QVERIFY2(text("err").contains("There is no space left for") && text("err").contains("Free some space"), text("err").constData());
        QVERIFY2(!text("err").contains("report it"), text("err").constData());
        const RunFolder full(root / "full");
        QCOMPARE(faultOfCheckpoints(full), std::string());
        QVERIFY(!fs::exists(full.adapterDir()));
        // Without a file of events nobody can write the last word.
        if (taken == "0" && fs::exists(full.eventsFile())) {
            QCOMPARE(lastOutcome(full), std::string("failed"));
            QCOMPARE(tornCheckpoints(full), 0);
        }

        QVERIFY2(text("code-again").trimmed() == "0", text("err-again").constData());
        const RunFolder room(root / "room");
        QCOMPARE(lastOutcome(room), std::string("finished"));
        QVERIFY(isNumberedWithoutGaps(room));
        if (!predicts) {
            QVERIFY(adapterBytes(room) == adapterBytes(whole));
            return;
        }
        const auto expected = run::readPredictions(whole.predictionsFile()), found = run::readPredictions(room.predictionsFile());
        QCOMPARE(found.size(), expected.size());
        for (size_t i = 0; i < found.size(); ++i) {
            QCOMPARE(found[i].turn_id, expected[i].turn_id);
            QCOMPARE(found[i].prediction, expected[i].prediction);
        }
    }
};

ATTUNE_TEST(TstRunFullDisk)
#include "tst_run_full_disk.moc"
