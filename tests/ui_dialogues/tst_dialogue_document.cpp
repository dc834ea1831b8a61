// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "ui/dialogues/dialogue_document.h"

#include <QApplication>

ATTUNE_GUI_TESTS

using dialogues::DialogueChange;
using dialogues::DialogueDocument;

namespace {
dialogue::Dialogue threeTurns()
{
    dialogue::Dialogue made;
    made.id = "d";
    made.turns = { { "t0", dialogue::Speaker::Seeker, "one", {} }, { "t1", dialogue::Speaker::Supporter, "two", {} },
        { "t2", dialogue::Speaker::Seeker, "three", {} } };
    return made;
}
} // namespace

class TstDialogueDocument : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void edits_data()
    {
        using Edit = std::function<void(DialogueDocument &)>;
        QTest::addColumn<Edit>("edit");
        QTest::newRow("text") << Edit([](DialogueDocument &d) { d.setText(1, QStringLiteral("  changed ")); });
        QTest::newRow("no example") << Edit([](DialogueDocument &d) { d.setNotLearned(1, true); });
        QTest::newRow("strategy") << Edit([](DialogueDocument &d) { d.setStrategy(1, dialogue::Strategy { "esconv-8", "Question" }); });
        QTest::newRow("speaker") << Edit([](DialogueDocument &d) { d.exchangeSpeaker(0); });
        QTest::newRow("insert first") << Edit([](DialogueDocument &d) { d.insertAfter(-1); });
        QTest::newRow("insert last") << Edit([](DialogueDocument &d) { d.insertAfter(2); });
        QTest::newRow("remove") << Edit([](DialogueDocument &d) { d.remove(1); });
        QTest::newRow("move") << Edit([](DialogueDocument &d) { d.move(0, 2); });
    }

    // Every edit is one step; undo and redo lead to equal values, and each tells what to look at.
    void edits()
    {
        QFETCH(std::function<void(DialogueDocument &)>, edit);
        DialogueDocument document;
        document.open(threeTurns());
        QList<DialogueChange> changes;
        connect(&document, &DialogueDocument::changed, this, [&](const DialogueChange &change) { changes << change; });
        edit(document);
        QCOMPARE(changes.size(), 1);
        QCOMPARE(document.undoStack().count(), 1);
        const dialogue::Dialogue after = document.dialogue();
        QVERIFY(after != threeTurns());
        document.undoStack().undo();
        QVERIFY(document.dialogue() == threeTurns());
        document.undoStack().redo();
        QVERIFY(document.dialogue() == after);
        QCOMPARE(changes.size(), 3);
    }

    void sameValueIsNoStep()
    {
        DialogueDocument document;
        document.open(threeTurns());
        document.setText(0, QStringLiteral(" one "));
        document.setStrategy(0, std::nullopt);
        document.setNotLearned(1, false);
        document.setNotLearned(0, true); // the seeker's turns are never learned
        document.move(1, 1);
        QCOMPARE(document.undoStack().count(), 0);
    }

    void positionsOutsideAreIgnored()
    {
        DialogueDocument document;
        document.open(threeTurns());
        document.setText(3, QStringLiteral("x"));
        document.remove(-1);
        document.move(0, 3);
        document.exchangeSpeaker(9);
        QVERIFY(document.dialogue() == threeTurns());
    }

    void turnsKeepTheirIdentity()
    {
        DialogueDocument document;
        document.open(threeTurns());
        document.move(0, 2);
        QCOMPARE(document.dialogue().turns[2].id, std::string("t0"));
        const int added = document.insertAfter(2);
        QCOMPARE(added, 3);
        QVERIFY(!document.dialogue().turns[3].id.empty());
        QVERIFY(document.dialogue().turns[3].speaker == dialogue::Speaker::Supporter);
    }

    void exchangedSeekerLosesNothing()
    {
        DialogueDocument document;
        document.open(threeTurns());
        document.setStrategy(1, dialogue::Strategy { "esconv-8", "Question" });
        document.setNotLearned(1, true);
        document.exchangeSpeaker(1);
        QVERIFY(!document.dialogue().turns[1].strategy);
        QVERIFY(!document.dialogue().turns[1].not_learned);
        document.undoStack().undo();
        QCOMPARE(document.dialogue().turns[1].strategy->label, std::string("Question"));
    }
};

ATTUNE_TEST(TstDialogueDocument)
#include "tst_dialogue_document.moc"
