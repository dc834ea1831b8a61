// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "ui/shell/shortcuts_page.h"

#include <QAbstractItemModelTester>

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
