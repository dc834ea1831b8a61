// SPDX-License-Identifier: GPL-3.0-or-later
// Replies are made, shown as they come, scored; every end is said. Real workspace, a worker without a model.
#include "evaluate_room.h"
#include "harness/test_case.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/run_chips.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QComboBox>
#include <QListWidget>
#include <QProgressBar>
#include <QSpinBox>
#include <QTableView>

using evaluation::EvaluatePage;
using fakes::kPatience;
using Room = fakes::EvaluateRoom;

class TstEvaluatePage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void repliesAreMadeAndScored()
    {
        Room room;
        QAbstractItemModelTester tester(const_cast<parts::RowModel<run::Prediction> *>(&room.page->replies()),
            QAbstractItemModelTester::FailureReportingMode::Fatal);
        QVERIFY(room.counted());
        QCOMPARE(room.page->form().subject().run, room.training); // the newest adapter is at hand
        QCOMPARE(room.startNote(), QStringLiteral("2 replies in 1 dialogue(s)"));
        room.click("Start evaluation");
        QVERIFY(room.idle());
        QTRY_COMPARE(room.page->stateText(), QStringLiteral("finished"));
        QCOMPARE(room.page->replies().rowCount(), 2);
        QTRY_VERIFY_WITH_TIMEOUT(room.page->scores().text().contains(QStringLiteral("BLEU-4 ")), kPatience);
        QVERIFY(room.page->scores().text().contains(QStringLiteral("Partial total ")));
        // As it was trained: its prompt, its split.
        const storage::RunRow row = room.newest();
        const auto spec = std::get<run::PredictSpec>(row.spec.job);
        const auto trained = std::get<run::TrainSpec>(room.desk.workspace()->runs().get(room.training.toStdString()).spec.job);
        QCOMPARE(QString::fromStdString(spec.prompt.dump()), QString::fromStdString(trained.prompt.dump()));
        QVERIFY(spec.adapter.ends_with("/adapter"));
        QCOMPARE(row.name, std::string("r16 (adapter, rank 16) on test"));
        QCOMPARE(room.page->findChild<parts::RunChips *>()->texts(), QStringList { QStringLiteral("r16 (adapter, rank 16) on test") });
    }
    void theAdaptersOwnDialoguesAreNamed()
    {
        Room room;
        QVERIFY(room.counted());
        QVERIFY(!room.startNote().contains(QStringLiteral("was trained on")));
        auto *part = room.named<QComboBox>("Part");
        QVERIFY(part);
        part->setCurrentIndex(part->findData(int(run::Split::Train)));
        QTRY_VERIFY2_WITH_TIMEOUT(room.startNote().contains(QStringLiteral("The adapter was trained on 16 of these dialogues")),
            qPrintable(room.startNote()), kPatience);
    }
    void theBaseModelAnswersForComparison()
    {
        Room room;
        room.page->form().chooseSubject(room.modelKey);
        room.named<QSpinBox>("max_dialogues")->setValue(1);
        room.page->start(); // before it is counted: starts as soon as it is
        QVERIFY(QTest::qWaitFor([&] { return room.desk.workspace()->runs().list().size() == 2; }, kPatience));
        QVERIFY(room.idle());
        const auto spec = std::get<run::PredictSpec>(room.newest().spec.job);
        QVERIFY(spec.adapter.empty());
        QVERIFY(!spec.prompt.empty());
        QTRY_COMPARE(room.page->replies().rowCount(), 2);
    }
    void repliesLeadToTheirDialogue()
    {
        Room room;
        QVERIFY(room.counted());
        room.click("Start evaluation");
        QVERIFY(room.idle());
        QTRY_COMPARE(room.page->replies().rowCount(), 2);
        auto *table = room.named<QTableView>("Replies");
        Q_EMIT table->activated(table->model()->index(1, 3));
        QCOMPARE(room.desk.visits.last().page, QStringLiteral("dialogues"));
        const run::Prediction &reply = room.page->replies().row(1);
        QCOMPARE(room.desk.visits.last().link.value(QStringLiteral("dialogue")).toString().toStdString(), reply.dialogue_id);
        QCOMPARE(room.desk.visits.last().link.value(QStringLiteral("turn")).toString().toStdString(), reply.turn_id);
        // And a number to its replies.
        QTRY_VERIFY_WITH_TIMEOUT(room.page->scores().text().contains(QStringLiteral("METEOR ")), kPatience);
        Q_EMIT room.page->scores().metricPicked(QStringLiteral("meteor"));
        QCOMPARE(room.desk.visits.last().page, QStringLiteral("runs"));
        QCOMPARE(room.desk.visits.last().link.value(QStringLiteral("metric")).toString(), QStringLiteral("meteor"));
    }
    // The window is drawn anew in another language: what was typed and watched is there.
    void whatWasTypedOutlivesThePage()
    {
        Room room;
        QVERIFY(room.counted());
        QTest::keyClicks(room.named<QLineEdit>("G-Score"), QStringLiteral("8,"));
        room.page->settle();
        room.page = std::make_unique<EvaluatePage>(room.desk);
        QCOMPARE(room.named<QLineEdit>("G-Score")->text(), QStringLiteral("8,"));
    }
    // Another test set without a word would make scores that nobody can compare.
    void theChosenSourcesOutliveThePage()
    {
        Room room;
        dialogue::Dialogue other;
        other.source_name = "other.json";
        other.turns = { { {}, dialogue::Speaker::Seeker, "I moved.", {} }, { {}, dialogue::Speaker::Supporter, "Alone?", {} } };
        room.desk.workspace()->dialogues().add(other, "me");
        room.named<QComboBox>("Taken from")->setCurrentIndex(0);
        auto *list = room.page->findChild<QListWidget *>();
        QTRY_COMPARE(list->count(), 2);
        list->setFocus();
        list->setCurrentRow(list->item(0)->text().startsWith(QStringLiteral("other.json")) ? 0 : 1);
        QTest::keyClick(list, Qt::Key_Space); // leaves it out
        room.page->form().data().form().findChild<QLineEdit *>()->setText(QStringLiteral("exam"));
        const parts::DataPick pick = room.page->form().data().pick();
        QVERIFY(pick.sources && pick.sources->size() == 1 && !pick.sources->contains(QStringLiteral("other.json")));
        room.page->settle();
        room.page = std::make_unique<EvaluatePage>(room.desk);
        QCOMPARE(room.page->form().data().pick(), pick);
        QCOMPARE(room.page->form().ask().pick, pick);
    }

    void stopKeepsWhatWasMadeAndResumeGoesOn()
    {
        Room room("polite");
        QVERIFY(room.counted());
        room.click("Start evaluation");
        QTRY_VERIFY_WITH_TIMEOUT(room.page->replies().rowCount() == 2, kPatience);
        QTRY_VERIFY(room.says(QStringLiteral("2 of "))); // progress in words
        QVERIFY(room.page->findChild<QProgressBar *>()->isVisible());
        room.click("Stop");
        QVERIFY(room.idle());
        QTRY_COMPARE(room.page->stateText(), QStringLiteral("stopped"));
        QCOMPARE(room.page->replies().rowCount(), 2);
        QVERIFY(room.says(QStringLiteral("The replies made so far are kept")));
        QCOMPARE(room.page->scores().text(), QStringLiteral("Not scored yet."));
        fakes::useFakeWorker("normal");
        room.click("Resume");
        QVERIFY(room.idle());
        QTRY_COMPARE(room.page->stateText(), QStringLiteral("finished"));
    }
    void everyEndIsShown_data()
    {
        QTest::addColumn<QByteArray>("mode");
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("crash") << QByteArray("crash") << QStringLiteral("crashed") << QStringLiteral("signal 11");
        QTest::newRow("out of memory") << QByteArray("oom") << QStringLiteral("out of memory") << QStringLiteral("A shorter cutoff_len needs less.");
        QTest::newRow("invalid data") << QByteArray("invalid") << QStringLiteral("invalid data") << QStringLiteral("dataset.jsonl, line 2");
        QTest::newRow("lost") << QByteArray("lost") << QStringLiteral("lost") << QStringLiteral("without a word");
        QTest::newRow("unborn") << QByteArray("unborn") << QStringLiteral("crashed") << QStringLiteral("libsomething.so");
    }
    void everyEndIsShown()
    {
        QFETCH(QByteArray, mode);
        QFETCH(QString, state);
        QFETCH(QString, sentence);
        Room room(mode.constData());
        QVERIFY(room.counted());
        room.click("Start evaluation");
        QVERIFY(room.idle());
        QTRY_COMPARE(room.page->stateText(), state);
        QVERIFY(room.says(sentence));
        QVERIFY(!room.page->scores().text().contains(QStringLiteral("BLEU-4")));
    }

    void whatCannotBeStartedSaysWhy_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("note");
        QTest::newRow("a field") << QStringLiteral("field") << QStringLiteral("Not allowed yet: max_new_tokens");
        QTest::newRow("no dialogue") << QStringLiteral("search") << QStringLiteral("not found");
    }
    void whatCannotBeStartedSaysWhy()
    {
        QFETCH(QString, what);
        QFETCH(QString, note);
        Room room;
        QVERIFY(room.counted());
        auto *tokens = room.named<QSpinBox>("max_new_tokens");
        if (what == QLatin1String("field")) {
            tokens->setValue(0);
        } else {
            room.named<QComboBox>("Taken from")->setCurrentIndex(0);
            room.page->form().data().setPick({ {}, QStringLiteral("nobody said this"), false, 42 });
        }
        QPushButton *start = room.button("Start evaluation");
        QTRY_VERIFY_WITH_TIMEOUT(!start->isEnabled(), kPatience);
        QVERIFY2(room.startNote().contains(note), qPrintable(room.startNote()));
        room.page->start(); // and nothing happens
        QCOMPARE(room.desk.workspace()->runs().list().size(), size_t(1));
        tokens->setValue(32);
        room.page->form().data().setPick({});
        QTRY_VERIFY_WITH_TIMEOUT(start->isEnabled() && room.counted(), kPatience);
    }
    void linksChooseWhoAnswers()
    {
        Room room;
        room.page->form().chooseSubject(room.modelKey);
        room.page->open({ { QStringLiteral("run"), room.training } });
        QCOMPARE(room.page->form().subject().run, room.training);
        room.page->open({ { QStringLiteral("model"), room.modelKey } });
        QVERIFY(room.page->form().subject().adapter.isEmpty());
        QVERIFY(room.counted());
        room.click("Start evaluation");
        QVERIFY(room.idle());
        const QString id = QString::fromStdString(room.newest().id);
        auto another = std::make_unique<EvaluatePage>(room.desk);
        another->open({ { QStringLiteral("run"), id } });
        QCOMPARE(another->watched(), id);
        QCOMPARE(another->replies().rowCount(), room.page->replies().rowCount());
    }
};

ATTUNE_TEST(TstEvaluatePage)
#include "tst_evaluate_page.moc"
