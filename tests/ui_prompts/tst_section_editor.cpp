// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "ui/prompts/prompt_edit.h"
#include "ui/prompts/section_editor.h"

#include <QApplication>
#include <QCheckBox>
#include <QInputMethodEvent>
#include <QLabel>

using namespace prompts;
using text::SectionKind;

class TstSectionEditor : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void typingReachesTheDocumentAndUndoComesBack()
    {
        PromptDocument document;
        document.load({});
        SectionEditor editor(document, SectionKind::TaskObjective);
        editor.show();
        QTest::keyClicks(editor.editor(), QStringLiteral("Comfort"));
        QCOMPARE(document.prompt().section(SectionKind::TaskObjective).text, std::string("Comfort"));
        QTest::keyClick(editor.editor(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(editor.editor()->toPlainText(), QString());
        QTest::keyClick(editor.editor(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(editor.editor()->toPlainText(), QStringLiteral("Comfort"));
    }
    void chineseIsComposedUndisturbed()
    {
        PromptDocument document;
        document.load({});
        SectionEditor editor(document, SectionKind::RoleDefinition);
        editor.show();
        QInputMethodEvent preedit(QStringLiteral("ni hao"), {});
        QApplication::sendEvent(editor.editor(), &preedit);
        QCOMPARE(document.prompt().section(SectionKind::RoleDefinition).text, std::string());
        QInputMethodEvent commit;
        commit.setCommitString(QStringLiteral("你好"));
        QApplication::sendEvent(editor.editor(), &commit);
        QCOMPARE(document.prompt().section(SectionKind::RoleDefinition).text, std::string("你好"));
    }
    void adoptKeepsWhatIsEqual_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<int>("cursor");
        QTest::newRow("insert") << QStringLiteral("You are kind") << QStringLiteral("You are very kind") << 13;
        QTest::newRow("remove") << QStringLiteral("abcd") << QStringLiteral("ad") << 1;
        QTest::newRow("repeat") << QStringLiteral("aa") << QStringLiteral("aaa") << 3;
        QTest::newRow("all") << QStringLiteral("ab") << QString() << 0;
        QTest::newRow("lines") << QStringLiteral("a\nb") << QStringLiteral("a\n\nb") << 3;
    }
    void adoptKeepsWhatIsEqual()
    {
        QFETCH(QString, before);
        QFETCH(QString, after);
        QFETCH(int, cursor);
        PromptEdit edit;
        edit.setPlainText(before);
        edit.adopt(after);
        QCOMPARE(edit.toPlainText(), after);
        QCOMPARE(edit.textCursor().position(), cursor);
        QVERIFY(!edit.textCursor().hasSelection());
    }
    void theSwitchAndTheCount()
    {
        PromptDocument document;
        document.load({});
        SectionEditor editor(document, SectionKind::UserProfile);
        auto *box = editor.findChild<QCheckBox *>();
        QVERIFY(box->isChecked());
        editor.showTokens(12);
        const auto labelled = [&](const QString &part) {
            for (QLabel *label : editor.findChildren<QLabel *>()) {
                if (label->text().contains(part))
                    return true;
            }
            return false;
        };
        QVERIFY(labelled(QStringLiteral("12")));
        box->click();
        QVERIFY(!document.prompt().section(SectionKind::UserProfile).enabled);
        editor.showTokens(12);
        QVERIFY(!labelled(QStringLiteral("12")));
        document.undoStack()->undo();
        QVERIFY(box->isChecked());
    }
    void mistakesStandUnderTheirSection()
    {
        PromptDocument document;
        document.load({});
        document.setText(SectionKind::UserProfile, "为 {{ profile.Agee }}");
        SectionEditor mine(document, SectionKind::UserProfile);
        SectionEditor other(document, SectionKind::RoleDefinition);
        text::PromptProblem problem;
        problem.section = SectionKind::UserProfile;
        problem.line = 1;
        problem.column = 6;
        problem.offset = 7;
        problem.reason = "the field \"profile.Agee\" is not known";
        const auto shown = [](const SectionEditor &editor) {
            QStringList texts;
            for (const QLabel *label : editor.findChildren<QLabel *>()) {
                if (!label->isHidden())
                    texts << label->text();
            }
            return texts.join(QLatin1Char('|'));
        };
        mine.showProblems({ problem });
        other.showProblems({ problem });
        QVERIFY2(shown(mine).contains(QStringLiteral("Line 1, column 6: the field")), qPrintable(shown(mine)));
        QVERIFY(!shown(other).contains(QStringLiteral("column")));
        mine.showProblems({});
        QVERIFY(!shown(mine).contains(QStringLiteral("column")));
    }
};

ATTUNE_TEST(TstSectionEditor)
#include "tst_section_editor.moc"
