// SPDX-License-Identifier: GPL-3.0-or-later
// Events reach the disk before what relies on them.
#include "base/files.h"
#include "fakes/call_order.h"
#include "harness/test_case.h"
#include "run/job_monitor.h"

#include <QTemporaryDir>

using namespace run;
namespace fs = std::filesystem;

class TstDurability : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_dir;
    fs::path path() const { return m_dir.path().toStdString(); }
    std::string events() const { return (path() / "events.jsonl").string(); }

private Q_SLOTS:
    void whatOthersRelyOnIsKeptAtOnce_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<bool>("kept");
        for (const char *type : { "started", "resumed", "checkpoint", "adapter", "finished" })
            QTest::newRow(type) << QString::fromLatin1(type) << true;
        for (const char *type : { "metric", "progress", "prediction" }) // many a second
            QTest::newRow(type) << QString::fromLatin1(type) << false;
    }
    void whatOthersRelyOnIsKeptAtOnce()
    {
        QFETCH(QString, type);
        QFETCH(bool, kept);
        EventWriter writer(path() / "events.jsonl");
        const fakes::CallOrder order;
        writer.write("metric");
        writer.write(type.toStdString());
        const auto &log = fakes::CallOrder::end();
        QCOMPARE(fakes::isFlushedBefore(log, log.size(), events()), kept);
        fakes::CallOrder::begin();
        writer.sync();
        writer.sync(); // nothing new: nothing to do
        QCOMPARE(fakes::callsWith(fakes::CallOrder::end(), "fsync", events()).size(), size_t(kept ? 0 : 1));
    }

    void stateSaysNoMoreThanTheEventsOnTheDisk()
    {
        EventWriter writer(path() / "events.jsonl");
        JobMonitor monitor(RunFolder(path()), writer, 1, {});
        const fakes::CallOrder order;
        monitor.stage("training");
        monitor.metric("loss", 2, 1);
        monitor.progress(10, 10, 0);
        monitor.checkpoint(path() / "checkpoints/step-000010", 10);
        const auto &log = fakes::CallOrder::end();
        const auto states = fakes::callsWith(log, "rename", "state.json");
        QVERIFY(states.size() >= 3);
        for (const size_t at : states)
            QVERIFY(fakes::isFlushedBefore(log, at, events()));
    }

    // Between the look at the folder and the opening of the file there is time to replace it.
    void whatIsWrittenReachesTheFolderThatWasOpened_data()
    {
        QTest::addColumn<QString>("what");
        for (const char *what : { "event", "flush", "state" })
            QTest::newRow(what) << QString::fromLatin1(what);
    }
    void whatIsWrittenReachesTheFolderThatWasOpened()
    {
        QFETCH(QString, what);
        const QTemporaryDir dir;
        const fs::path place = fs::path(dir.path().toStdString()) / "run", elsewhere = place.string() + "-elsewhere";
        fs::create_directory(place);
        const FolderWatch watch { RunFolder(place) };
        EventWriter writer(watch);
        writer.write("metric");
        auto &calls = fakes::systemCalls();
        calls.looked = place.string();
        calls.afterLook = [&] {
            fs::rename(place, elsewhere);
            fs::create_directory(place);
        };
        if (what == QLatin1String("event"))
            writer.write("metric");
        else if (what == QLatin1String("flush"))
            writer.sync();
        else
            watch.within([](const fs::path &folder) { base::writeFileAtomically(RunFolder(folder).stateFile(), "{}"); });
        QVERIFY(!calls.afterLook);
        QVERIFY(fs::is_empty(place));
        const auto events = base::readFile(RunFolder(elsewhere).eventsFile());
        QCOMPARE(std::count(events.begin(), events.end(), '\n'), what == QLatin1String("event") ? 2 : 1);
        QCOMPARE(fs::exists(RunFolder(elsewhere).stateFile()), what == QLatin1String("state"));
        try {
            writer.write("metric"); // from now on it is known
            QFAIL("must be refused");
        } catch (const base::Failure &failure) {
            QCOMPARE(failure.error().kind, base::ErrorKind::FileMissing);
            QCOMPARE(failure.error().subject, place.string());
        }
        QVERIFY(fs::is_empty(place));
    }

    // Requests of the run that stands under the name now are its own.
    void theRequestsOfAnotherRunAreLeftAlone()
    {
        const QTemporaryDir dir;
        const fs::path place = fs::path(dir.path().toStdString()) / "run", elsewhere = place.string() + "-elsewhere";
        fs::create_directory(place);
        EventWriter writer(RunFolder(place).eventsFile());
        const base::CancelToken stop;
        JobMonitor monitor(RunFolder(place), writer, 1, stop);
        fs::rename(place, elsewhere);
        fs::create_directory(place);
        for (const char *what : { "stop", "yield", "checkpoint" })
            RunFolder(place).request(what);
        QVERIFY(!monitor.takeCheckpointWish());
        QVERIFY(stop.isCancelled());
        for (const char *what : { "stop", "yield", "checkpoint" })
            QVERIFY(fs::exists(RunFolder(place).requestsDir() / what));
    }
};

ATTUNE_TEST(TstDurability)
#include "tst_durability.moc"
