// SPDX-License-Identifier: GPL-3.0-or-later
// Whoever reads the window by ear must be told what each control is.
#include "harness/test_case.h"
#include "ui_shell/window_case.h"

#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSlider>
#include <QToolButton>

class TstAccessibleNames : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyControlHasAName()
    {
        WindowCase c;
        c.openFilled();
        c.window->show();
        QStringList nameless;
        int seen = 0;
        for (const QString &id : c.window->pageIds()) {
            parts::Page *page = c.window->showPage(id);
            QTRY_VERIFY(page->isReady());
            for (QWidget *widget : page->findChildren<QWidget *>()) {
                if (!isControl(widget))
                    continue;
                ++seen;
                QAccessibleInterface *face = QAccessible::queryAccessibleInterface(widget);
                if (!face || face->text(QAccessible::Name).trimmed().isEmpty())
                    nameless << QStringLiteral("%1: %2 %3").arg(id, QLatin1String(widget->metaObject()->className()), widget->objectName());
            }
        }
        QVERIFY(seen > 30);
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QLatin1Char('\n'))));
    }

private:
    static bool isControl(QWidget *widget)
    {
        // Parts of another control: the field of a spin box, the clear button of a search line, headers, scroll bars.
        const QWidget *parent = widget->parentWidget();
        if (qobject_cast<const QAbstractSpinBox *>(parent) || qobject_cast<const QLineEdit *>(parent) || qobject_cast<const QComboBox *>(parent)
            || qobject_cast<const QAbstractItemView *>(parent) || qobject_cast<QHeaderView *>(widget) || widget->inherits("QComboBoxListView")
            || widget->inherits("QComboBoxPrivateContainer") || widget->inherits("QTabBar") || (parent && parent->inherits("QTabBar")))
            return false;
        return qobject_cast<QAbstractButton *>(widget) || qobject_cast<QLineEdit *>(widget) || qobject_cast<QPlainTextEdit *>(widget)
            || qobject_cast<QTextEdit *>(widget) || qobject_cast<QComboBox *>(widget) || qobject_cast<QAbstractSpinBox *>(widget)
            || qobject_cast<QAbstractItemView *>(widget) || qobject_cast<QSlider *>(widget);
    }
};

ATTUNE_TEST(TstAccessibleNames)
#include "tst_accessible_names.moc"
