// SPDX-License-Identifier: GPL-3.0-or-later
// The dialogue that is being chatted: a value, the changes a chat makes to it, and the reply that is being written.
#pragma once

#include "dialogue/dialogue.h"

#include <QObject>
#include <QString>

#include <optional>

namespace chat {

// ui thread only.
class Conversation : public QObject
{
    Q_OBJECT

public:
    explicit Conversation(QObject *parent = nullptr);

    const dialogue::Dialogue &dialogue() const { return m_dialogue; }
    int count() const { return int(m_dialogue.turns.size()); }
    bool isEmpty() const { return m_dialogue.turns.empty(); }
    // The reply that is being written is the last turn; it is not part of what is saved until it ends.
    bool isReplying() const { return m_isReplying; }
    // What should be saved: the dialogue without an unfinished reply, with the one that it is to replace.
    dialogue::Dialogue settled() const;

    // A new chat: an identity of its own, no turns. Ends a reply that is being written.
    void startNew(const dialogue::Profile &profile);
    // Goes on with an existing dialogue; `turns` >= 0 keeps only the first ones. `asCopy`: under a new identity, so that
    // what was there stays untouched.
    void load(const dialogue::Dialogue &dialogue, bool asCopy = false, int turns = -1);
    void setProfile(const dialogue::Profile &profile);

    void addTurn(dialogue::Speaker speaker, const QString &text); // outer whitespace is removed; empty text does nothing
    // Another wording of a turn; what followed answered the old one and is removed.
    void reword(int index, const QString &text);
    // Takes the supporter's last turn away for another reply in its place. It comes back when that one says nothing.
    void dropReply();

    void beginReply();
    void appendReply(const QString &text);
    // Keeps `text` (trimmed), or when it is empty what was written so far; an empty turn is removed, and the one it was to replace
    // comes back. Returns whether something was said.
    bool endReply(const QString &text = {});

    // Index of the last turn of a speaker, -1 when there is none.
    int lastOf(dialogue::Speaker speaker) const;

Q_SIGNALS:
    void changed(); // turns came, went or were reworded
    void replyGrew(const QString &text); // a piece of the reply; no `changed` comes for it

private:
    dialogue::Dialogue m_dialogue;
    std::optional<dialogue::Turn> m_replaced;
    bool m_isReplying = false;
};

} // namespace chat
