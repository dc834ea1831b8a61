// SPDX-License-Identifier: GPL-3.0-or-later
// A message appears while somebody reads, types or is about to click: nothing moves, and it can be closed.
#include "harness/test_case.h"
#include "ui_shell/window_case.h"

#include "ui/parts/notice_bar.h"

#include <QPushButton>
#include <QToolButton>

class TstNotices : public QObject
{
    Q_OBJECT

    // Where every widget stands that can be seen, but the notice.
    static QHash<QWidget *, QRect> places(QWidget &window, const parts::NoticeBar &notice)
    {
        QHash<QWidget *, QRect> all;
        for (QWidget *widget : window.findChildren<QWidget *>()) {
            if (widget->isVisible() && widget != &notice && !notice.isAncestorOf(widget))
                all.insert(widget, QRect(widget->mapTo(&window, QPoint()), widget->size()));
        }
        return all;
    }

private Q_SLOTS:
    void aNoticeMovesNothing_data()
    {
        QTest::addColumn<QString>("sentence");
        QTest::newRow("short") << QStringLiteral("Saved.");
        QTest::newRow("long") << QStringLiteral("This thing was changed elsewhere in the meantime, and what stands on the page is not saved yet. ").repeated(3).trimmed();
    }
    void aNoticeMovesNothing()
    {
        QFETCH(QString, sentence);
        WindowCase c;
        c.openFilled();
        c.window->resize(1280, 800);
        c.window->show();
        int seen = 0;
        for (const QString &id : c.window->pageIds()) {
            parts::Page *page = c.window->showPage(id);
            QTRY_VERIFY(page->isReady());
            QTest::qWait(50); // layouts settle
            for (parts::NoticeBar *notice : page->findChildren<parts::NoticeBar *>()) {
                if (!notice->parentWidget()->isVisible())
                    continue;
                ++seen;
                notice->clear();
                QTest::qWait(20);
                const auto before = places(*c.window, *notice);
                notice->showNotice(parts::Tone::Warning, sentence, { { QStringLiteral("Keep mine"), {} }, { QStringLiteral("Load the other"), {} } });
                QTest::qWait(20);
                const auto after = places(*c.window, *notice);
                for (auto it = before.begin(); it != before.end(); ++it) {
                    QVERIFY2(after.value(it.key()) == it.value(),
                        qPrintable(id + QLatin1Char(' ') + QLatin1String(it.key()->metaObject()->className()) + QLatin1Char(' ') + it.key()->objectName()));
                }
                // All of it is on the page, and every button of it is what a click there meets.
                const QRect place(notice->mapTo(page, QPoint()), notice->size());
                QVERIFY2(page->rect().contains(place), qPrintable(id));
                QList<QAbstractButton *> buttons = notice->findChildren<QAbstractButton *>();
                QCOMPARE(buttons.size(), 3);
                for (QAbstractButton *button : buttons)
                    QCOMPARE(c.window->childAt(button->mapTo(c.window.get(), button->rect().center())), button);
                QTest::mouseClick(notice->findChild<QToolButton *>(), Qt::LeftButton);
                QVERIFY(notice->isHidden());
            }
        }
        QVERIFY2(seen >= 9, qPrintable(QString::number(seen)));
    }
};

ATTUNE_TEST(TstNotices)
#include "tst_notices.moc"
