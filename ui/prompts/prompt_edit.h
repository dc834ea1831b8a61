// SPDX-License-Identifier: GPL-3.0-or-later
// The text field of one section: grows with its text, leaves undo to the document, takes a new text without losing the
// cursor. Safe for input methods: text that is being composed is never replaced.
#pragma once

#include "ui/parts/exact_text.h"

#include <QPlainTextEdit>

namespace prompts {

class PromptEdit : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit PromptEdit(QWidget *parent = nullptr);

    // Replaces only what differs.
    void adopt(const QString &text);
    QString text() const { return m_text.text(); } // to the byte

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void undoWanted();
    void redoWanted();

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void grow();

    parts::ExactText m_text;
};

} // namespace prompts
