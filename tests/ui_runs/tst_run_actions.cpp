// SPDX-License-Identifier: GPL-3.0-or-later
// What is done with runs on their page: the one that was meant is renamed, deleted and brought back, whatever the table does meanwhile.
#include "base/files.h"
#include "fakes/fake_worker.h"
#include "harness/test_case.h"
#include "jobs/job_queue.h"
#include "jobs/start.h"
#include "runs_room.h"
#include "ui/runs/run_details.h"
#include "workspace/freeze.h"

#include <QLineEdit>
#include <QMenu>
#include <QTabWidget>
#include <QTemporaryDir>

using fakes::kPatience;
using runs::RunsPage;
using Room = fakes::RunsRoom;

class TstRunActions : public QObject
{
    Q_OBJECT

    static QLineEdit *nameField(const Room &room)
    {
        for (QLineEdit *edit : room.page->findChild<runs::RunDetails *>()->findChildren<QLineEdit *>()) {
            if (edit->accessibleName() == QStringLiteral("Name of the run"))
                return edit;
        }
        return nullptr;
    }
    static void openDetails(const Room &room)
    {
        auto *tabs = room.page->findChild<QTabWidget *>();
        for (int tab = 0; tab < tabs->count(); ++tab) {
            if (tabs->tabText(tab) == QStringLiteral("Details"))
                tabs->setCurrentIndex(tab);
        }
    }
    // The menu that a right click on a run opens.
    static QMenu *menuOn(const Room &room, const QString &run)
    {
        QTableView &table = room.page->table();
        table.scrollTo(room.place(run, "name"));
        const QPoint place = table.visualRect(room.place(run, "name")).center();
        QTest::mouseClick(table.viewport(), Qt::RightButton, {}, place); // keeps the selection
        Q_EMIT table.customContextMenuRequested(place);
        QMenu *shown = nullptr;
        for (QMenu *menu : room.page->findChildren<QMenu *>())
            shown = menu->isVisible() ? menu : shown;
        return shown;
    }
    static void choose(QMenu *menu, const char *text)
    {
        QVERIFY(menu);
        for (QAction *action : menu->actions()) {
            if (action->text() == QString::fromUtf8(text)) {
                menu->setActiveAction(action);
                QTest::keyClick(menu, Qt::Key_Return);
                return;
            }
        }
        QFAIL(text);
    }
    static void press(const Room &room, const char *text)
    {
        for (QPushButton *button : room.notice().findChildren<QPushButton *>()) {
            if (button->text() == QLatin1String(text) && !button->isHidden()) {
                QTest::mouseClick(button, Qt::LeftButton);
                return;
            }
        }
        QFAIL(text);
    }
    std::string nameOf(const Room &room, const QString &run) const { return room.desk.workspace()->runs().get(run.toStdString()).name; }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("ATTUNE_DATA", QByteArray(ATTUNE_BINARY_DIR) + "/share/attune");
        qputenv("XDG_DATA_HOME", m_home.path().toUtf8()); // runs deleted here shall not fill the trash of whoever tests
    }

    // Two are selected and one is being renamed when the table turns round below the person's hands.
    void aNameIsGivenToTheRunItWasTypedFor_data()
    {
        QTest::addColumn<bool>("typed");
        QTest::addColumn<int>("ends"); // Enter, or another place that takes the focus
        QTest::newRow("Enter") << true << int(Qt::Key_Return);
        QTest::newRow("the focus leaves") << true << int(Qt::Key_Tab);
        QTest::newRow("nothing was typed") << false << int(Qt::Key_Return);
    }
    void aNameIsGivenToTheRunItWasTypedFor()
    {
        QFETCH(bool, typed);
        QFETCH(int, ends);
        Room room;
        room.fill();
        room.open();
        room.page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(room.page.get()));
        room.page->table().sortByColumn(room.page->columnOf(QStringLiteral("lora_rank")), Qt::AscendingOrder);
        room.page->selectRuns({ room.small, room.large });
        QTRY_COMPARE(room.page->selectedRuns(), QStringList({ room.small, room.large }));
        openDetails(room);
        QLineEdit *name = nameField(room);
        QTRY_COMPARE(name->text(), QStringLiteral("r8"));
        QTest::mouseClick(name, Qt::LeftButton);
        QVERIFY(name->hasFocus());
        if (typed)
            QTest::keyClicks(name, QStringLiteral(" of Monday"));
        room.page->table().sortByColumn(room.page->columnOf(QStringLiteral("lora_rank")), Qt::DescendingOrder);
        room.make.training("another"); // news, as those of each second
        QTRY_COMPARE_WITH_TIMEOUT(room.page->selectedRuns(), QStringList({ room.large, room.small }), kPatience);
        QCOMPARE(name->text(), typed ? QStringLiteral("r8 of Monday") : QStringLiteral("r32"));
        QTest::keyClick(name, Qt::Key(ends));
        QCOMPARE(nameOf(room, room.small), typed ? std::string("r8 of Monday") : std::string("r8"));
        QCOMPARE(nameOf(room, room.large), std::string("r32"));
        QCOMPARE(name->text(), QStringLiteral("r32")); // whose settings stand beside it
    }

    void theMenuMeansTheRunItWasOpenedOn_data()
    {
        QTest::addColumn<bool>("removes");
        QTest::newRow("Delete") << true;
        QTest::newRow("Rename") << false;
    }
    void theMenuMeansTheRunItWasOpenedOn()
    {
        QFETCH(bool, removes);
        Room room;
        room.fill();
        room.open();
        room.page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(room.page.get()));
        room.page->selectRuns({ room.small, room.large, room.adapted, room.base });
        QTRY_COMPARE(room.page->selectedRuns().size(), 4);
        const QString third = room.page->selectedRuns().at(2);
        QMenu *menu = menuOn(room, third);
        QCOMPARE(room.page->selectedRuns().size(), 4);
        choose(menu, removes ? "Delete" : "Rename …");
        if (removes) {
            QTRY_COMPARE_WITH_TIMEOUT(room.page->shownRows().rowCount(), 4, kPatience);
            QVERIFY(!room.desk.workspace()->runs().find(third.toStdString()));
            return;
        }
        QLineEdit *name = nameField(room);
        QTRY_VERIFY(name->hasFocus());
        QTest::keyClicks(name, QStringLiteral("renamed"));
        QTest::keyClick(name, Qt::Key_Return);
        QCOMPARE(nameOf(room, third), std::string("renamed"));
        QCOMPARE(room.desk.workspace()->runs().list().size(), size_t(5));
    }

    // Another window deletes one after ours: our Undo brings back ours.
    void undoBringsBackWhatWasDeletedHere()
    {
        Room room;
        room.fill();
        room.open();
        room.page->selectRuns({ room.small });
        QTRY_COMPARE(room.page->selectedRuns(), QStringList { room.small });
        room.page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(room.page.get()));
        room.page->table().setFocus();
        QTest::keyClick(&room.page->table(), Qt::Key_Delete);
        QTRY_VERIFY(room.notice().text().startsWith(QStringLiteral("r8 was deleted")));
        QTest::qWait(2); // the time of deletion tells them apart
        runs::RunTrash(*room.desk.jobs()).remove(room.large);
        press(room, "Undo");
        QVERIFY(room.desk.workspace()->runs().find(room.small.toStdString()));
        QVERIFY(!room.desk.workspace()->runs().find(room.large.toStdString()));
    }

    // Sizes come while the menu is open; emptying says that it is at work, and takes only what the person was told of.
    void theTrashIsMeasuredAndEmptiedBesideThePage()
    {
        Room room;
        room.fill();
        room.open();
        runs::RunTrash trash(*room.desk.jobs());
        const auto first = trash.remove(room.small);
        base::writeFileAtomically(first.put.place / "checkpoint.bin", std::string(3'000'000, 'x'));
        trash.remove(room.adapted);
        QMenu *menu = nullptr;
        for (QPushButton *button : room.page->findChildren<QPushButton *>())
            menu = button->text() == QStringLiteral("Trash") ? button->menu() : menu;
        QVERIFY(menu);
        menu->popup({});
        const auto texts = [&] {
            QStringList all;
            for (const QAction *action : menu->actions())
                all << action->text();
            return all.join(QLatin1Char('|'));
        };
        QVERIFY2(texts().contains(QStringLiteral("r8 · ")) && texts().contains(QStringLiteral("measuring …")), qPrintable(texts()));
        QTRY_VERIFY2_WITH_TIMEOUT(!texts().contains(QStringLiteral("measuring …")) && texts().contains(QStringLiteral("Empty the trash (")), qPrintable(texts()), kPatience);
        menu->setActiveAction(menu->actions().last());
        QTest::keyClick(menu, Qt::Key_Return);
        trash.remove(room.base); // after the question
        press(room, "Empty the trash");
        QCOMPARE(room.notice().text(), QStringLiteral("Emptying the trash …"));
        QTRY_COMPARE_WITH_TIMEOUT(room.notice().text(), QStringLiteral("The trash is empty"), kPatience);
        QVERIFY(!std::filesystem::exists(first.put.place));
        QCOMPARE(trash.list().size(), size_t(1));
        QCOMPARE(trash.list()[0].id, room.base);
    }

    void deletedRunsCanComeBack()
    {
        Room room;
        room.fill();
        room.open();
        const std::filesystem::path folder = room.desk.workspace()->runs().get(room.adapted.toStdString()).folder;
        room.page->selectRuns({ room.adapted });
        QTRY_COMPARE(room.page->selectedRuns(), QStringList { room.adapted });
        for (QAction *action : room.page->table().actions()) {
            if (action->shortcut() == QKeySequence(QKeySequence::Delete))
                action->trigger();
        }
        QTRY_COMPARE_WITH_TIMEOUT(room.page->shownRows().rowCount(), 4, kPatience);
        QVERIFY(!std::filesystem::exists(folder));
        QVERIFY2(room.notice().text().startsWith(QStringLiteral("r8 on test was deleted")), qPrintable(room.notice().text()));
        for (QPushButton *button : room.notice().findChildren<QPushButton *>()) {
            if (button->text() == QStringLiteral("Undo"))
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QTRY_COMPARE_WITH_TIMEOUT(room.page->shownRows().rowCount(), 5, kPatience);
        QVERIFY(std::filesystem::exists(folder));
        QTRY_VERIFY(!room.cell(room.adapted, "rouge_l").isEmpty()); // with its scores
    }
    void aWorkingRunIsNotDeleted()
    {
        fakes::useFakeWorker("polite");
        Room room;
        fakes::addDialogues(*room.desk.workspace(), 20);
        std::filesystem::create_directory(room.desk.dir() / "tiny");
        run::TrainSpec spec;
        spec.base_model = (room.desk.dir() / "tiny").string();
        spec.device = "cpu";
        const QString id = QString::fromStdString(jobs::startTraining(*room.desk.jobs(), spec, workspace::freeze(room.desk.workspace()->database(), {}), "live"));
        room.open();
        room.page->selectRuns({ id });
        // Its curve and its progress move by themselves.
        auto &chart = room.page->findChild<runs::CompareChart *>()->chart();
        QTRY_VERIFY_WITH_TIMEOUT(!chart.curves().isEmpty() && chart.curves()[0].points.size() > 3, kPatience);
        const qsizetype before = chart.curves()[0].points.size();
        QTRY_VERIFY_WITH_TIMEOUT(!chart.curves().isEmpty() && chart.curves()[0].points.size() > before, kPatience);
        QTRY_VERIFY2(room.cell(id, "state").contains(QLatin1Char('%')), qPrintable(room.cell(id, "state")));
        room.page->removeSelected();
        QVERIFY2(room.notice().text().contains(QStringLiteral("is being worked on already")), qPrintable(room.notice().text()));
        QCOMPARE(room.page->shownRows().rowCount(), 1);
        room.desk.jobs()->queue().stop(id);
        QVERIFY(QTest::qWaitFor([&] { return room.desk.jobs()->queue().isIdle(); }, kPatience));
        QTRY_COMPARE_WITH_TIMEOUT(room.cell(id, "state"), QStringLiteral("stopped"), kPatience);
        fakes::endWorkers(*room.desk.workspace());
    }

private:
    QTemporaryDir m_home;
};

ATTUNE_TEST(TstRunActions)
#include "tst_run_actions.moc"
