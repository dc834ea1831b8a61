// SPDX-License-Identifier: GPL-3.0-or-later
// A row that can be pressed: icon, title, a small line below, something aside. For short lists in cards.
#pragma once

#include "ui/parts/look.h"

#include <QAbstractButton>

namespace parts {

class RowButton : public QAbstractButton
{
    Q_OBJECT

public:
    RowButton(const char *icon, const QString &title, const QString &note, const QString &aside, QWidget *parent = nullptr);
    void setIconTone(Tone tone);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    const char *m_icon;
    QString m_note;
    QString m_aside;
    Tone m_tone = Tone::Muted;
};

} // namespace parts
