// SPDX-License-Identifier: GPL-3.0-or-later
// Events reach the disk before what relies on them.
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
};

ATTUNE_TEST(TstDurability)
#include "tst_durability.moc"
