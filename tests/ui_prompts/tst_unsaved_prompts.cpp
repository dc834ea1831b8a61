// SPDX-License-Identifier: GPL-3.0-or-later
// What was written on the Prompts page and is no version yet: kept when one leaves, when the window is killed and when somebody else was
// faster; gone when it was undone.
#include "harness/test_case.h"
#include "prompts_room.h"
#include "storage/draft_repository.h"
#include "ui/parts/notice_bar.h"
#include "workspace/prompt_shelf.h"

#include <QToolButton>

using namespace prompts;
using text::SectionKind;
using Room = fakes::PromptsRoom;

class TstUnsavedPrompts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { qputenv("ATTUNE_DATA", ATTUNE_SOURCE_DIR); }

    void leavingKeepsWhatWasWritten()
    {
        Room room;
        room.page->open({ { QStringLiteral("action"), QStringLiteral("new") } });
        room.type(SectionKind::TaskObjective, "Comfort.");
        room.page->settle();
        QCOMPARE(room.desk.workspace()->prompts().list().size(), size_t(1));
        room.page->settle(); // nothing new: no further version
        QCOMPARE(room.desk.workspace()->prompts().list()[0].version, int64_t(1));
    }
    // Another desk saved while ours was written: seen again in between or not, nothing is overwritten and nothing is lost.
    void conflictIsShownNotOverwritten_data()
    {
        QTest::addColumn<bool>("isSeen");
        QTest::addColumn<QString>("choice");
        QTest::addColumn<QString>("result");
        for (const bool isSeen : { false, true }) {
            QTest::addRow("mine, %d", isSeen) << isSeen << QStringLiteral("Keep mine") << QStringLiteral("Mine.");
            QTest::addRow("theirs, %d", isSeen) << isSeen << QStringLiteral("Load the other") << QStringLiteral("Theirs.");
        }
    }
    void conflictIsShownNotOverwritten()
    {
        QFETCH(bool, isSeen);
        QFETCH(QString, choice);
        QFETCH(QString, result);
        Room room;
        const auto write = [&](const char *text) { room.page->document().setText(SectionKind::RoleDefinition, text); };
        room.page->open({ { QStringLiteral("action"), QStringLiteral("new") } });
        write("One.");
        room.page->settle();
        const std::string id = room.page->document().prompt().id;
        write("Mine.");
        text::PromptTemplate theirs = room.page->document().prompt();
        theirs.section(SectionKind::RoleDefinition).text = "Theirs.";
        storage::StoredPrompt stored = workspace::toStored(theirs);
        stored.version = 1;
        room.desk.workspace()->prompts().save(stored, "someone else");
        if (isSeen)
            room.page->activate();
        const QString preset = QString::fromStdString(text::presetPrompts(text::presetFolder())[0].id);
        room.page->open({ { QStringLiteral("prompt"), preset } });
        QVERIFY(room.page->hasUnsaved());
        QCOMPARE(room.page->document().prompt().id, id);
        QCOMPARE(room.page->document().prompt().section(SectionKind::RoleDefinition).text, std::string("Mine."));
        QVERIFY(room.page->notice().text().contains(QStringLiteral("changed elsewhere")));
        QCOMPARE(room.desk.workspace()->prompts().get(id).version, int64_t(2));
        room.button(choice.toLatin1().constData())->click();
        QVERIFY(!room.page->hasUnsaved());
        QCOMPARE(QString::fromStdString(room.page->document().prompt().section(SectionKind::RoleDefinition).text), result);
        QCOMPARE(QString::fromStdString(workspace::toPrompt(room.desk.workspace()->prompts().get(id)).section(SectionKind::RoleDefinition).text), result);
    }
    // Told when it happens, not only when one wants to save.
    void aConflictIsShownAtOnce_data()
    {
        QTest::addColumn<bool>("deleted");
        QTest::newRow("saved elsewhere") << false;
        QTest::newRow("deleted elsewhere") << true;
    }
    void aConflictIsShownAtOnce()
    {
        QFETCH(bool, deleted);
        Room room;
        room.page->open({ { QStringLiteral("action"), QStringLiteral("new") } });
        room.page->settle();
        text::PromptTemplate theirs = room.page->document().prompt();
        theirs.section(SectionKind::TaskObjective).text = "Theirs.";
        storage::StoredPrompt stored = workspace::toStored(theirs);
        stored.version = 1;
        room.page->document().setText(SectionKind::RoleDefinition, "Mine.");
        if (deleted)
            room.desk.workspace()->prompts().remove(stored.id);
        else
            room.desk.workspace()->prompts().save(stored, "someone else");
        QTRY_VERIFY(room.page->hasUnsaved());
        QVERIFY(room.page->notice().text().contains(deleted ? QStringLiteral("deleted elsewhere") : QStringLiteral("changed elsewhere")));
        room.button("Keep mine")->click();
        QVERIFY(!room.page->hasUnsaved());
        QCOMPARE(workspace::toPrompt(room.desk.workspace()->prompts().list()[0]).section(SectionKind::RoleDefinition).text, std::string("Mine."));
    }
    // kill -9: nothing is asked to save. What was typed more than a second ago is in the next window.
    void aKilledWindowLosesNothingTyped_data()
    {
        QTest::addColumn<QString>("what");
        for (const char *what : { "new", "own", "preset", "conflict", "deleted" })
            QTest::newRow(what) << QString::fromLatin1(what);
    }
    void aKilledWindowLosesNothingTyped()
    {
        QFETCH(QString, what);
        Room room;
        if (what != QLatin1String("preset"))
            room.page->open({ { QStringLiteral("action"), QStringLiteral("new") } });
        if (what != QLatin1String("preset") && what != QLatin1String("new"))
            room.page->settle();
        const std::string id = room.page->document().prompt().id;
        room.page->document().setText(SectionKind::RoleDefinition, "half a sent");
        QTest::qWait(1000);
        room.page->hide(); // it is gone, and hears nothing
        if (what == QLatin1String("conflict")) {
            text::PromptTemplate theirs = workspace::toPrompt(room.desk.workspace()->prompts().get(id));
            theirs.section(SectionKind::TaskObjective).text = "Theirs.";
            storage::StoredPrompt stored = workspace::toStored(theirs);
            stored.version = 1;
            room.desk.workspace()->prompts().save(stored, "someone else");
        } else if (what == QLatin1String("deleted")) {
            room.desk.workspace()->prompts().remove(id);
        }
        PromptsPage next(room.desk);
        QCOMPARE(next.document().prompt().section(SectionKind::RoleDefinition).text, std::string("half a sent"));
        QCOMPARE(next.document().prompt().id, id);
        QVERIFY(next.document().isModified());
        QCOMPARE(next.hasUnsaved(), what == QLatin1String("conflict") || what == QLatin1String("deleted"));
        if (next.hasUnsaved())
            return;
        next.settle();
        PromptsPage afterwards(room.desk); // saved: no draft is left
        QVERIFY(!afterwards.document().isModified());
    }
    // Typed, kept as a draft, and undone up to what is stored: nothing of it comes back, and no version is made of it.
    void whatWasUndoneStaysUndone_data()
    {
        QTest::addColumn<bool>("preset");
        QTest::addColumn<bool>("kept"); // as a draft, before it was undone
        QTest::addColumn<QString>("then");
        for (const bool preset : { false, true }) {
            for (const bool kept : { false, true }) {
                for (const char *then : { "killed", "closed", "left and opened again" })
                    QTest::addRow("%s, %s, %s", preset ? "a preset" : "one's own", kept ? "slowly" : "at once", then) << preset << kept << QString::fromLatin1(then);
            }
        }
    }
    void whatWasUndoneStaysUndone()
    {
        QFETCH(bool, preset);
        QFETCH(bool, kept);
        QFETCH(QString, then);
        Room room;
        if (!preset) {
            room.page->open({ { QStringLiteral("action"), QStringLiteral("new") } });
            room.page->settle();
        }
        const text::PromptTemplate stored = room.page->document().prompt();
        const auto drafts = [&] { return storage::DraftRepository(room.desk.workspace()->database()).of(stored.id).size(); };
        PromptEdit *edit = room.editor(SectionKind::RoleDefinition);
        edit->setFocus();
        QTest::keyClicks(edit, QStringLiteral("typed"));
        QVERIFY(room.page->document().isModified());
        if (kept)
            QTRY_COMPARE(drafts(), size_t(1));
        QTest::keyClick(edit, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(room.page->document().prompt(), stored);
        std::unique_ptr<PromptsPage> next;
        if (then == QLatin1String("left and opened again")) {
            const QString other = QString::fromStdString(text::presetPrompts(text::presetFolder())[1].id);
            room.page->open({ { QStringLiteral("prompt"), other } });
            room.page->open({ { QStringLiteral("prompt"), QString::fromStdString(stored.id) } });
        } else {
            if (then == QLatin1String("closed"))
                room.page->settle();
            else
                QTRY_COMPARE(drafts(), size_t(0));
            room.page->hide();
            next = std::make_unique<PromptsPage>(room.desk);
        }
        PromptsPage &page = next ? *next : *room.page;
        QCOMPARE(page.document().prompt(), stored);
        page.settle();
        QCOMPARE(drafts(), size_t(0));
        const auto prompts = room.desk.workspace()->prompts().list();
        QCOMPARE(prompts.size(), preset ? size_t(0) : size_t(1));
        QVERIFY(preset || prompts[0].version == 1);
    }
    // What was only looked at is somebody else's to forget.
    void aDraftOfAnotherWindowIsLeftAlone()
    {
        Room room;
        room.page->open({ { QStringLiteral("action"), QStringLiteral("new") } });
        room.page->settle();
        const std::string id = room.page->document().prompt().id;
        room.page->open({ { QStringLiteral("prompt"), QString::fromStdString(text::presetPrompts(text::presetFolder())[1].id) } });
        storage::DraftRepository drafts(room.desk.workspace()->database());
        drafts.keep(storage::Draft { id, "prompt", "prompt", "of another version", 1, "other" });
        room.page->open({ { QStringLiteral("prompt"), QString::fromStdString(id) } });
        QTest::qWait(700);
        room.page->settle();
        QCOMPARE(drafts.of(id).size(), size_t(1));
    }
    // What another desk saved is what one sees, when nothing of one's own is in the way.
    void showsWhatAnotherDeskSaved()
    {
        Room room;
        room.page->open({ { QStringLiteral("action"), QStringLiteral("new") } });
        room.page->settle();
        text::PromptTemplate theirs = room.page->document().prompt();
        theirs.section(SectionKind::RoleDefinition).text = "Theirs.";
        storage::StoredPrompt stored = workspace::toStored(theirs);
        stored.version = 1;
        room.desk.workspace()->prompts().save(stored, "someone else");
        room.page->activate();
        QCOMPARE(room.page->document().prompt(), theirs);
        QVERIFY(!room.page->document().isModified());
    }
    void deletingCanBeTakenBack()
    {
        Room room;
        room.page->open({ { QStringLiteral("action"), QStringLiteral("new") } });
        room.type(SectionKind::RoleDefinition, "One.");
        room.page->settle();
        room.page->document().setText(SectionKind::RoleDefinition, "Mine.");
        room.page->settle();
        const std::string id = room.page->document().prompt().id;
        for (QToolButton *tool : room.page->findChildren<QToolButton *>()) {
            if (tool->toolTip() == QLatin1String("Delete the prompt template"))
                tool->click();
        }
        QVERIFY(room.desk.workspace()->prompts().list().empty());
        // What is written before it comes back is kept.
        room.page->open({ { QStringLiteral("action"), QStringLiteral("new") } });
        room.page->document().setText(SectionKind::TaskObjective, "Written meanwhile.");
        QTest::mouseClick(room.button("Bring it back"), Qt::LeftButton);
        QCOMPARE(room.desk.workspace()->prompts().list().size(), size_t(2));
        QCOMPARE(room.page->document().prompt().id, id);
        QCOMPARE(room.desk.workspace()->prompts().versions(id).size(), size_t(2));
        QCOMPARE(room.page->document().prompt().section(SectionKind::RoleDefinition).text, std::string("Mine."));
    }
};

ATTUNE_TEST(TstUnsavedPrompts)
#include "tst_unsaved_prompts.moc"
