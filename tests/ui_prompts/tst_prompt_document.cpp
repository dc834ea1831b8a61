// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "ui/prompts/prompt_document.h"

#include <QApplication>

using namespace prompts;
using text::SectionKind;

namespace {
text::PromptTemplate sample()
{
    text::PromptTemplate prompt;
    prompt.id = "p1";
    prompt.name = "Paper";
    prompt.section(SectionKind::RoleDefinition).text = "You are kind.";
    prompt.section(SectionKind::UserProfile).text = "{{ profile.all }}";
    return prompt;
}
} // namespace

class TstPromptDocument : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void typingIsOneStep()
    {
        PromptDocument document;
        document.load(sample());
        for (const char *text : { "You are kind. B", "You are kind. Be", "You are kind. Be brief" })
            document.setText(SectionKind::RoleDefinition, text);
        QCOMPARE(document.undoStack()->count(), 1);
        document.undoStack()->undo();
        QCOMPARE(document.prompt(), sample());
        QVERIFY(!document.isModified());
        document.undoStack()->redo();
        QCOMPARE(document.prompt().section(SectionKind::RoleDefinition).text, std::string("You are kind. Be brief"));
    }
    void anotherSectionIsAnotherStep()
    {
        PromptDocument document;
        document.load(sample());
        document.setText(SectionKind::RoleDefinition, "a");
        document.setText(SectionKind::TaskObjective, "b");
        document.setText(SectionKind::RoleDefinition, "c");
        document.setEnabled(SectionKind::UserProfile, false);
        QCOMPARE(document.undoStack()->count(), 4);
        document.undoStack()->undo();
        document.undoStack()->undo();
        QCOMPARE(document.prompt().section(SectionKind::RoleDefinition).text, std::string("a"));
        QVERIFY(document.prompt().section(SectionKind::UserProfile).enabled);
    }
    void equalValuesDoNothing()
    {
        PromptDocument document;
        document.load(sample());
        QSignalSpy changed(&document, &PromptDocument::changed);
        document.setText(SectionKind::RoleDefinition, "You are kind.");
        document.setEnabled(SectionKind::RoleDefinition, true);
        document.setName("Paper");
        QCOMPARE(changed.count(), 0);
        QCOMPARE(document.undoStack()->count(), 0);
    }
    void savingKeepsTheHistory()
    {
        PromptDocument document;
        document.load(sample());
        QSignalSpy modified(&document, &PromptDocument::modifiedChanged);
        document.setName("Mine");
        QVERIFY(document.isModified());
        text::PromptTemplate saved = document.prompt();
        saved.id = "p1-v2";
        document.markSaved(saved, 2);
        QVERIFY(!document.isModified());
        QCOMPARE(document.prompt().id, std::string("p1-v2"));
        document.undoStack()->undo();
        QVERIFY(document.isModified());
        QCOMPARE(document.prompt().name, std::string("Paper"));
        QCOMPARE(document.prompt().id, std::string("p1-v2"));
        QCOMPARE(modified.count(), 3);
    }
    void aNewPromptIsUnsaved()
    {
        PromptDocument document;
        document.load(sample(), 0, true);
        QVERIFY(document.isModified());
        document.markSaved(document.prompt(), 1);
        QVERIFY(!document.isModified());
    }
};

ATTUNE_TEST(TstPromptDocument)
ATTUNE_GUI_TESTS
#include "tst_prompt_document.moc"
