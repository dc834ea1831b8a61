// SPDX-License-Identifier: GPL-3.0-or-later
// What goes on beside the page covers no message, and its button stays under the pointer.
#include "harness/test_case.h"
#include "ui/parts/notice_bar.h"

#include <QAccessible>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

#include <memory>

using parts::NoticeBar;
using parts::Tone;

namespace {
int announced = 0;
void count(QAccessibleEvent *event) { announced += event->type() == QAccessible::Alert; }
} // namespace

class TstNoticeBar : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_window = std::make_unique<QWidget>();
        m_window->resize(900, 200);
        m_bar = new NoticeBar(m_window.get());
        m_bar->resize(800, 60);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }
    void cleanup() { m_window.reset(); }

    void progressChangesWordsOnly()
    {
        bool cancelled = false;
        const int work = m_bar->begin(QStringLiteral("0 %"), QStringLiteral("Cancel"), [&] { cancelled = true; });
        QPushButton *button = this->button("Cancel");
        QVERIFY(button);
        QTest::mousePress(button, Qt::LeftButton);
        const auto before = QAccessible::installUpdateHandler(count);
        announced = 0;
        for (int i = 1; i < 20; ++i)
            m_bar->goOn(work, QStringLiteral("%1 %").arg(i));
        QAccessible::installUpdateHandler(before);
        QCOMPARE(announced, 0);
        QCOMPARE(m_bar->text(), QStringLiteral("19 %"));
        QCOMPARE(this->button("Cancel"), button);
        QTest::mouseRelease(button, Qt::LeftButton);
        QVERIFY(cancelled);
        m_bar->end(work);
        QVERIFY(m_bar->text().isEmpty());
    }

    void everyMessageCoversIt()
    {
        m_bar->showNotice(Tone::Warning, QStringLiteral("decide"), QStringLiteral("This"), [] {});
        const int work = m_bar->begin(QStringLiteral("0 %"));
        m_bar->goOn(work, QStringLiteral("50 %"));
        QCOMPARE(m_bar->text(), QStringLiteral("decide"));
        QTest::mouseClick(button("This"), Qt::LeftButton);
        QCOMPARE(m_bar->text(), QStringLiteral("50 %"));
        m_bar->showInfo(QStringLiteral("hello"));
        m_bar->goOn(work, QStringLiteral("60 %"));
        QCOMPARE(m_bar->text(), QStringLiteral("hello"));
        m_bar->clear();
        QCOMPARE(m_bar->text(), QStringLiteral("60 %"));
        m_bar->clear(); // no message
        QCOMPARE(m_bar->text(), QStringLiteral("60 %"));
        m_bar->end(work);
        QVERIFY(m_bar->text().isEmpty());
    }

    // For the window, which shows it elsewhere.
    void coveredWorkIsTold()
    {
        QStringList told;
        connect(m_bar, &NoticeBar::coveredWork, this, [&](const QString &text) { told << text; });
        m_bar->showNotice(Tone::Warning, QStringLiteral("decide"), QStringLiteral("This"), [] {});
        const int work = m_bar->begin(QStringLiteral("0 %"));
        m_bar->goOn(work, QStringLiteral("50 %"));
        m_bar->clear();
        m_bar->goOn(work, QStringLiteral("60 %"));
        m_bar->showInfo(QStringLiteral("hello"));
        m_bar->end(work);
        QCOMPARE(told, (QStringList { QStringLiteral("0 %"), QStringLiteral("50 %"), QString(), QStringLiteral("60 %"), QString() }));
    }

    void twoThingsGoOn()
    {
        const int first = m_bar->begin(QStringLiteral("first"), QStringLiteral("Cancel"), [] {});
        const int second = m_bar->begin(QStringLiteral("second"));
        QVERIFY(m_bar->text().contains(QStringLiteral("first")) && m_bar->text().contains(QStringLiteral("second")));
        QPushButton *cancel = button("Cancel");
        m_bar->end(second);
        QCOMPARE(m_bar->text(), QStringLiteral("first"));
        QCOMPARE(button("Cancel"), cancel);
        m_bar->end(first);
        QVERIFY(m_bar->text().isEmpty());
    }

    // What ended beside waits for what a person must decide, and replaces what merely tells.
    void newsWaitForADecision()
    {
        m_bar->showNotice(Tone::Warning, QStringLiteral("decide"), QStringLiteral("This"), [] {});
        m_bar->tell(Tone::Positive, QStringLiteral("done"));
        m_bar->tell(Tone::Positive, QStringLiteral("done, too"));
        QCOMPARE(m_bar->text(), QStringLiteral("decide"));
        m_bar->clear();
        QCOMPARE(m_bar->text(), QStringLiteral("done"));
        m_bar->clear();
        QCOMPARE(m_bar->text(), QStringLiteral("done, too"));
        m_bar->tell(Tone::Positive, QStringLiteral("and more"));
        QCOMPARE(m_bar->text(), QStringLiteral("and more"));
    }

    // Whoever begins something sees how far it is, and what was told before comes back; what must be decided is not covered.
    void whatWasToldMakesRoomForWork()
    {
        m_bar->tell(Tone::Positive, QStringLiteral("done"), { { QStringLiteral("Show it"), [] {} } });
        const int work = m_bar->begin(QStringLiteral("0 %"), QStringLiteral("Cancel"), [] {});
        QCOMPARE(m_bar->text(), QStringLiteral("0 %"));
        QVERIFY(button("Cancel"));
        m_bar->end(work);
        QCOMPARE(m_bar->text(), QStringLiteral("done"));
        QVERIFY(button("Show it"));
        m_bar->clear();
        m_bar->showNotice(Tone::Warning, QStringLiteral("decide"), QStringLiteral("This"), [] {});
        const int other = m_bar->begin(QStringLiteral("1 %"));
        QCOMPARE(m_bar->text(), QStringLiteral("decide"));
        m_bar->end(other);
    }

    // A title of the page is covered rather than what stands below its head.
    void itGrowsOverTheTitleFirst()
    {
        auto *place = new QWidget(m_window.get());
        place->setGeometry(200, 0, 560, 56);
        place->show();
        m_bar->floatOver(place);
        m_bar->showNotice(Tone::Warning, QStringLiteral("This prompt template was changed elsewhere in the meantime. Your version is on the page and not saved yet."),
            { { QStringLiteral("Keep mine"), [] {} }, { QStringLiteral("Take theirs"), [] {} } });
        QCoreApplication::processEvents();
        QVERIFY2(m_bar->geometry().bottom() <= place->geometry().bottom(), qPrintable(QString::number(m_bar->geometry().bottom())));
        QVERIFY(m_bar->geometry().right() <= place->geometry().right());
        m_bar->showInfo(QStringLiteral("Short."));
        QVERIFY(m_bar->geometry().left() >= place->geometry().left() - 100); // no wider than it must be
    }

    // The edge takes from the width, so that a sentence may need a line more.
    void everyLineIsSeen()
    {
        m_bar->setStyleSheet(QStringLiteral("parts--NoticeBar { border: 0; border-left: 40px solid red; padding: 6px; }"));
        auto *place = new QWidget(m_window.get());
        place->setGeometry(0, 0, 420, 300);
        place->show();
        m_bar->floatAcross(place, 0);
        QString words;
        for (int i = 0; i < 60; ++i) {
            words += QStringLiteral("word%1 ").arg(i);
            m_bar->showInfo(words);
            QCoreApplication::processEvents();
            const auto *text = m_bar->findChild<QLabel *>(QString(), Qt::FindDirectChildrenOnly);
            for (const QLabel *label : m_bar->findChildren<QLabel *>()) {
                if (label->text() == words)
                    text = label;
            }
            QVERIFY2(text->height() >= text->heightForWidth(text->width()), qPrintable(words));
        }
    }

    // Its buttons go with it: whoever clicks one goes on where the keys went before.
    void aClickTakesNoFocus()
    {
        auto *field = new QLineEdit(m_window.get());
        field->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        field->setFocus();
        m_bar->showNotice(Tone::Warning, QStringLiteral("decide"), QStringLiteral("This"), [] {});
        QTest::mouseClick(button("This"), Qt::LeftButton);
        QVERIFY(m_bar->text().isEmpty());
        QVERIFY(field->hasFocus());
        m_bar->showInfo(QStringLiteral("hello"));
        QTest::mouseClick(m_bar->findChild<QToolButton *>(), Qt::LeftButton);
        QVERIFY(m_bar->text().isEmpty());
        QVERIFY(field->hasFocus());
    }

    // What goes on can be ended, not hidden: there is no other place that tells of it.
    void workCannotBeHidden()
    {
        const auto *close = m_bar->findChild<QToolButton *>();
        const int work = m_bar->begin(QStringLiteral("0 %"), QStringLiteral("Cancel"), [] {});
        QVERIFY(!close->isVisible());
        m_bar->showInfo(QStringLiteral("hello"));
        QVERIFY(close->isVisible());
        m_bar->clear();
        QVERIFY(!close->isVisible());
        m_bar->end(work);
    }

    void goesWithWhatItIsAbout()
    {
        m_bar->showInfo(QStringLiteral("about a"));
        m_bar->bind(QStringLiteral("a"));
        m_bar->leave(QStringLiteral("b"));
        QCOMPARE(m_bar->text(), QStringLiteral("about a"));
        m_bar->leave(QStringLiteral("a"));
        QVERIFY(m_bar->text().isEmpty());
        m_bar->showInfo(QStringLiteral("about nothing"));
        m_bar->leave(QStringLiteral("a"));
        QCOMPARE(m_bar->text(), QStringLiteral("about nothing"));
    }

private:
    QPushButton *button(const char *text) const
    {
        for (auto *button : m_bar->findChildren<QPushButton *>()) {
            if (button->text() == QLatin1String(text) && !button->isHidden())
                return button;
        }
        return nullptr;
    }

    std::unique_ptr<QWidget> m_window;
    NoticeBar *m_bar = nullptr;
};

ATTUNE_TEST(TstNoticeBar)
#include "tst_notice_bar.moc"
