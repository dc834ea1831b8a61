// SPDX-License-Identifier: GPL-3.0-or-later
// Every token of a rendered chat as it goes into the model: tokens that carry loss in the accent colour, those of the prompt
// in the colour of their section, control tokens framed, one line a message part. Hovering or walking with the arrow keys names a token: its id, its place, its role.
#pragma once

#include "text/inspector.h"

#include <QAbstractScrollArea>
#include <QHash>
#include <QVector>

namespace parts {
struct Look;
}

namespace prompts {

// How a token reads in the view: a leading space as "·", a newline as "↵"; bytes that are no character stay escaped.
QString tokenFace(const std::string &text);
QString spanTitle(text::SpanKind kind);
QString tokensText(qint64 count); // "1,204 tokens"

class TokenView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit TokenView(QWidget *parent = nullptr);

    // Keeps the scroll position, so that it stays still while someone types.
    void setInspection(const text::DialogueInspection &inspection);
    void clear();

    int count() const { return int(m_boxes.size()); }
    int currentToken() const { return m_current; }
    void setCurrentToken(int token); // -1: none; scrolls it into view
    // One line about a token: "#17 · id 2683 · “ feel” · supporter, turn 4 · carries loss".
    QString describe(int token) const;
    int tokenAt(const QPoint &viewportPosition) const; // -1: none

Q_SIGNALS:
    void tokenChanged(int token); // hovered or current; -1: none

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Box
    {
        QRect rect; // document coordinates
        QString face;
        int token = 0;
    };
    void layoutTokens();
    void placeSpan(const text::Span &span, int width, int &y);
    QColor fillOf(int token, const parts::Look &look) const;
    void paintBox(QPainter &painter, const Box &box, const QRect &rect, const parts::Look &look) const;
    int faceWidth(const QString &face);
    int firstBoxAt(int y) const;
    void setHovered(int token);

    text::DialogueInspection m_inspection;
    QVector<Box> m_boxes;
    QHash<QString, int> m_widths;
    int m_height = 0;
    int m_current = -1;
    int m_hovered = -1;
};

} // namespace prompts
