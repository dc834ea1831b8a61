// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/form_beside.h"

#include "ui/parts/look.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSplitter>

namespace parts {

namespace {

// Scrolls up and down only, so it is never narrower than its form: what is cut off at the side could not be reached.
class FormScroll : public QScrollArea
{
public:
    QSize minimumSizeHint() const override
    {
        const QSize form = widget() ? widget()->minimumSizeHint() : QSize();
        return { form.width() + verticalScrollBar()->sizeHint().width(), QScrollArea::minimumSizeHint().height() };
    }
};

} // namespace

QWidget *formColumn(QWidget *form, QLabel *note, QPushButton *start)
{
    auto *inside = new QWidget;
    auto *margin = new QVBoxLayout(inside);
    setGaps(margin, 0, 2);
    margin->addWidget(form);
    auto *scroll = new FormScroll;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(inside);
    auto *foot = new QWidget;
    auto *row = new QHBoxLayout(foot);
    setGaps(row, 2, 2);
    row->addWidget(note, 1);
    row->addWidget(start);
    auto *column = new QWidget;
    auto *box = new QVBoxLayout(column);
    setGaps(box, 0);
    box->addWidget(scroll, 1);
    box->addWidget(separator(Qt::Horizontal));
    box->addWidget(foot);
    return column;
}

QSplitter *formBeside(QWidget *form, QWidget *result)
{
    auto *splitter = new QSplitter(Qt::Horizontal);
    splitter->addWidget(form);
    splitter->addWidget(result);
    splitter->setStretchFactor(0, 0);
    splitter->setStretchFactor(1, 1);
    splitter->setChildrenCollapsible(false);
    splitter->setSizes({ 58 * kGrid, 76 * kGrid });
    return splitter;
}

} // namespace parts
