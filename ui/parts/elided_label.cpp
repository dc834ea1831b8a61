// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/elided_label.h"

#include <QPainter>
#include <QStyle>

namespace parts {

ElidedLabel::ElidedLabel(QWidget *parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
}

QSize ElidedLabel::minimumSizeHint() const { return { 3 * kGrid, QLabel::minimumSizeHint().height() }; }

void ElidedLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QString shown = fontMetrics().elidedText(text(), Qt::ElideRight, contentsRect().width());
    style()->drawItemText(&painter, contentsRect(), int(alignment()), palette(), isEnabled(), shown, foregroundRole());
    const QString tip = shown == text() ? QString() : text();
    if (toolTip() != tip)
        setToolTip(tip);
}

ElidedLabel *elidedStrong(QWidget *parent)
{
    auto *made = new ElidedLabel(parent);
    made->setFont(strongFont());
    return made;
}

ElidedLabel *elidedMuted(QWidget *parent)
{
    auto *made = new ElidedLabel(parent);
    made->setProperty("scale", QLatin1String("small"));
    setTone(made, Tone::Muted);
    return made;
}

} // namespace parts
