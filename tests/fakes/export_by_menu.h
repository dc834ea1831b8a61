// SPDX-License-Identifier: GPL-3.0-or-later
// The listed dialogues to a file, as a person does it: the menu of the button, the format, the file dialog. The file must not be there yet.
#pragma once

#include "dialogue/format.h"
#include "fakes/shown_button.h"

#include <QApplication>
#include <QComboBox>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QPointer>

namespace fakes {

inline void exportByMenu(QWidget &page, const std::string &format, const QString &path)
{
    QPushButton *out = shownButton(page, "Export");
    QVERIFY(out && out->isEnabled() && out->menu());
    QString title;
    for (const dialogue::FormatInfo &info : dialogue::formats())
        title = info.name == format ? QString::fromStdString(info.title) : title;
    QMenu *menu = out->menu();
    menu->popup(out->mapToGlobal(out->rect().bottomLeft()));
    for (QAction *action : menu->actions()) {
        if (action->text() == title)
            menu->setActiveAction(action);
    }
    QVERIFY(menu->activeAction());
    QTest::keyClick(menu, Qt::Key_Return);
    QPointer<QFileDialog> dialog;
    for (QFileDialog *shown : page.findChildren<QFileDialog *>())
        dialog = shown->isVisible() ? shown : dialog.data();
    QVERIFY(dialog);
    auto *name = dialog->findChild<QLineEdit *>(QStringLiteral("fileNameEdit"));
    QVERIFY(name);
    name->setText(path); // pasted: typing opens the list of what is there over it
    QTest::keyClick(name, Qt::Key_Return);
    QTRY_VERIFY(!dialog);
    QApplication::setActiveWindow(page.window()); // as a window manager does
    QTRY_VERIFY(page.window()->isActiveWindow());
}

// What is asked before it is written: every source may leave.
inline void letLeave(QWidget &page)
{
    QTRY_VERIFY(shownButton(page, "Write it"));
    for (QComboBox *choice : page.findChildren<QComboBox *>()) {
        if (choice->isVisible() && choice->accessibleName().startsWith(QLatin1String("Whether ")))
            choice->setCurrentIndex(1);
    }
    QTest::mouseClick(shownButton(page, "Write it"), Qt::LeftButton);
}

} // namespace fakes
