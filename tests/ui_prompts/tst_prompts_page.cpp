// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/fake_desk.h"
#include "fakes/tiny_tokenizer.h"
#include "harness/test_case.h"
#include "storage/draft_repository.h"
#include "ui/parts/notice_bar.h"
#include "ui/prompts/dataset_view.h"
#include "ui/prompts/preview_pane.h"
#include "ui/prompts/prompt_edit.h"
#include "ui/prompts/prompt_list.h"
#include "ui/prompts/prompts_page.h"
#include "ui/prompts/section_editor.h"
#include "ui/prompts/system_view.h"
#include "ui/prompts/workspace_source.h"
#include "workspace/prompt_shelf.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QTabWidget>
#include <QToolButton>

using namespace prompts;
using text::SectionKind;

namespace {

constexpr int kPatience = 10'000;

struct Room
{
    Room()
    {
        const std::filesystem::path model = desk.dir() / "tiny";
        fakes::writeTinyTokenizer(model);
        base::writeFileAtomically(model / "config.json", "{}");
        desk.workspace()->models().add(model.string());
        dialogue::Dialogue talk;
        talk.source_key = "17";
        talk.profile.fields = { { "Name", "Lin" } };
        talk.turns = { { "", dialogue::Speaker::Seeker, "I feel lost.", {} }, { "", dialogue::Speaker::Supporter, "I am here.", {} } };
        dialogueId = desk.workspace()->dialogues().add(talk, "me").dialogue.id;
        page = std::make_unique<PromptsPage>(desk);
        page->preview().chooseModel(QString::fromStdString(model.string()));
        page->resize(1100, 740);
        page->show();
    }
    PromptEdit *editor(SectionKind kind) const
    {
        for (SectionEditor *section : page->findChildren<SectionEditor *>()) {
            if (section->section() == kind)
                return section->editor();
        }
        return nullptr;
    }
    QPushButton *button(const char *text) const
    {
        for (QPushButton *button : page->findChildren<QPushButton *>()) {
            if (button->text() == QLatin1String(text))
                return button;
        }
        return nullptr;
    }
    // Types at the end of a section and waits for the preview of exactly that.
    bool type(SectionKind kind, const char *text)
    {
        PromptEdit *edit = editor(kind);
        edit->moveCursor(QTextCursor::End);
        edit->insertPlainText(QString::fromUtf8(text));
        return previewed();
    }
    bool previewed()
    {
        const auto &prompt = page->document().prompt();
        return QTest::qWaitFor([&] {
            const Preview &preview = page->preview().preview();
            const bool good = text::problems(prompt).empty();
            if (preview.dialogue.id != dialogueId)
                return false;
            return good ? preview.problems.empty() && preview.system.text == text::renderPrompt(prompt, preview.dialogue.profile).text
                        : !preview.problems.empty();
        }, kPatience);
    }

    fakes::FakeDesk desk;
    std::string dialogueId;
    std::unique_ptr<PromptsPage> page;
};

} // namespace

class TstPromptsPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { qputenv("ATTUNE_DATA", ATTUNE_SOURCE_DIR); }

    void presetsAreThereAndStayAsTheyAre()
    {
        Room room;
        const auto presets = text::presetPrompts(text::presetFolder());
        QVERIFY(presets.size() >= 3);
        room.page->open({ { QStringLiteral("prompt"), QString::fromStdString(presets[0].id) } });
        QCOMPARE(room.page->document().prompt(), presets[0]);
        QVERIFY(room.type(SectionKind::ResponseGuidelines, " Be brief."));
        QVERIFY(room.page->document().isModified());
        QTest::mouseClick(room.button("Save as my own"), Qt::LeftButton);
        QVERIFY(!room.page->document().isModified());
        QVERIFY(room.page->document().prompt().id != presets[0].id);
        QCOMPARE(room.desk.workspace()->prompts().list().size(), size_t(1));
        QCOMPARE(text::presetPrompts(text::presetFolder())[0], presets[0]);
    }
    void savingMakesVersionsAndOneCanGoBack()
    {
        Room room;
        room.page->open({ { QStringLiteral("action"), QStringLiteral("new") } });
        room.type(SectionKind::RoleDefinition, "One.");
        QTest::mouseClick(room.button("Save version"), Qt::LeftButton);
        room.type(SectionKind::RoleDefinition, " Two.");
        QTest::mouseClick(room.button("Save version"), Qt::LeftButton);
        const std::string id = room.page->document().prompt().id;
        const auto versions = room.desk.workspace()->prompts().versions(id);
        QCOMPARE(versions.size(), size_t(2));
        QCOMPARE(versions[0].content_hash, text::contentHash(room.page->document().prompt()));
        QVERIFY(versions[0].content_hash != versions[1].content_hash);
        // Back to the first, as one undoable step.
        QMenu *menu = room.button("Versions")->menu();
        Q_EMIT menu->aboutToShow();
        QCOMPARE(menu->actions().size(), 2);
        menu->actions()[1]->trigger();
        QCOMPARE(room.editor(SectionKind::RoleDefinition)->toPlainText(), QStringLiteral("One."));
        room.page->document().undoStack()->undo();
        QCOMPARE(room.editor(SectionKind::RoleDefinition)->toPlainText(), QStringLiteral("One. Two."));
    }
    void theKeySavesToo()
    {
        Room room;
        room.page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(room.page.get()));
        room.page->open({ { QStringLiteral("action"), QStringLiteral("new") } });
        room.type(SectionKind::TaskObjective, "Comfort.");
        room.editor(SectionKind::TaskObjective)->setFocus();
        QTest::keyClick(room.editor(SectionKind::TaskObjective), Qt::Key_S, Qt::ControlModifier);
        QCOMPARE(room.desk.workspace()->prompts().list().size(), size_t(1));
        room.type(SectionKind::TaskObjective, " More.");
        QTest::keyClick(room.editor(SectionKind::TaskObjective), Qt::Key_S, Qt::ControlModifier);
        QCOMPARE(room.desk.workspace()->prompts().list()[0].version, int64_t(2));
    }
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
    // Leaving a new template puts a row above; the one that was clicked is opened and highlighted.
    void theClickedRowIsTheCurrentOne()
    {
        Room room;
        room.page->open({ { QStringLiteral("action"), QStringLiteral("new") } });
        room.page->document().setText(SectionKind::TaskObjective, "Comfort.");
        auto *view = room.page->findChild<PromptList *>()->findChild<QListView *>();
        const QModelIndex clicked = view->model()->index(1, 0);
        const QString id = clicked.data(parts::KeyRole).toString();
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(clicked).center());
        QTRY_COMPARE(QString::fromStdString(room.page->document().prompt().id), id);
        QCOMPARE(view->currentIndex().data(parts::KeyRole).toString(), id);
        QCOMPARE(view->selectionModel()->selectedIndexes().size(), 1);
        QCOMPARE(view->selectionModel()->selectedIndexes().first().data(parts::KeyRole).toString(), id);
        QCOMPARE(room.desk.workspace()->prompts().list().size(), size_t(1));
    }
    void thePreviewFollowsTyping()
    {
        Room room;
        room.page->open({ { QStringLiteral("action"), QStringLiteral("new") },
            { QStringLiteral("dialogue"), QString::fromStdString(room.dialogueId) } });
        QVERIFY(room.type(SectionKind::RoleDefinition, "Hello {{ profile.Name }}."));
        const Preview &preview = room.page->preview().preview();
        QVERIFY2(preview.system.text.starts_with("Hello Lin."),
            qPrintable(QString::fromStdString(preview.system.text) + room.page->preview().dialogue()));
        QCOMPARE(preview.section_tokens[0].value_or(-1), 10);
        QVERIFY(preview.inspection && preview.inspection->loss_tokens == 11);
        QVERIFY(room.page->isReady());
    }
    void aMistakeIsNamedWhileTyping()
    {
        Room room;
        room.page->open({ { QStringLiteral("action"), QStringLiteral("new") } });
        QVERIFY(room.type(SectionKind::UserProfile, "\n{{ profile.Nmae }}"));
        QVERIFY(!room.page->preview().preview().problems.empty());
        // No tab is blank without a word.
        auto *tabs = room.page->findChild<QTabWidget *>();
        tabs->setCurrentIndex(1);
        auto *system = room.page->findChild<SystemView *>();
        QVERIFY(!system->toPlainText().isEmpty() || system->placeholderText().contains(QStringLiteral("mistake")));
        QCOMPARE(room.page->preview().preview().problems[0].line, size_t(2));
        QTest::keyClick(room.editor(SectionKind::UserProfile), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(room.previewed());
        QVERIFY(room.page->preview().preview().problems.empty());
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
    // A model whose template nobody knows: refused with the nearest one, which can be chosen on the spot, for all pages.
    void anUnknownTemplateIsChosenByAPerson()
    {
        Room room;
        const std::filesystem::path model = room.desk.dir() / "odd";
        fakes::writeTinyTokenizer(model, "{% for m in messages %}<|im_start|>{{ m.role }}: {{ m.content }}<|im_end|>{% endfor %}");
        base::writeFileAtomically(model / "config.json", "{}");
        room.desk.workspace()->models().add(model.string());
        room.page->activate();
        room.page->preview().chooseModel(QString::fromStdString(model.string()));
        QVERIFY(QTest::qWaitFor([&] { return room.page->preview().preview().failure.has_value(); }, kPatience));
        QCOMPARE(room.page->preview().preview().failure->kind, base::ErrorKind::UnsupportedTemplate);
        QPushButton *use = nullptr;
        for (QPushButton *button : room.page->findChildren<QPushButton *>())
            use = button->text().startsWith(QLatin1String("Use ")) ? button : use;
        QVERIFY(use);
        QTest::mouseClick(use, Qt::LeftButton);
        QVERIFY(QTest::qWaitFor([&] { return room.page->preview().preview().inspection.has_value(); }, kPatience));
        QCOMPARE(room.desk.workspace()->models().chatTemplateOf(model.string()), room.page->preview().preview().chat_template);
    }
    void modelsOfTheList()
    {
        PromptList list;
        QAbstractItemModelTester tester(list.findChild<QListView *>()->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy chosen(&list, &PromptList::chosen);
        ShelfRow own;
        own.prompt.id = "a";
        own.prompt.name = "Mine";
        own.version = 3;
        ShelfRow preset = own;
        preset.prompt.id = "paper";
        preset.isPreset = true;
        list.setRows({ own, preset });
        list.setCurrent(QStringLiteral("paper"));
        list.setRows({ preset });
        QCOMPARE(list.current(), QStringLiteral("paper"));
        QCOMPARE(chosen.count(), 0);
    }
    // What is counted is what a run would take.
    void chatsAreNotCounted()
    {
        Room room;
        dialogue::Dialogue chat = room.desk.workspace()->dialogues().get(room.dialogueId).dialogue;
        chat.id.clear();
        chat.source_name = "chat";
        for (dialogue::Turn &turn : chat.turns)
            turn.id.clear();
        room.desk.workspace()->dialogues().add(chat, "me");
        const DialogueSource source = workspaceSource(*room.desk.workspace());
        QCOMPARE(source.all({}).size(), size_t(1));
        QCOMPARE(source.chats(), qint64(1));
        DatasetView view;
        view.showInspection({}, source.chats());
        QVERIFY(view.findChild<QLabel *>() != nullptr);
        bool said = false;
        for (const QLabel *label : view.findChildren<QLabel *>())
            said |= label->text().startsWith(QStringLiteral("Without 1 chat"));
        QVERIFY(said);
    }
    void everythingHasAName()
    {
        Room room;
        for (QWidget *widget : room.page->findChildren<QWidget *>()) {
            const bool isField = qobject_cast<QComboBox *>(widget) || qobject_cast<QPlainTextEdit *>(widget)
                || qobject_cast<QAbstractItemView *>(widget) || qobject_cast<QToolButton *>(widget)
                || (qobject_cast<QLineEdit *>(widget) && !qobject_cast<QAbstractSpinBox *>(widget->parentWidget()));
            const bool isInner = widget->objectName().startsWith(QLatin1String("qt_")) || qobject_cast<QComboBox *>(widget->parentWidget())
                || qobject_cast<QAbstractItemView *>(widget->parentWidget())
                || widget->parentWidget()->inherits("QComboBoxPrivateContainer") || widget->parentWidget()->inherits("QTabBar");
            QVERIFY2(!isField || isInner || !widget->accessibleName().isEmpty(), widget->metaObject()->className());
        }
    }
};

ATTUNE_TEST(TstPromptsPage)
#include "tst_prompts_page.moc"
