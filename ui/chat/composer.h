// SPDX-License-Identifier: GPL-3.0-or-later
// Where a message is written: grows from one line to eight, Enter sends, Shift+Enter makes a new line, and an Enter that
// belongs to an input method never sends. Beside it who speaks, and send or stop.
#pragma once

#include "dialogue/dialogue.h"

#include <QFrame>
#include <QPlainTextEdit>

class QComboBox;
class QPushButton;

namespace chat {

// The text field alone.
class MessageEdit : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit MessageEdit(QWidget *parent = nullptr);

    bool isComposing() const { return m_isComposing; }

Q_SIGNALS:
    void sendWanted();
    void escaped(); // Esc; never while an input method composes
    void upFromEmpty(); // the key Up in an empty field

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void inputMethodEvent(QInputMethodEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void insertFromMimeData(const QMimeData *source) override;

private:
    void grow();

    bool m_isComposing = false;
};

class Composer : public QFrame
{
    Q_OBJECT

public:
    explicit Composer(QWidget *parent = nullptr);

    MessageEdit *editor() const { return m_edit; }
    // Who types: the seeker (the model answers), or the supporter (the person answers instead of the model).
    dialogue::Speaker speaker() const;
    void setSpeaker(dialogue::Speaker speaker);
    // Replying: the button stops. Not ready: a message can be written but not sent.
    void setState(bool canSend, bool isReplying);
    void setText(const QString &text);

Q_SIGNALS:
    void sent(dialogue::Speaker speaker, const QString &text); // trimmed, not empty
    void stopWanted();
    void escaped(); // Esc while nothing is there to stop
    void lastWanted(); // Up in the empty field: the message before

private:
    void send();
    void refresh();

    MessageEdit *m_edit = nullptr;
    QComboBox *m_speaker = nullptr;
    QPushButton *m_button = nullptr;
    bool m_canSend = false;
    bool m_isReplying = false;
};

} // namespace chat
