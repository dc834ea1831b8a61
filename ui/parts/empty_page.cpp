// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/empty_page.h"

#include "ui/parts/icons.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace parts {

namespace {

// Painted with the palette of the moment, so that it follows a theme switch.
class Emblem : public QWidget
{
public:
    Emblem(const char *iconName, QWidget *parent)
        : QWidget(parent)
        , m_icon(icon(iconName, Tone::Accent))
    {
        setFixedSize(10 * kGrid, 10 * kGrid);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Look look = currentLook();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(look.wash(look.accent));
        painter.drawEllipse(rect());
        const int inset = 3 * kGrid;
        m_icon.paint(&painter, rect().adjusted(inset, inset, -inset, -inset));
    }

private:
    QIcon m_icon;
};

} // namespace

EmptyPage::EmptyPage(const char *iconName, const QString &sentence, const QString &next, QWidget *parent)
    : QWidget(parent)
    , m_sentence(headingLabel(sentence, this))
    , m_next(bodyLabel(next, this))
    , m_buttons(new QHBoxLayout)
{
    m_sentence->setAlignment(Qt::AlignCenter);
    m_sentence->setWordWrap(true);
    m_next->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    m_next->setMaximumWidth(55 * kGrid);
    m_next->setMinimumWidth(30 * kGrid);
    setTone(m_next, Tone::Muted);
    m_buttons->setSpacing(kGrid);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid, 6 * kGrid);
    layout->setSpacing(kGrid);
    layout->addStretch(2);
    layout->addWidget(new Emblem(iconName, this), 0, Qt::AlignHCenter);
    layout->addSpacing(kGrid);
    layout->addWidget(m_sentence, 0);
    // In a row of its own, not aligned: an aligned label is not asked for its height at its width and loses lines.
    auto *nextRow = new QHBoxLayout;
    nextRow->addStretch(1);
    nextRow->addWidget(m_next, 1000);
    nextRow->addStretch(1);
    layout->addLayout(nextRow);
    layout->addSpacing(kGrid);
    auto *row = new QHBoxLayout;
    row->addStretch();
    row->addLayout(m_buttons);
    row->addStretch();
    layout->addLayout(row);
    layout->addStretch(3);
}

void EmptyPage::addButton(const QString &text, const char *iconName, std::function<void()> action)
{
    const bool isFirst = m_buttons->count() == 0;
    QPushButton *button = isFirst ? primaryButton(text, this) : plainButton(text, this);
    if (!isFirst)
        button->setIcon(icon(iconName));
    connect(button, &QPushButton::clicked, this, [action = std::move(action)] { action(); });
    m_buttons->addWidget(button);
}

void EmptyPage::setText(const QString &sentence, const QString &next)
{
    m_sentence->setText(sentence);
    m_next->setText(next);
}

} // namespace parts
