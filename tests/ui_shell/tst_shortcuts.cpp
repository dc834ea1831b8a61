// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "ui/shell/shortcuts_page.h"
#include "ui_shell/window_case.h"

#include <QAbstractItemView>
#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QMenu>
#include <QMenuBar>
#include <QMultiMap>
#include <QShortcut>

class TstShortcuts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void noKeyIsGivenTwice()
    {
        QSet<QString> seen;
        for (const shell::KeyRow &row : shell::allShortcuts()) {
            const QString key = row.page + QLatin1Char('/') + row.keys;
            QVERIFY2(!seen.contains(key), qPrintable(key));
            seen.insert(key);
            QVERIFY(!row.effect.contains(QLatin1Char('&')));
        }
        QVERIFY(seen.size() > 15);
    }

    // Two owners of one key, and Qt gives it to neither.
    void noKeyHasTwoOwnersOnAPage()
    {
        WindowCase c;
        c.openFilled();
        c.window->show();
        int found = 0;
        for (const QString &id : c.window->pageIds()) {
            parts::Page *page = c.window->showPage(id);
            QTRY_VERIFY(page->isReady());
            QMultiMap<QString, QString> owners;
            for (const QAction *action : c.window->menuBar()->findChildren<QAction *>() + c.window->findChildren<QAction *>(QString(), Qt::FindDirectChildrenOnly))
                owners.insert(action->shortcut().toString(), action->text());
            for (const QMenu *menu : c.window->findChildren<QMenu *>(QString(), Qt::FindDirectChildrenOnly)) {
                for (const QAction *action : menu->actions())
                    owners.insert(action->shortcut().toString(), action->text());
            }
            for (const QAbstractButton *button : page->findChildren<QAbstractButton *>())
                owners.insert(button->shortcut().toString(), button->text());
            for (const QShortcut *shortcut : page->findChildren<QShortcut *>()) {
                if (!qobject_cast<QAbstractItemView *>(shortcut->parent())) // that of one list alone meets no other
                    owners.insert(shortcut->key().toString(), QStringLiteral("a key of the page"));
            }
            for (const QString &key : owners.uniqueKeys()) {
                found += key.isEmpty() ? 0 : 1;
                QVERIFY2(key.isEmpty() || owners.count(key) == 1, qPrintable(id + QStringLiteral(": ") + key));
            }
        }
        QVERIFY(found > 20);
    }

    void menusAreComplete()
    {
        QSet<QString> ids;
        for (const shell::ActionRow &row : shell::actionTable()) {
            const QString id = QString::fromLatin1(row.id);
            if (id.isEmpty())
                continue;
            QVERIFY(!ids.contains(id));
            ids.insert(id);
            QVERIFY(!row.text.isEmpty());
        }
        QVERIFY(ids.contains(QStringLiteral("edit/undo")));
    }
};

ATTUNE_TEST(TstShortcuts)
#include "tst_shortcuts.moc"
