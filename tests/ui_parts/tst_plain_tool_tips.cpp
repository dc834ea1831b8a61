// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "ui/parts/plain_tool_tips.h"

#include <QApplication>
#include <QLabel>
#include <QStandardItemModel>
#include <QListView>
#include <QToolTip>
#include <QHelpEvent>

class TstPlainToolTips : public QObject
{
    Q_OBJECT

    static const QLabel *shown()
    {
        for (const QWidget *widget : QApplication::topLevelWidgets()) {
            if (widget->inherits("QTipLabel") && widget->isVisible())
                return static_cast<const QLabel *>(widget);
        }
        return nullptr;
    }

private Q_SLOTS:
    void titlesAreText_data()
    {
        QTest::addColumn<QString>("title");
        QTest::newRow("tags") << QStringLiteral("<b>Kim</b> & the <img src=x>");
        QTest::newRow("path") << QStringLiteral("/home/me/<b>study.attune");
        QTest::newRow("words") << QStringLiteral("Ada & Bo");
    }
    void titlesAreText()
    {
        QFETCH(const QString, title);
        const parts::PlainToolTips plain(*qApp);
        QStandardItemModel model;
        auto *item = new QStandardItem(QStringLiteral("row"));
        item->setToolTip(title);
        model.appendRow(item);
        QListView view;
        view.setModel(&model);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const QPoint middle = view.visualRect(model.index(0, 0)).center();
        QHelpEvent asks(QEvent::ToolTip, middle, view.viewport()->mapToGlobal(middle));
        QCoreApplication::sendEvent(view.viewport(), &asks);
        QTRY_VERIFY(shown());
        QCOMPARE(shown()->text(), title);
        QCOMPARE(shown()->textFormat(), Qt::PlainText);
        QToolTip::hideText();
        QTRY_VERIFY(!shown());
    }
};

ATTUNE_TEST(TstPlainToolTips)
#include "tst_plain_tool_tips.moc"
