// SPDX-License-Identifier: GPL-3.0-or-later
// Deleting a run and bringing it back: only runs of this workspace are moved, and none begins by coming back.
#include "fakes/fake_desk.h"
#include "harness/test_case.h"
#include "ui/runs/run_trash.h"

#include "base/files.h"

#include <SQLiteCpp/Database.h>

namespace fs = std::filesystem;
using run::Outcome;
using storage::RunState;

class TstRunTrash : public QObject
{
    Q_OBJECT

    std::unique_ptr<fakes::FakeDesk> m_desk;

    workspace::Workspace &workspace() const { return *m_desk->workspace(); }
    run::RunFolder folderIn(const fs::path &parent) const
    {
        run::JobSpec job;
        job.name = "a run";
        run::TrainSpec spec;
        spec.base_model = "/models/tiny";
        job.job = spec;
        run::DatasetRow row;
        row.dialogue.id = "d";
        row.dialogue.turns = { { "s", dialogue::Speaker::Seeker, "a", {} }, { "r", dialogue::Speaker::Supporter, "b", {} } };
        return run::RunFolder::create(parent, job, { row });
    }

private Q_SLOTS:
    void initTestCase() { qputenv("XDG_DATA_HOME", m_home.path().toUtf8()); }
    void init() { m_desk = std::make_unique<fakes::FakeDesk>(); }
    void cleanup() { m_desk.reset(); }

    void comesBackAsItEnded_data()
    {
        QTest::addColumn<QByteArray>("events");
        QTest::addColumn<int>("ended"); // as the row says
        QTest::addColumn<int>("expected");
        const QByteArray begun = "{\"v\":1,\"seq\":1,\"t\":\"2026-11-24T09:00:00.000Z\",\"type\":\"started\",\"device\":\"cpu\"}\n";
        const QByteArray finished = begun
            + "{\"v\":1,\"seq\":2,\"t\":\"2026-11-24T09:01:00.000Z\",\"type\":\"finished\",\"outcome\":\"finished\"}\n";
        QTest::newRow("stopped before it began") << QByteArray() << int(Outcome::Stopped) << int(Outcome::Stopped);
        QTest::newRow("never begun") << QByteArray() << -1 << int(Outcome::Stopped);
        QTest::newRow("lost") << begun << int(Outcome::Lost) << int(Outcome::Lost);
        QTest::newRow("finished") << finished << int(Outcome::Finished) << int(Outcome::Finished);
    }
    void comesBackAsItEnded()
    {
        QFETCH(QByteArray, events);
        QFETCH(int, ended);
        QFETCH(int, expected);
        const run::RunFolder folder = folderIn(workspace().database().runsDir());
        if (!events.isEmpty())
            base::writeFileAtomically(folder.eventsFile(), events.toStdString());
        const std::string id = workspace().runs().add(folder).id;
        workspace().runs().record(id);
        workspace().runs().rename(id, "its name");
        if (ended >= 0)
            workspace().runs().end(id, Outcome(ended), base::Error { base::ErrorKind::WorkerLost, "its name", {}, {} });
        runs::RunTrash trash(*m_desk->jobs());
        const runs::RunTrash::Removal removed = trash.remove(QString::fromStdString(id));
        QVERIFY(!workspace().runs().find(id));
        QVERIFY(!fs::exists(folder.path()));
        QCOMPARE(trash.bringBack(removed.put), QString::fromStdString(id));
        const storage::RunRow row = workspace().runs().get(id);
        QVERIFY(fs::exists(folder.specFile()));
        QCOMPARE(int(row.state), int(RunState::Ended));
        QCOMPARE(int(*row.outcome), expected);
        QCOMPARE(row.name, std::string("its name"));
    }

