// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "ui/profiles/profile_form.h"

#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

using profiles::ProfileDocument;
using profiles::ProfileForm;

class TstProfileForm : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_document = std::make_unique<ProfileDocument>();
        m_form = std::make_unique<ProfileForm>(*m_document);
        m_form->resize(700, 900);
        m_form->show();
        m_form->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_form.get()));
        m_document->open({ "p", { { "Name", "Lena" }, { "situation", "Was laid off." }, { "Pet", "a cat" } } });
    }

    void showsAllFields()
    {
        QCOMPARE(named<QLineEdit>("Name")->text(), QStringLiteral("Lena"));
        QCOMPARE(named<QPlainTextEdit>("Situation")->toPlainText(), QStringLiteral("Was laid off."));
        QTRY_VERIFY(named<QLineEdit>("Pet")); // made with the profile, shown after the event
        QCOMPARE(named<QLineEdit>("Pet")->text(), QStringLiteral("a cat"));
        QCOMPARE(named<QLineEdit>("Age")->text(), QString());
    }

    void typingReachesTheDocumentAndUndoTheForm()
    {
        auto *name = named<QLineEdit>("Name");
        name->setFocus();
        name->selectAll();
        QTest::keyClicks(name, QStringLiteral("Mia"));
        QCOMPARE(m_document->profile().text("Name"), std::string("Mia"));
        m_document->undoStack().undo();
        QCOMPARE(name->text(), QStringLiteral("Lena"));
    }

    void undoKeysAreLeftToTheMenu()
    {
        auto *name = named<QLineEdit>("Name");
        QKeyEvent undo(QEvent::ShortcutOverride, Qt::Key_Z, Qt::ControlModifier);
        undo.ignore();
        QCoreApplication::sendEvent(name, &undo);
        QVERIFY(!undo.isAccepted());
    }

    void addsAndRefusesFields()
    {
        QSignalSpy refused(m_form.get(), &ProfileForm::refused);
        auto *field = named<QLineEdit>("Name of a new field");
        field->setText(QStringLiteral("Faith"));
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(m_document->profile().find("Faith"));
        field->setText(QStringLiteral("Faith"));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(refused.size(), 1);
    }

private:
    template <typename Widget> Widget *named(const char *name)
    {
        for (Widget *widget : m_form->findChildren<Widget *>()) {
            if (widget->accessibleName() == QLatin1String(name) && widget->isVisibleTo(m_form.get()))
                return widget;
        }
        return nullptr;
    }

    std::unique_ptr<ProfileDocument> m_document;
    std::unique_ptr<ProfileForm> m_form;
};

ATTUNE_TEST(TstProfileForm)
#include "tst_profile_form.moc"
