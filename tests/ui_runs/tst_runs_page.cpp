// SPDX-License-Identifier: GPL-3.0-or-later
// The table of runs, what is drawn of the selected ones, and the way from a number to a dialogue.
#include "fakes/fake_desk.h"
#include "harness/test_case.h"
#include "runs_room.h"
#include "ui/parts/line_chart.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/search_field.h"
#include "ui/runs/compare_chart.h"
#include "ui/runs/metric_bars.h"
#include "ui/runs/reply_view.h"
#include "ui/runs/run_details.h"
#include "ui/runs/runs_page.h"
#include "workspace/freeze.h"
#include "workspace/model_catalog.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableView>

using fakes::kPatience;
using runs::RunsPage;
using Room = fakes::RunsRoom;

class TstRunsPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        qputenv("ATTUNE_DATA", QByteArray(ATTUNE_BINARY_DIR) + "/share/attune");
        qputenv("XDG_DATA_HOME", m_home.path().toUtf8()); // runs deleted here shall not fill the trash of whoever tests
    }

    void noRunsSayWhatToDo()
    {
        Room room;
        room.open();
        QCOMPARE(room.page->findChild<QStackedWidget *>()->currentIndex(), 1);
        for (QPushButton *button : room.page->findChildren<QPushButton *>()) {
            if (button->text() == QStringLiteral("Train") && button->isVisible())
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QCOMPARE(room.desk.visits.value(0).page, QStringLiteral("train"));
        // The first one appears by itself.
        room.make.training("first");
        QTRY_COMPARE_WITH_TIMEOUT(room.page->findChild<QStackedWidget *>()->currentIndex(), 0, kPatience);
        QCOMPARE(room.names(), QStringList { QStringLiteral("first") });
    }

    void cells_data()
    {
        QTest::addColumn<QString>("run");
        QTest::addColumn<QByteArray>("column");
        QTest::addColumn<QString>("text");
        const auto row = [](const char *name, const char *run, const char *column, const char *text) {
            QTest::newRow(name) << QString::fromLatin1(run) << QByteArray(column) << QString::fromLatin1(text);
        };
        row("kind of a training", "small", "kind", "training");
        row("kind of an evaluation", "base", "kind", "evaluation");
        row("finished", "small", "state", "finished");
        row("stopped", "large", "state", "stopped");
        row("rank", "large", "lora_rank", "32");
        row("alpha", "large", "lora_alpha", "64");
        row("learning rate", "small", "learning_rate", "1e-4");
        row("loss", "small", "loss", "1.600");
        row("evaluation loss", "small", "eval_loss", "1.750");
        row("an evaluation shows its training's settings", "adapted", "lora_rank", "8");
        row("and its name", "adapted", "adapter", "r8");
        row("the base model has none", "base", "lora_rank", "");
        row("model", "base", "base_model", "tiny");
        row("no Total without vectors", "adapted", "total", "");
        row("not scored", "unscored", "rouge_l", "");
        row("a training has no scores", "small", "bleu_4", "");
    }
    void cells()
    {
        QFETCH(QString, run);
        QFETCH(QByteArray, column);
        QFETCH(QString, text);
        if (!m_room) {
            m_room = std::make_unique<Room>();
            m_room->fill();
            m_room->open();
        }
        Room *room = m_room.get();
        const QHash<QString, QString> ids { { QStringLiteral("small"), room->small }, { QStringLiteral("large"), room->large },
            { QStringLiteral("adapted"), room->adapted }, { QStringLiteral("base"), room->base }, { QStringLiteral("unscored"), room->unscored } };
        QCOMPARE(room->cell(ids[run], column.constData()), text);
        QVERIFY(room->cell(room->adapted, "rouge_l").toDouble() < room->cell(room->base, "rouge_l").toDouble()); // its third reply is bad
        QVERIFY(!room->cell(room->adapted, "total_partial").isEmpty());
    }

    void theModelKeepsItsWord()
    {
        Room room;
        room.fill();
        room.open();
        QAbstractItemModelTester tester(room.page->shownRows().sourceModel(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        QAbstractItemModelTester shown(&room.page->shownRows(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        room.make.training("another");
        QTRY_COMPARE_WITH_TIMEOUT(room.page->shownRows().rowCount(), 6, kPatience);
        room.page->findChild<parts::SearchField *>()->setText(QStringLiteral("r8"));
        room.page->table().sortByColumn(room.page->columnOf(QStringLiteral("lora_rank")), Qt::DescendingOrder);
    }
    void numbersSortAsNumbers()
    {
        Room room;
        for (const int rank : { 8, 128, 16 })
            room.make.training(qPrintable(QStringLiteral("r%1").arg(rank)), rank);
        room.open();
        room.page->table().sortByColumn(room.page->columnOf(QStringLiteral("lora_rank")), Qt::AscendingOrder);
        QCOMPARE(room.names(), QStringList({ QStringLiteral("r8"), QStringLiteral("r16"), QStringLiteral("r128") }));
        room.page->table().sortByColumn(room.page->columnOf(QStringLiteral("lora_rank")), Qt::DescendingOrder);
        QCOMPARE(room.names(), QStringList({ QStringLiteral("r128"), QStringLiteral("r16"), QStringLiteral("r8") }));
    }
    void theFilterLooksIntoEveryColumn_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<int>("rows");
        QTest::newRow("a name") << QStringLiteral("BASE") << 1;
        QTest::newRow("a kind") << QStringLiteral("evaluation") << 3;
        QTest::newRow("a state") << QStringLiteral("stopped") << 1;
        QTest::newRow("nothing") << QStringLiteral("no such thing") << 0;
        QTest::newRow("all") << QString() << 5;
    }
    void theFilterLooksIntoEveryColumn()
    {
        QFETCH(QString, words);
        QFETCH(int, rows);
        Room room;
        room.fill();
        room.open();
        room.page->findChild<parts::SearchField *>()->setText(words);
        QCOMPARE(room.page->shownRows().rowCount(), rows);
    }
    void columnsThatNobodyFillsAreNotShown()
    {
        Room room;
        room.fill();
        room.open();
        const auto hidden = [&](const char *key) { return room.page->table().isColumnHidden(room.page->columnOf(QLatin1String(key))); };
        QVERIFY(!hidden("bleu_4") && !hidden("total_partial"));
        QVERIFY(hidden("vector_extrema") && hidden("total")); // nobody has them
        // What the person hides stays hidden, next time too.
        for (QMenu *menu : room.page->findChildren<QMenu *>()) {
            for (QAction *action : menu->actions()) {
                if (action->text() == QStringLiteral("METEOR"))
                    action->setChecked(false);
            }
        }
        QVERIFY(hidden("meteor"));
        room.open();
        QVERIFY(hidden("meteor") && !hidden("rouge_l"));
    }
    void titlesAreNotCut()
    {
        Room room;
        room.fill();
        room.open();
        const QHeaderView *header = room.page->table().horizontalHeader();
        const QFontMetrics metrics(header->font());
        for (int column = 0; column < header->count(); ++column) {
            const QString title = header->model()->headerData(column, Qt::Horizontal).toString();
            QVERIFY2(header->isSectionHidden(column) || header->sectionSize(column) >= metrics.horizontalAdvance(title) + 22, qPrintable(title));
        }
    }

    void selectedCurvesLieOverEachOther()
    {
        Room room;
        room.fill();
        room.open();
        room.page->selectRuns({ room.small, room.large });
        QVERIFY(room.drawn(4)); // a loss and an evaluation loss each
        auto &compare = *room.page->findChild<runs::CompareChart *>();
        QCOMPARE(compare.chart().curves()[0].points.size() + compare.chart().curves()[2].points.size(), qsizetype(30));
        QVERIFY(compare.chart().curves()[1].dashed);
        QVERIFY(compare.chart().curves()[0].color != compare.chart().curves()[2].color);
        // By epoch: two of them in both, however many steps.
        compare.setX(runs::CurveX::Epoch);
        for (const parts::Curve &curve : compare.chart().curves())
            QCOMPARE(curve.points.last().x(), 2.0);
        compare.setX(runs::CurveX::Time);
        QCOMPARE(compare.chart().curves().size(), 4);
        room.page->selectRuns({});
        QVERIFY(room.drawn(0));
    }
    void selectedScoresStandSideBySide()
    {
        Room room;
        room.fill();
        room.open();
        room.page->selectRuns({ room.adapted, room.base, room.small, room.unscored });
        QTRY_COMPARE(room.bars().data().runs.size(), 2); // those with scores
        QStringList metrics;
        for (const runs::MetricPanel &panel : room.bars().data().panels) {
            metrics << panel.metric;
            QVERIFY2(panel.values.size() == 2 && panel.values[0] && panel.values[1], qPrintable(panel.metric));
        }
        QVERIFY(metrics.contains(QStringLiteral("rouge_l")) && metrics.contains(QStringLiteral("total_partial")));
        QVERIFY(!metrics.contains(QStringLiteral("vector_extrema")) && !metrics.contains(QStringLiteral("total")));
        // A bar leads to its replies.
        const int first = room.bars().data().runs.indexOf(QStringLiteral("base on test"));
        Q_EMIT room.bars().picked(QStringLiteral("rouge_l"), first);
        QTRY_COMPARE_WITH_TIMEOUT(room.page->replies().table().rowCount(), 2, kPatience);
        room.page->selectRuns({ room.small });
        QTRY_VERIFY(room.bars().isHidden());
    }
    void aNumberLeadsToItsRepliesAndThemToTheirDialogue()
    {
        Room room;
        room.fill();
        room.open();
        QTableView &table = room.page->table();
        table.scrollTo(room.place(room.adapted, "rouge_l"));
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, table.visualRect(room.place(room.adapted, "rouge_l")).center());
        const QAbstractItemModel &replies = room.page->replies().table();
        QTRY_COMPARE_WITH_TIMEOUT(replies.rowCount(), 3, kPatience);
        QCOMPARE(room.page->findChild<QTabWidget *>()->tabText(room.page->findChild<QTabWidget *>()->currentIndex()), QStringLiteral("Replies"));
        // The worst first; the whole text beside the table.
        QVERIFY(replies.index(0, 2).data(parts::SortRole).toDouble() <= replies.index(2, 2).data(parts::SortRole).toDouble());
        QVERIFY2(room.page->replies().readerText().contains(QStringLiteral("No idea")), qPrintable(room.page->replies().readerText()));
        for (QPushButton *button : room.page->findChildren<QPushButton *>()) {
            if (button->text() == QStringLiteral("Open the dialogue") && button->isVisible())
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QCOMPARE(room.desk.visits.last().page, QStringLiteral("dialogues"));
        QCOMPARE(room.desk.visits.last().link.value(QStringLiteral("dialogue")).toString(), QStringLiteral("dialogue-2"));
        QCOMPARE(room.desk.visits.last().link.value(QStringLiteral("turn")).toString(), QStringLiteral("r2"));
    }
    void linksSelectAndOpen()
    {
        Room room;
        room.fill();
        room.open();
        room.page->open({ { QStringLiteral("run"), room.base }, { QStringLiteral("metric"), QStringLiteral("distinct_2") } });
        QTRY_COMPARE_WITH_TIMEOUT(room.page->selectedRuns(), QStringList { room.base }, kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(room.page->replies().table().rowCount(), 2, kPatience);
        room.page->open({ { QStringLiteral("run"), room.unscored } });
        QTRY_COMPARE_WITH_TIMEOUT(room.page->selectedRuns(), QStringList { room.unscored }, kPatience);
        room.page->showReplies(room.unscored, QStringLiteral("meteor"));
        QCOMPARE(room.page->replies().table().rowCount(), 0);
    }
    void settingsAreCompared()
    {
        Room room;
        room.fill();
        room.open();
        auto *details = room.page->findChild<runs::RunDetails *>();
        room.page->selectRuns({ room.small, room.large });
        QTRY_COMPARE(details->shownFields(), 2); // lora_rank and lora_alpha differ
        details->setDifferencesOnly(false);
        QVERIFY(details->shownFields() > 10);
        // The data of these runs is not in the workspace any more.
        QTRY_VERIFY2_WITH_TIMEOUT(details->changesText().startsWith(QStringLiteral("3 of its dialogue")), qPrintable(details->changesText()), kPatience);
        QVERIFY(details->changesText().contains(QStringLiteral("were deleted since")));
        // Renamed where it is described, the table follows.
        auto *name = [&]() -> QLineEdit * {
            for (QLineEdit *edit : details->findChildren<QLineEdit *>()) {
                if (edit->accessibleName() == QStringLiteral("Name of the run"))
                    return edit;
            }
            return nullptr;
        }();
        room.page->selectRuns({ room.small });
        QTRY_COMPARE(name->text(), QStringLiteral("r8"));
        name->setText(QStringLiteral("the small one"));
        Q_EMIT name->editingFinished();
        QTRY_COMPARE_WITH_TIMEOUT(room.cell(room.small, "name"), QStringLiteral("the small one"), kPatience);
        QCOMPARE(room.desk.workspace()->runs().get(room.small.toStdString()).name, std::string("the small one"));
    }
    // Curves are read on another thread, and the run may be gone by then: that is no error to tell of.
    void curvesOfADeletedRunAreNone()
    {
        Room room;
        room.fill();
        auto &database = room.desk.workspace()->database();
        QVERIFY(runs::readCurves(database, room.adapted));
        room.desk.workspace()->runs().forget(room.adapted.toStdString());
        QVERIFY(!runs::readCurves(database, room.adapted));
    }
    // A worker that went without a word, and a folder that somebody took away: said, not shown as at work or as nothing.
    void noFalseState()
    {
        Room room;
        fakes::RunMaker maker(*room.desk.workspace());
        const QString lost = maker.training("lost");
        const QString gone = maker.training("gone");
        auto &runs = room.desk.workspace()->runs();
        runs.setState(lost.toStdString(), storage::RunState::Running);
        const std::filesystem::path folder = runs.get(lost.toStdString()).folder;
        std::filesystem::remove(folder / "events.jsonl");
        base::writeFileAtomically(folder / "worker.lock", R"({"pid":999999999,"start_time":1,"boot_id":"x"})");
        std::filesystem::remove_all(runs.get(gone.toStdString()).folder);
        room.open();
        QTRY_COMPARE_WITH_TIMEOUT(room.cell(lost, "state"), QStringLiteral("lost"), kPatience);
        QCOMPARE(int(runs.get(lost.toStdString()).state), int(storage::RunState::Running)); // only looked at
        QCOMPARE(room.cell(gone, "state"), QStringLiteral("folder gone"));
        room.page->selectRuns({ gone });
        room.page->removeSelected();
        QVERIFY(room.notice().text().contains(QStringLiteral("cannot be undone")));
        QVERIFY(runs.find(gone.toStdString()));
        room.notice().findChild<QPushButton *>()->click();
        QVERIFY(!runs.find(gone.toStdString()));
    }

    // Replies, adapter and data keep their links when the workspace is moved.
    void aMovedWorkspaceKeepsItsLinks_data()
    {
        QTest::addColumn<bool>("absolute");
        QTest::newRow("specs of today") << false;
        QTest::newRow("specs of before, with absolute places") << true;
    }
    void aMovedWorkspaceKeepsItsLinks()
    {
        QFETCH(bool, absolute);
        QTemporaryDir dir;
        const std::filesystem::path before = std::filesystem::path(dir.path().toStdString()) / "a.attune";
        const std::filesystem::path after = std::filesystem::path(dir.path().toStdString()) / "elsewhere" / "b.attune";
        {
            const auto workspace = workspace::Workspace::create(before);
            fakes::RunMaker maker(*workspace);
            const QString training = maker.training("the training");
            const run::RunFolder folder(workspace->runs().get(training.toStdString()).folder);
            maker.evaluation("the replies", training, 3, true, absolute);
            QVERIFY(std::filesystem::exists(folder.adapterDir()));
        }
        std::filesystem::create_directories(after.parent_path());
        std::filesystem::rename(before, after);
        const auto workspace = workspace::Workspace::open(after);
        const auto lines = runs::readRunLines(workspace->database(), QStringLiteral("official@1"));
        QCOMPARE(lines.size(), size_t(2));
        for (const runs::RunLine &line : lines) {
            if (line.kind == run::JobKind::Predict)
                QCOMPARE(line.adapter, QStringLiteral("the training"));
        }
        const auto adapters = workspace::catalogAdapters(*workspace);
        QCOMPARE(adapters.size(), size_t(1));
        QVERIFY(std::filesystem::exists(adapters[0].path));
        workspace::Frozen data; // the same dialogues again
        for (int i = 0; i < 3; ++i) {
            data.rows.push_back(fakes::answeredRow(i));
            data.rows.back().split = run::Split::Train;
        }
        const run::RunFolder trained(workspace->runs().get(adapters[0].run_id).folder);
        run::writeDataset(trained.datasetFile(), data.rows);
        QCOMPARE(workspace::trainedOn(workspace->database(), adapters[0].path, data).size(), size_t(3));
    }

    void cleanupTestCase() { m_room.reset(); }

private:
    QTemporaryDir m_home;
    std::unique_ptr<Room> m_room; // of cells(): filled once, read by every row
};

ATTUNE_TEST(TstRunsPage)
#include "tst_runs_page.moc"
