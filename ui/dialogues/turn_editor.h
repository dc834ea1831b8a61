// SPDX-License-Identifier: GPL-3.0-or-later
// The text of a turn while it is edited, in the place of its bubble. Enter keeps the text, Shift+Enter makes a new line,
// Esc leaves it as it was; so does nothing else: losing the focus keeps it. An input method's Enter is the input method's.
#pragma once

#include <QPlainTextEdit>

namespace dialogues {

class TurnEditor : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit TurnEditor(const QString &text, QWidget *parent = nullptr);
    QSize sizeHint() const override;
    void keep(); // emits kept, once

Q_SIGNALS:
    void kept(const QString &text);
    void cancelled();
    void heightChanged();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void inputMethodEvent(QInputMethodEvent *event) override;

private:
    void measure();

    bool m_isDone = false;
    bool m_isComposing = false;
    int m_height = 0;
};

} // namespace dialogues
