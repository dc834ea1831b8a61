// SPDX-License-Identifier: GPL-3.0-or-later
// Changes of a dialogue's turns that wait for a decision outlive a crash whole: strategies, order, speakers and turns that are new or gone,
// not only texts.
#include "base/json.h"
#include "work_case.h"

#include <functional>

using dialogues::DialogueDocument;

class TstUnsavedTurns : public QObject, public WorkCase
{
    Q_OBJECT

    using Change = std::function<void(DialogueDocument &document)>;

    std::string open() { return m_page->document().dialogue().id; }
    bool isOffered() { return m_page->notice().text().contains(QStringLiteral("not saved")); }

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void aCrashKeepsThem_data()
    {
        QTest::addColumn<Change>("change");
        QTest::newRow("strategy") << Change([](DialogueDocument &d) { d.setStrategy(1, dialogue::Strategy { "esconv-8", "Question" }); });
        QTest::newRow("no example") << Change([](DialogueDocument &d) { d.setNotLearned(1, true); });
        QTest::newRow("speaker") << Change([](DialogueDocument &d) { d.exchangeSpeaker(1); });
        QTest::newRow("order") << Change([](DialogueDocument &d) { d.move(0, 1); });
        QTest::newRow("new turn") << Change([](DialogueDocument &d) { d.setText(d.insertAfter(1), QStringLiteral("And then?")); });
        QTest::newRow("turn gone") << Change([](DialogueDocument &d) { d.remove(1); });
    }
    void aCrashKeepsThem()
    {
        QFETCH(const Change, change);
        const std::string id = open();
        elsewhereTurn(id, 0, "theirs");
        m_page->document().setText(0, QStringLiteral("mine"));
        QVERIFY(m_page->hasUnsaved());
        change(m_page->document());
        const auto mine = m_page->document().dialogue().turns;
        const int64_t theirs = stored(id).revision;
        killed();
        QVERIFY2(isOffered(), qPrintable(m_page->notice().text()));
        QCOMPARE(stored(id).revision, theirs); // only a person makes a save of it
        QVERIFY(click("Take them up"));
        QVERIFY(m_page->hasUnsaved()); // theirs and mine do not agree
        QVERIFY(m_page->document().dialogue().turns == mine);
        QVERIFY(click("Keep mine"));
        QVERIFY(!m_page->hasUnsaved());
        QVERIFY(stored(id).dialogue.turns == mine);
        QVERIFY(drafts(id).empty());
        killed();
        QVERIFY(!isOffered());
    }

    // What could not be saved because of the disk, and agrees with what others did.
    void whatAgreesIsMerged()
    {
        const std::string id = open();
        auto mine = stored(id);
        mine.dialogue.turns[1].strategy = dialogue::Strategy { "esconv-8", "Question" };
        storage::Draft draft { id, "dialogue", "dialogue", base::toLine(dialogue::toJson(mine.dialogue)), mine.revision, "me" };
        m_desk->workspace()->drafts().keep(draft);
        elsewhereProfile(id, "Their name");
        killed();
        QVERIFY(isOffered());
        QVERIFY(click("Take them up"));
        QVERIFY(!m_page->hasUnsaved());
        QCOMPARE(stored(id).dialogue.profile.text("Name"), std::string("Their name"));
        QVERIFY(stored(id).dialogue.turns[1].strategy.has_value());
        QVERIFY(drafts(id).empty());
        menuUndo();
        QVERIFY(!stored(id).dialogue.turns[1].strategy);
    }

    void discardingLeavesWhatIsStored()
    {
        const std::string id = open();
        elsewhereTurn(id, 0, "theirs");
        m_page->document().setText(0, QStringLiteral("mine"));
        m_page->document().move(0, 1);
        killed();
        const auto before = stored(id);
        QVERIFY(click("Discard"));
        QVERIFY(!isOffered());
        QCOMPARE(stored(id).revision, before.revision);
        QVERIFY(stored(id).dialogue == before.dialogue);
        QVERIFY(drafts(id).empty());
    }

    // From a file that somebody wrote to: nothing of it is taken.
    void aSpoiltOneIsTold()
    {
        const std::string id = open();
        m_desk->workspace()->drafts().keep({ id, "dialogue", "dialogue", "{\"turns\":", 1, "me" });
        killed();
        const auto before = stored(id);
        QVERIFY(click("Take them up"));
        QVERIFY(!m_page->notice().text().isEmpty());
        QCOMPARE(stored(id).revision, before.revision);
        QVERIFY(stored(id).dialogue == before.dialogue);
    }
};

ATTUNE_TEST(TstUnsavedTurns)
#include "tst_unsaved_turns.moc"
