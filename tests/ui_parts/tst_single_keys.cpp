// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "ui/parts/message_list.h"
#include "ui/parts/single_keys.h"

#include <QBoxLayout>
#include <QInputMethodEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

class TstSingleKeys : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_page = std::make_unique<QWidget>();
        auto *layout = new QVBoxLayout(m_page.get());
        m_list = new parts::MessageList;
        m_field = new QLineEdit;
        m_box = new QPlainTextEdit;
        for (QWidget *widget : std::initializer_list<QWidget *> { m_list, m_field, m_box })
            layout->addWidget(widget);
        auto *keys = new parts::SingleKeys(m_page.get());
        m_count = 0;
        keys->add(Qt::Key_J, [this] { ++m_count; });
        m_page->show();
        m_page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    }

    void worksOnThePage()
    {
        m_list->setFocus();
        QTest::keyClick(m_list, Qt::Key_J);
        QCOMPARE(m_count, 1);
        QTest::keyClick(m_list, Qt::Key_J, Qt::ControlModifier);
        QCOMPARE(m_count, 1);
    }

    void restsInTextFields()
    {
        m_field->setFocus();
        QTest::keyClick(m_field, Qt::Key_J);
        QCOMPARE(m_count, 0);
        QCOMPARE(m_field->text(), QStringLiteral("j"));
        m_box->setFocus();
        QTest::keyClick(m_box, Qt::Key_J);
        QCOMPARE(m_count, 0);
        QCOMPARE(m_box->toPlainText(), QStringLiteral("j"));
    }

    // While Chinese is being composed, a letter belongs to the input method, wherever the focus is.
    void restsWhileComposing()
    {
        m_list->setFocus();
        QInputMethodEvent composing(QStringLiteral("ni"), {});
        QCoreApplication::sendEvent(m_list, &composing);
        QTest::keyClick(m_list, Qt::Key_J);
        QCOMPARE(m_count, 0);
        QInputMethodEvent done;
        done.setCommitString(QStringLiteral("你"));
        QCoreApplication::sendEvent(m_list, &done);
        QTest::keyClick(m_list, Qt::Key_J);
        QCOMPARE(m_count, 1);
    }

    void restsOutsideThePage()
    {
        QPushButton other(QStringLiteral("elsewhere"));
        other.show();
        other.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&other));
        other.setFocus();
        QTest::keyClick(&other, Qt::Key_J);
        QCOMPARE(m_count, 0);
    }

private:
    std::unique_ptr<QWidget> m_page;
    parts::MessageList *m_list = nullptr;
    QLineEdit *m_field = nullptr;
    QPlainTextEdit *m_box = nullptr;
    int m_count = 0;
};

ATTUNE_TEST(TstSingleKeys)
#include "tst_single_keys.moc"
