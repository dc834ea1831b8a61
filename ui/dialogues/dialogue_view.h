// SPDX-License-Identifier: GPL-3.0-or-later
// The open dialogue: bubbles to read and edit, the strategies of the current turn below. Works on a DialogueDocument;
// knows nothing of storage.
#pragma once

#include "ui/dialogues/dialogue_document.h"

#include <QHash>
#include <QPointer>
#include <QWidget>

namespace parts {
class MessageList;
struct Message;
}

namespace dialogues {

class StrategyBar;
class TurnEditor;

class DialogueView : public QWidget
{
    Q_OBJECT

public:
    explicit DialogueView(DialogueDocument &document, QWidget *parent = nullptr);

    parts::MessageList *messages() const { return m_messages; }
    int currentTurn() const;
    void setCurrentTurn(int index);
    // Keeps the text that is being edited, or lays it aside if it is a draft.
    void settle();
    TurnEditor *editor() const; // null: no turn is edited
    // Texts that were written for turns (by id) and not saved: their bubbles say so, and editing one goes on with it.
    struct Draft
    {
        QString text;
        bool isStale = false; // the turn was changed since
    };
    void setDrafts(const QHash<QString, Draft> &drafts);

    // What keys, menu and buttons do to the current turn.
    void editCurrent();
    void editTurn(const QString &turnId); // with its draft, if there is one
    void editTurn(const QString &turnId, const QString &text); // with a text that is not the turn's own
    void addBelow();
    void removeCurrent();
    void moveCurrent(int step);
    void stepTurn(int step);
    void giveStrategy(int number); // 1 to 8; 0 takes it away
    void toggleNotLearned();

Q_SIGNALS:
    void typed(const QString &turnId, const QString &text); // by every key
    void textLeft(const QString &turnId, const QString &text); // Esc, although something was written
    void editorClosed(const QString &turnId, bool isAside); // after `changed` of the document, if the text is another; aside: it stays a draft
    void promptRequested(const QString &turnId); // "Open in Prompts"
    void chatRequested(const QString &turnId); // "Chat from here"

private:
    parts::Message messageOf(const dialogue::Turn &turn) const;
    void openEditor(const QString &turnId, TurnEditor *editor, const QString &note);
    void closeEditor(const QString &turnId);
    void showChange(const DialogueChange &change);
    bool setCurrentTurn(const QString &turnId);
    void followCursor(const TurnEditor &editor);
    void showMenu(int index, const QPoint &globalPosition);
    void showStrategy();

    DialogueDocument &m_document;
    parts::MessageList *m_messages = nullptr;
    StrategyBar *m_strategies = nullptr;
    QHash<QString, Draft> m_drafts;
    QPointer<TurnEditor> m_editor;
};

} // namespace dialogues
