// SPDX-License-Identifier: GPL-3.0-or-later
// One message of a MessageList: caption and chips above, the bubble with its text, a note below. Measures itself for a
// width and keeps the result until width, text or font change.
#pragma once

#include "ui/parts/message_list.h"

#include <QWidget>

class QLabel;

namespace parts {

class Bubble : public QWidget
{
    Q_OBJECT

public:
    explicit Bubble(const Message &message, MessageList *list);

    const Message &message() const { return m_message; }
    void setMessage(const Message &message);
    void appendText(const QString &text);
    void setCurrent(bool isCurrent);
    void setEditor(QWidget *editor);
    bool hasEditor() const { return m_editor != nullptr; }
    void forgetMeasure() { m_measuredWidth = -1; }

    // Arranges the children for this width and returns the height needed.
    int place(int width);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    int index() const;
    void showText();
    QSize textSize(int maximum) const;
    int placeCaption(int width);

    MessageList *m_list = nullptr;
    Message m_message;
    QLabel *m_text = nullptr;
    QPointer<QWidget> m_editor;
    bool m_isCurrent = false;

    int m_measuredWidth = -1;
    int m_measuredHeight = 0;
    QRect m_bubble;
    QRect m_author;
    QList<QRect> m_chips;
    QRect m_note;
};

} // namespace parts
