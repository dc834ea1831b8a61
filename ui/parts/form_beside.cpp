// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/form_beside.h"

#include "ui/parts/look.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>

namespace parts {

QWidget *formColumn(QWidget *form, QLabel *note, QPushButton *start)
{
    auto *inside = new QWidget;
    auto *margin = new QVBoxLayout(inside);
    setGaps(margin, 0, 2);
    margin->addWidget(form);
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(inside);
    scroll->setMinimumWidth(55 * kGrid);
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
