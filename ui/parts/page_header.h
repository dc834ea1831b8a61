// SPDX-License-Identifier: GPL-3.0-or-later
// The head of every page: its title, a muted line beside it (counts, the open thing) and controls at the right.
//     layout: PageHeader / content, no margins, no gaps; the header draws its own hairline.
#pragma once

#include <QFrame>

class QBoxLayout;
class QLabel;

namespace parts {

class PageHeader : public QFrame
{
    Q_OBJECT

public:
    explicit PageHeader(const QString &title, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    void setNote(const QString &note); // elided when there is no room
    void addControl(QWidget *widget); // from left to right, at the right edge
    // Controls that belong beside the title (a search field, a choice of run).
    void addLeft(QWidget *widget, int stretch = 0);

    // Where a notice of the page floats (NoticeBar::floatOver): over the note.
    QWidget *noticePlace() const;

private:
    QLabel *m_title = nullptr;
    QLabel *m_note = nullptr;
    QBoxLayout *m_left = nullptr;
    QBoxLayout *m_right = nullptr;
};

} // namespace parts
