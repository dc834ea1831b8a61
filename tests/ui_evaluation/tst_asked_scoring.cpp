// SPDX-License-Identifier: GPL-3.0-or-later
// A prediction is scored as it was asked, once, whatever goes meanwhile: the page, the window, the run itself.
#include "evaluate_room.h"
#include "harness/test_case.h"

#include <algorithm>

using evaluation::EvaluatePage;
using fakes::kPatience;
using Room = fakes::EvaluateRoom;

class TstAskedScoring : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    // Asked for at the start: it is scored that way, and not by itself as well.
    void whatIsAskedAtTheStartIsScoredOnce()
    {
        Room room;
        QVERIFY(room.counted());
        QTest::keyClicks(room.named<QLineEdit>("G-Score"), QStringLiteral("80"));
        QVERIFY(room.counted());
        room.click("Start evaluation");
        QVERIFY(room.idle());
        const std::string id = room.newest().id;
        QTRY_VERIFY_WITH_TIMEOUT(room.page->scores().text().contains(QStringLiteral("G-Score 80.00")), kPatience);
        QTest::qWait(1500); // whoever stood aside looks again
        QCOMPARE(room.desk.workspace()->scores().list(id).size(), size_t(1));
    }
    // It is scored as asked, and once, though the page goes while the replies are made or scored.
    void askedScoringOutlivesThePage_data()
    {
        QTest::addColumn<bool>("isBack"); // before the run has ended
        QTest::newRow("drawn anew at once") << true;
        QTest::newRow("drawn anew when it has ended") << false;
    }
    void askedScoringOutlivesThePage()
    {
        QFETCH(bool, isBack);
        Room room;
        QVERIFY(room.counted());
        QTest::keyClicks(room.named<QLineEdit>("G-Score"), QStringLiteral("80"));
        QVERIFY(room.counted());
        room.click("Start evaluation");
        const std::string id = room.newest().id;
        QVERIFY(!room.desk.jobs()->queue().isIdle());
        room.page->settle();
        room.page.reset();
        if (!isBack) {
            QVERIFY(room.idle());
            QTRY_VERIFY_WITH_TIMEOUT(room.desk.workspace()->scores().latest(id).has_value(), kPatience);
        }
        room.page = std::make_unique<EvaluatePage>(room.desk);
        room.page->show();
        QVERIFY(room.idle());
        QTRY_VERIFY2_WITH_TIMEOUT(room.page->scores().text().contains(QStringLiteral("G-Score 80.00")), qPrintable(room.page->scores().text()), kPatience);
        QTest::qWait(1500); // whoever stood aside looks again
        QCOMPARE(room.desk.workspace()->scores().list(id).size(), size_t(1));
    }
    // The window is closed before the run has ended, or the run is stopped and resumed.
    void askedScoringOutlivesTheWindow()
    {
        Room room;
        QVERIFY(room.counted());
        QTest::keyClicks(room.named<QLineEdit>("G-Score"), QStringLiteral("80"));
        QVERIFY(room.counted());
        room.click("Start evaluation");
        const std::string id = room.newest().id;
        room.page.reset();
        room.desk.kept("evaluate").reset();
        QVERIFY(room.idle());
        room.page = std::make_unique<EvaluatePage>(room.desk);
        room.page->show();
        // The news of the end may come when what was asked is taken up already.
        Q_EMIT room.desk.jobs()->queue().ended(QString::fromStdString(id), run::Outcome::Finished);
        // Beside them there may be the usual scores, which come when they come.
        const auto asked = [&] {
            const auto sets = room.desk.workspace()->scores().list(id);
            return std::count_if(sets.begin(), sets.end(), [](const storage::ScoreSet &scores) { return scores.value("g_score").has_value(); });
        };
        QTRY_VERIFY_WITH_TIMEOUT(asked() > 0, kPatience);
        QTest::qWait(1500); // whoever stood aside looks again
        QCOMPARE(asked(), 1);
        room.page.reset();
        room.desk.kept("evaluate").reset();
        room.page = std::make_unique<EvaluatePage>(room.desk); // done, and not done again
        QTest::qWait(500);
        QCOMPARE(asked(), 1);
    }
    void askedScoringOutlivesAStop()
    {
        Room room("polite");
        QVERIFY(room.counted());
        QTest::keyClicks(room.named<QLineEdit>("G-Score"), QStringLiteral("80"));
        QVERIFY(room.counted());
        room.click("Start evaluation");
        QTRY_VERIFY_WITH_TIMEOUT(room.page->replies().rowCount() == 2, kPatience);
        room.click("Stop");
        QVERIFY(room.idle());
        fakes::useFakeWorker("normal");
        room.click("Resume");
        QVERIFY(room.idle());
        QTRY_VERIFY2_WITH_TIMEOUT(room.page->scores().text().contains(QStringLiteral("G-Score 80.00")), qPrintable(room.page->scores().text()), kPatience);
        QCOMPARE(room.desk.workspace()->scores().list(room.newest().id).size(), size_t(1));
    }
    // What was asked for stands in the session still, and another window has done it.
    void whatIsThereIsNotScoredAgain()
    {
        Room room;
        QVERIFY(room.counted());
        QTest::keyClicks(room.named<QLineEdit>("G-Score"), QStringLiteral("80"));
        QVERIFY(room.counted());
        room.click("Start evaluation");
        const std::string id = room.newest().id;
        QTRY_VERIFY_WITH_TIMEOUT(room.page->scores().text().contains(QStringLiteral("G-Score 80.00")), kPatience);
        room.page.reset();
        room.desk.kept("evaluate").reset();
        const parts::Setting<QString> kAsked { parts::Drawer::Session, "evaluation/asked_scoring", {} };
        room.desk.settings().set(kAsked, QStringLiteral("{\"%1\":{\"g_score\":80.0}}").arg(QString::fromStdString(id)));
        room.page = std::make_unique<EvaluatePage>(room.desk);
        room.page->show();
        QTest::qWait(1500);
        QCOMPARE(room.desk.workspace()->scores().list(id).size(), size_t(1));
    }
    void aGScoreMakesAnotherScoring()
    {
        Room room;
        QVERIFY(room.counted());
        room.click("Start evaluation");
        QVERIFY(room.idle());
        const std::string id = room.newest().id;
        QTRY_VERIFY_WITH_TIMEOUT(room.desk.workspace()->scores().latest(id).has_value(), kPatience);
        QTRY_VERIFY(room.page->scores().text().contains(QStringLiteral("G-Score –")));
        QTest::keyClicks(room.named<QLineEdit>("G-Score"), QStringLiteral("80"));
        room.click("Score again");
        QTRY_VERIFY_WITH_TIMEOUT(room.page->scores().text().contains(QStringLiteral("G-Score 80.00")), kPatience);
        QCOMPARE(room.desk.workspace()->scores().list(id).size(), size_t(2)); // beside the first one
        QVERIFY(room.page->scores().text().contains(QStringLiteral("Partial total"))); // still without word vectors
    }
};

ATTUNE_TEST(TstAskedScoring)
#include "tst_asked_scoring.moc"
