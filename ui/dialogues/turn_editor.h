// SPDX-License-Identifier: GPL-3.0-or-later
// The text of a turn while it is edited, in the place of its bubble. Enter keeps the text, Shift+Enter makes a new line,
// Esc leaves it as it was; so does nothing else: losing the focus keeps it. An input method's Enter is the input method's. A text that
// nobody touched is the one it was opened with, to the byte.
#pragma once

#include "ui/parts/exact_text.h"

#include <QPlainTextEdit>

namespace dialogues {

class TurnEditor : public QPlainTextEdit
{
    Q_OBJECT

public:
    // `original`: what the turn says; another `text` is a draft.
    TurnEditor(const QString &text, const QString &original, QWidget *parent = nullptr);
    QSize sizeHint() const override;
    QString text() const { return m_text.text(); }
    bool isChanged() const { return text() != m_original; } // against what the turn says
    // Only Enter keeps the text: whoever leaves it lays it aside, as the draft it was. For good, or until somebody writes in it.
    enum class Aside { Always, UntilTouched };
    void setLaidAside(Aside aside);
    void leave(); // as losing the focus; emits kept or laidAside, once

Q_SIGNALS:
    void kept(const QString &text);
    void laidAside();
    void cancelled();
    void typed(); // a person changed the text
    void heightChanged();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void inputMethodEvent(QInputMethodEvent *event) override;

private:
    void keep();
    void measure();

    parts::ExactText m_text;
    QString m_original;
    bool m_laysAside = false;
    bool m_laysAsideUntouched = false;

    bool m_isDone = false;
    bool m_isComposing = false;
    int m_height = 0;
};

} // namespace dialogues