    // The folder in a row is believed only where it is this run's.
    void aForeignFolderStaysWhereItIs_data()
    {
        QTest::addColumn<QString>("place");
        QTest::newRow("outside") << QStringLiteral("../elsewhere/x");
        QTest::newRow("beside the runs") << QStringLiteral("backups/x");
        QTest::newRow("out of the runs") << QStringLiteral("runs/../backups/x");
        QTest::newRow("deeper") << QStringLiteral("runs/deeper/x");
        QTest::newRow("another run's") << QStringLiteral("runs/x");
        QTest::newRow("no run") << QStringLiteral("runs/papers");
    }
    void aForeignFolderStaysWhereItIs()
    {
        QFETCH(QString, place);
        const fs::path foreign = (workspace().folder() / place.toStdString()).lexically_normal();
        const run::RunFolder folder = folderIn(workspace().database().runsDir());
        const std::string id = workspace().runs().add(folder).id;
        fs::create_directories(foreign);
        base::writeFileAtomically(foreign / "thesis.txt", "years of work");
        if (place == QLatin1String("runs/x")) // a spec of its own
            fs::copy_file(folderIn(workspace().database().runsDir()).specFile(), foreign / "spec.json");
        else if (place != QLatin1String("runs/papers"))
            fs::copy_file(folder.specFile(), foreign / "spec.json");
        workspace().database().connection().exec("UPDATE run SET folder = '" + place.toStdString() + "'");
        runs::RunTrash trash(*m_desk->jobs());
        QCOMPARE(trash.remove(QString::fromStdString(id)).what, runs::RunTrash::Removed::NotOurs);
        QVERIFY(fs::exists(foreign / "thesis.txt"));
        QVERIFY(fs::exists(folder.specFile()));
        QVERIFY(!workspace().runs().find(id));
        QVERIFY(trash.list().empty());
    }

    // Deleting another one, closing the window and opening the next: nothing in the trash goes by itself.
    void theTrashIsEmptiedByHandOnly()
    {
        std::vector<std::string> ids;
        {
            runs::RunTrash trash(*m_desk->jobs());
            for (int i = 0; i < 3; ++i) {
                ids.push_back(workspace().runs().add(folderIn(workspace().database().runsDir())).id);
                workspace().runs().rename(ids.back(), "run " + std::to_string(i));
                QCOMPARE(trash.remove(QString::fromStdString(ids.back())).what, runs::RunTrash::Removed::ToTrash);
                QTest::qWait(2); // the time of deletion tells them apart
            }
        }
        runs::RunTrash trash(*m_desk->jobs()); // the next window
        auto deleted = trash.list();
        QCOMPARE(deleted.size(), size_t(3));
        QCOMPARE(deleted[0].name, QStringLiteral("run 2"));
        QVERIFY(runs::RunTrash::bytesIn(deleted[0].place, {}) > 100);
        QCOMPARE(trash.bringBack(deleted[2]), QString::fromStdString(ids[0]));
        QCOMPARE(workspace().runs().get(ids[0]).name, std::string("run 0"));
        QCOMPARE(trash.list().size(), size_t(2));
        for (const runs::DeletedRun &one : trash.list())
            runs::RunTrash::deleteForGood(one.place, {});
        QVERIFY(trash.list().empty());
        QVERIFY(fs::is_empty(workspace().folder() / "trash"));
    }

    // Half of a run is none: it is not offered, and the next time goes on with it.
    void whatIsCancelledWhileItIsDeletedGoesOnTheNextTime()
    {
        runs::RunTrash trash(*m_desk->jobs());
        const std::string id = workspace().runs().add(folderIn(workspace().database().runsDir())).id;
        const runs::RunTrash::Removal removed = trash.remove(QString::fromStdString(id));
        base::CancelToken cancelled;
        cancelled.cancel();
        QVERIFY_EXCEPTION_THROWN(runs::RunTrash::deleteForGood(removed.put.place, cancelled), base::Failure);
        QVERIFY(trash.list().empty());
        QCOMPARE(trash.halfDeleted().size(), size_t(1));
        runs::RunTrash::deleteForGood(trash.halfDeleted()[0], {});
        QVERIFY(trash.halfDeleted().empty());
        QVERIFY(fs::is_empty(workspace().folder() / "trash"));
        runs::RunTrash::deleteForGood(removed.put.place, {}); // gone already: nothing to say
    }

    void aRunWithoutItsFolderIsSaidToBeGone()
    {
        const run::RunFolder folder = folderIn(workspace().database().runsDir());
        const std::string id = workspace().runs().add(folder).id;
        workspace().runs().end(id, Outcome::Finished, {});
        fs::remove_all(folder.path());
        runs::RunTrash trash(*m_desk->jobs());
        QCOMPARE(trash.remove(QString::fromStdString(id)).what, runs::RunTrash::Removed::FolderGone);
        QVERIFY(trash.list().empty());
    }

private:
    QTemporaryDir m_home; // nothing here fills the trash of whoever tests
};

ATTUNE_TEST(TstRunTrash)
#include "tst_run_trash.moc"
