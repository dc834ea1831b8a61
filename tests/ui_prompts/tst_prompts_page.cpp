// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "prompts_room.h"
#include "ui/parts/notice_bar.h"
#include "ui/prompts/dataset_view.h"
#include "ui/prompts/preview_pane.h"
#include "ui/prompts/prompt_edit.h"
#include "ui/prompts/prompt_list.h"
#include "ui/prompts/prompts_page.h"
#include "ui/prompts/section_editor.h"
#include "ui/prompts/system_view.h"
#include "ui/prompts/workspace_source.h"

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

using fakes::kPatience;
using Room = fakes::PromptsRoom;

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
        // No other of the same name, and a word about what has become of it; also when the page is left.
        QCOMPARE(room.page->document().prompt().name, presets[0].name + " (mine)");
        QVERIFY(room.page->notice().text().contains(QStringLiteral("(mine)")));
        room.page->open({ { QStringLiteral("prompt"), QString::fromStdString(presets[0].id) } });
        QVERIFY(room.type(SectionKind::ResponseGuidelines, " Be kind."));
        room.page->settle();
        QCOMPARE(room.page->document().prompt().name, presets[0].name + " (mine) 2");
    }
    // A new machine has none; that is no fault of anybody's.
    void withoutAModelTheSystemMessageIsThere()
    {
        fakes::FakeDesk desk;
        dialogue::Dialogue talk;
        talk.source_key = "17";
        talk.turns = { { "", dialogue::Speaker::Seeker, "I feel lost.", {} } };
        desk.workspace()->dialogues().add(talk, "me");
        prompts::PromptsPage page(desk);
        page.show();
        page.preview().setModels({});
        QVERIFY(page.preview().model().isEmpty());
        const auto *notice = page.preview().findChild<parts::NoticeBar *>();
        QTRY_VERIFY(notice->text().startsWith(QStringLiteral("No model is on this machine")));
        QVERIFY(!page.preview().preview().system.text.empty());
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
