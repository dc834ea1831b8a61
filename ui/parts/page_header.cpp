// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/page_header.h"

#include "ui/parts/elided_label.h"
#include "ui/parts/look.h"

#include <QBoxLayout>
#include <QLabel>

namespace parts {

PageHeader::PageHeader(const QString &title, QWidget *parent)
    : QFrame(parent)
    , m_title(titleLabel(title, this))
    , m_note(elidedMuted(this))
    , m_left(new QHBoxLayout)
    , m_right(new QHBoxLayout)
{
    setProperty("panel", QLatin1String("header"));
    setFixedHeight(7 * kGrid);
    m_left->setSpacing(kGrid);
    m_right->setSpacing(kGrid);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(3 * kGrid, 0, 2 * kGrid, 0);
    layout->setSpacing(2 * kGrid);
    layout->addWidget(m_title);
    layout->addWidget(m_note, 1);
    layout->addLayout(m_left);
    layout->addLayout(m_right);
}

QWidget *PageHeader::noticePlace() const { return m_note; }

void PageHeader::setTitle(const QString &title) { m_title->setText(title); }

void PageHeader::setNote(const QString &note) { m_note->setText(note); }

void PageHeader::addControl(QWidget *widget) { m_right->addWidget(widget); }

void PageHeader::addLeft(QWidget *widget, int stretch) { m_left->addWidget(widget, stretch); }

} // namespace parts
