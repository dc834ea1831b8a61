// SPDX-License-Identifier: GPL-3.0-or-later
// A dialogue as people read it: bubbles, the seeker's at the left, the supporter's at the right, strategies as chips.
// Used by Dialogues, Chat and Runs. Text is plain and selectable; Ctrl+C copies the selection, or the current bubble. Up/Down, Home
// and End move the current bubble, Enter activates it. Lays out a hundred turns well under a frame's time: only what changed is measured again.
#pragma once

#include "ui/parts/look.h"

#include <QPointer>
#include <QScrollArea>
#include <QStringList>

namespace parts {

class Bubble;

struct Message
{
    enum class Side { Left, Right };

    QString id; // of the turn; may be empty
    Side side = Side::Left;
    QString author; // small caption: "Seeker", "Supporter", a model's name
    QString text;
    QStringList chips; // strategies
    QString note; // small muted line below: "edited", "12 tokens/s", "reference"
    Tone noteTone = Tone::Muted;
    bool isPending = false; // being written: shows a caret

    bool operator==(const Message &) const = default;
};

class MessageList : public QScrollArea
{
    Q_OBJECT

public:
    explicit MessageList(QWidget *parent = nullptr);
    ~MessageList() override;

    void setMessages(const QList<Message> &messages); // keeps current bubble and scroll position where ids stay
    void appendMessage(const Message &message);
    void updateMessage(int index, const Message &message);
    void appendText(int index, const QString &text); // streaming; follows the end while the reader is at the end
    void clear();

    int count() const;
    const Message &message(int index) const;
    int indexOf(const QString &id) const;

    int currentIndex() const { return m_current; }
    void setCurrentIndex(int index); // -1: none; scrolls it into view
    // Whether a bubble can be current at all (Chat switches it off).
    void setCurrentVisible(bool visible);

    // Whether a double click on text activates the bubble (Dialogues) or selects a word (elsewhere, the default).
    void setEditsOnDoubleClick(bool edits) { m_editsOnDoubleClick = edits; }

    // Puts a widget in the place of a bubble's text while it is edited; null puts the text back. The list owns it.
    void setEditor(int index, QWidget *editor);
    int editedIndex() const;
    void editorHeightChanged(); // call when the editor's size hint changed

    void scrollToEnd();
    void ensureVisible(int index);

Q_SIGNALS:
    void currentChanged(int index);
    void activated(int index); // Enter or double click: edit it
    void chipClicked(int index);
    void menuRequested(int index, const QPoint &globalPosition);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    friend class Bubble;
    void insertBubble(int index, const Message &message);
    void layoutBubbles(int from = 0);
    bool isAtEnd() const;

    QWidget *m_canvas = nullptr;
    QList<Bubble *> m_bubbles;
    int m_current = -1;
    bool m_currentVisible = true;
    bool m_editsOnDoubleClick = false;
};

} // namespace parts
