// SPDX-License-Identifier: GPL-3.0-or-later
// The column in which people talk: the bubbles, one line about what is going on with what can be done about it, and the
// field for the next message. It shows what it is told and asks for everything by signals.
#pragma once

#include "dialogue/dialogue.h"
#include "ui/parts/message_list.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;
class QStackedWidget;

namespace chat {

class Composer;

// What the line between bubbles and composer says and offers.
struct TalkState
{
    QString words;
    bool isLoading = false;
    double loadingDone = -1; // 0 to 1; below 0: nobody knows
    bool canSend = false; // a model could answer
    bool isReplying = false;
    bool isEditing = false; // the last message is being reworded
    bool isUnanswered = false; // the seeker spoke last
    bool canAskAgain = false;
    bool canEdit = false;
    bool canUnload = false;
};

class TalkView : public QWidget
{
    Q_OBJECT

public:
    explicit TalkView(QWidget *parent = nullptr);

    void setMessages(const QList<parts::Message> &messages); // none: what one could begin with
    void appendToLast(const QString &text); // a reply that is being written
    void scrollToEnd();
    void setState(const TalkState &state);
    Composer &composer() const { return *m_composer; }

Q_SIGNALS:
    void sent(dialogue::Speaker speaker, const QString &text);
    void stopWanted();
    void askAgainWanted();
    void editWanted();
    void leaveEditWanted();
    void unloadWanted();
    void writingBegan(); // something stands in the composer
    void annotateWanted(const QString &turnId); // "Open in Dialogues"

private:
    QWidget *buildEmpty();
    QWidget *buildStatus();
    void showMenu(int index, const QPoint &globalPosition);

    QStackedWidget *m_stack = nullptr;
    parts::MessageList *m_list = nullptr;
    QProgressBar *m_progress = nullptr;
    QLabel *m_status = nullptr;
    QPushButton *m_again = nullptr;
    QPushButton *m_edit = nullptr;
    QPushButton *m_leaveEdit = nullptr;
    QPushButton *m_unload = nullptr;
    Composer *m_composer = nullptr;
};

} // namespace chat
