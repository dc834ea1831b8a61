// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/smoothing.h"

#include "ui/parts/look.h"
#include "ui/parts/text_format.h"

#include <QBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>

namespace parts {

namespace {
constexpr qsizetype kSmoothFrom = 60; // points
constexpr int kUsual = 60; // hundredths
} // namespace

Smoothing::Smoothing(QWidget *parent)
    : QWidget(parent)
{
    m_slider = new QSlider(Qt::Horizontal);
    m_slider->setRange(0, 99);
    m_slider->setFixedWidth(12 * kGrid);
    m_slider->setAccessibleName(tr("Smoothing"));
    setToolTip(tr("Weight of what came before, 0 to 0.99; the raw curve stays faintly behind"));
    QLabel *title = mutedLabel(tr("Smoothing"));
    title->setWordWrap(false);
    title->setBuddy(m_slider);
    m_value = mutedLabel({});
    m_value->setWordWrap(false);
    m_value->setFixedWidth(4 * kGrid);
    auto *row = new QHBoxLayout(this);
    setGaps(row, 1);
    row->addWidget(title);
    row->addWidget(m_slider);
    row->addWidget(m_value);
    showValue();
    connect(m_slider, &QSlider::valueChanged, this, [this] {
        m_moved = true;
        showValue();
        Q_EMIT changed();
    });
}

double Smoothing::weight() const { return m_slider->value() / 100.0; }

void Smoothing::showValue() { m_value->setText(decimalText(weight(), 2)); }

void Smoothing::suit(qsizetype points)
{
    if (m_moved)
        return;
    const QSignalBlocker blocker(m_slider);
    m_slider->setValue(points >= kSmoothFrom ? kUsual : 0);
    showValue();
}

} // namespace parts
