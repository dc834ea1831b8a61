// SPDX-License-Identifier: GPL-3.0-or-later
// Who waits for the disk and the processor, and when: never the thread of a window, never with the workspace locked.
#include "fakes/bench_workspace.h"
#include "fakes/system_calls.h"
#include "storage/sql.h"
#include "workspace/storage_lane.h"

#include <algorithm>
#include <sys/resource.h>

namespace {

enum class By { ThisThread, AnotherThread };

int64_t setting(const storage::Database &database) { return storage::pragmaNumber(database.connection(), "synchronous"); }

constexpr int64_t kNormal = 1, kFull = 2;

} // namespace

class TstDisk : public QObject
{
    Q_OBJECT

    static void beginLog()
    {
        const std::lock_guard lock(fakes::systemCalls().mutex);
        fakes::systemCalls().log.clear();
        fakes::systemCalls().logging = true;
    }

    static bool wasFlushed(By by)
    {
        const std::lock_guard lock(fakes::systemCalls().mutex);
        return std::any_of(fakes::systemCalls().log.begin(), fakes::systemCalls().log.end(), [by](const fakes::SystemCall &call) {
            return call.name == "fsync" && call.path.ends_with("workspace.db-wal") && (call.thread == ::gettid()) == (by == By::ThisThread);
        });
    }

private Q_SLOTS:
    void initTestCase() { bench::useFakeEngine("normal"); }

    void cleanup()
    {
        fakes::systemCalls().logging = false;
        fakes::systemCalls().broken.clear();
    }

    // A verb ends behind its last change: what it has changed is on the disk when the call returns.
    void aVerbWaits()
    {
        const QTemporaryDir dir;
        const auto workspace = workspace::Workspace::create(std::filesystem::path(dir.path().toStdString()) / "a.attune");
        QCOMPARE(setting(workspace->database()), kFull);
        beginLog();
        workspace->dialogues().add(bench::dialogueOf(1), "me");
        QVERIFY(wasFlushed(By::ThisThread));
    }

    void aWindowDoesNot()
    {
        const bench::Bench bench;
        QTRY_COMPARE(setting(bench.workspace->database()), kNormal);
        QTest::qWait(100); // what the making of it still brings to the disk
        beginLog();
        for (int i = 0; i < 3; ++i) {
            bench.workspace->dialogues().add(bench::dialogueOf(100 + i), "me");
            QVERIFY(!wasFlushed(By::ThisThread));
            QTRY_VERIFY(wasFlushed(By::AnotherThread)); // and yet it is there at once
            QVERIFY(!wasFlushed(By::ThisThread));
            beginLog();
        }
    }

    // The last changes of a window, whose other thread did not come to them any more.
    void closingWaits()
    {
        bench::Bench bench;
        QTRY_COMPARE(setting(bench.workspace->database()), kNormal);
        QTest::qWait(100);
        // Somebody who reads keeps the closing from copying the log back, which would flush it, too.
        storage::Database reader = storage::Database::open(bench.workspace->folder(), storage::Maintenance::None);
        reader.read([&] {
            (void)storage::changeCounters(reader);
            bench.workspace->dialogues().add(bench::dialogueOf(100), "me");
            bench.jobs.reset();
            beginLog();
            bench.workspace.reset();
            QVERIFY(wasFlushed(By::ThisThread));
        });
    }

    // Work beside the window commits without waiting, so that nobody waits for it, and is told as done when the disk has it.
    void workIsDoneWhenTheDiskHasIt()
    {
        bench::Bench bench;
        for (const bool fails : { false, true }) {
            beginLog();
            int64_t lane = 0;
            bool isDone = false, hasFailed = false;
            workspace::Task *task = bench.workspace->bulk().run(
                bench.workspace.get(),
                [&lane, fails](const workspace::StorageLane::Context &context) {
                    lane = setting(context.database);
                    storage::DialogueRepository(context.database).add(bench::dialogueOf(fails ? 201 : 200), "me");
                    if (fails)
                        throw base::Failure(base::ErrorKind::FileMissing, "x");
                },
                [&] {
                    isDone = true;
                    QVERIFY(wasFlushed(By::AnotherThread));
                });
            connect(task, &workspace::Task::failed, bench.workspace.get(), [&](const base::Error &error) {
                hasFailed = error.kind == base::ErrorKind::FileMissing;
                QVERIFY(wasFlushed(By::AnotherThread));
            });
            QTRY_VERIFY(isDone || hasFailed);
            QCOMPARE(hasFailed, fails);
            QCOMPARE(lane, kNormal);
        }
    }

    // On two processors an import and a search would keep the window waiting for one.
    void longWorkYieldsTheProcessor()
    {
        const bench::Bench bench;
        const auto nice = [&](workspace::StorageLane &lane) {
            std::optional<int> found;
            lane.run(bench.workspace.get(), [](const workspace::StorageLane::Context &) { return ::getpriority(PRIO_PROCESS, id_t(::gettid())); },
                [&](int value) { found = value; });
            [&] { QTRY_VERIFY(found); }();
            return found.value_or(-1);
        };
        const int own = ::getpriority(PRIO_PROCESS, id_t(::gettid()));
        QCOMPARE(nice(bench.workspace->interactive()), own);
        QVERIFY(nice(bench.workspace->bulk()) > own || own >= 10);
        QCOMPARE(::getpriority(PRIO_PROCESS, id_t(::gettid())), own);
    }

    void aDiskThatFailsIsTold()
    {
        bench::Bench bench;
        QTRY_COMPARE(setting(bench.workspace->database()), kNormal);
        QSignalSpy failed(bench.workspace.get(), &workspace::Workspace::backgroundFailed);
        fakes::systemCalls().broken = "workspace.db-wal";
        bench.workspace->dialogues().add(bench::dialogueOf(100), "me");
        QTRY_VERIFY(!failed.isEmpty());
        QCOMPARE(failed[0][0].value<base::Error>().kind, base::ErrorKind::FileUnwritable);
        QVERIFY(failed[0][0].value<base::Error>().subject.ends_with("workspace.db-wal"));
    }
};

ATTUNE_TEST(TstDisk)
#include "tst_disk.moc"
