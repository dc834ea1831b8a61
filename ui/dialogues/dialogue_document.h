// SPDX-License-Identifier: GPL-3.0-or-later
// The dialogue that is open for editing: the value and one signal for every change. Saving is the page's, which also keeps the log that
// undo walks back; the stack here is for what could not be saved yet.
#pragma once

#include "dialogue/dialogue.h"

#include <QObject>
#include <QUndoStack>

#include <optional>

namespace dialogues {

// What happened to the document; undo and redo report the same.
struct DialogueChange
{
    enum class What { Opened, Turn, Turns };

    What what = What::Opened;
    int index = -1; // of the turn to look at; -1: none
    std::string edit {}; // kind of edit, as in the log: "text", "strategy"; empty: no edit of a person
    std::string turn {}; // id of the turn that was edited
};

// ui thread. Positions count from 0; calls with a position outside the dialogue are ignored.
class DialogueDocument : public QObject
{
    Q_OBJECT

public:
    explicit DialogueDocument(QObject *parent = nullptr);

    // Replaces the dialogue and forgets the undo steps.
    void open(dialogue::Dialogue dialogue);
    // The same dialogue as the store has it now; `index` is the turn to look at.
    void take(dialogue::Dialogue dialogue, int index);
    void takeProfile(const dialogue::Profile &profile) { m_dialogue.profile = profile; } // no signal
    int indexOf(const std::string &turnId) const; // -1: not there
    void close();
    bool isOpen() const { return !m_dialogue.id.empty(); }
    const dialogue::Dialogue &dialogue() const { return m_dialogue; }
    int turnCount() const { return int(m_dialogue.turns.size()); }
    QUndoStack &undoStack() { return m_stack; }

    // Each is one undo step; nothing happens when the value is the same already. Text loses the outer whitespace that it did not have
    // before.
    void setText(int index, const QString &text);
    void setStrategy(int index, const std::optional<dialogue::Strategy> &strategy);
    // Marks a supporter's turn as no example to learn from, or takes the mark away. Ignored for a seeker's turn.
    void setNotLearned(int index, bool notLearned);
    void exchangeSpeaker(int index);
    // A new turn of the other speaker after `index` (-1: at the start); returns its position.
    int insertAfter(int index);
    void remove(int index);
    void move(int from, int to);

Q_SIGNALS:
    void changed(const dialogues::DialogueChange &change);

private:
    using Turns = std::vector<dialogue::Turn>;
    bool isTurn(int index) const { return index >= 0 && index < turnCount(); }
    void changeTurn(int index, dialogue::Turn turn, const char *edit, const QString &words);
    void changeTurns(Turns turns, int before, int after, const char *edit, const std::string &turn, const QString &words);

    dialogue::Dialogue m_dialogue;
    QUndoStack m_stack;
};

} // namespace dialogues
