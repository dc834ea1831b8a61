// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/prompt_edit.h"

#include "ui/parts/look.h"
#include "ui/parts/text_height.h"

#include <QAbstractTextDocumentLayout>
#include <QAction>
#include <QContextMenuEvent>
#include <QMenu>
#include <QScrollBar>
#include <QWheelEvent>

namespace prompts {

namespace {
constexpr int kFewestLines = 3;
constexpr int kMostLines = 40; // the page scrolls rather than the field
} // namespace

PromptEdit::PromptEdit(QWidget *parent)
    : QPlainTextEdit(parent)
    , m_text(this)
{
    setUndoRedoEnabled(false);
    setTabChangesFocus(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this, &PromptEdit::grow);
    grow();
}

void PromptEdit::adopt(const QString &text)
{
    const QString now = parts::plainText(*document());
    if (m_text.text() == text)
        return;
    // Other line ends than this field's own are loaded as they are.
    if (m_text.text() != now || text.contains(QLatin1Char('\r')) || text.contains(QChar(QChar::ParagraphSeparator))) {
        m_text.load(text);
        return;
    }
    const qsizetype shorter = qMin(now.size(), text.size());
    qsizetype head = 0;
    while (head < shorter && now[head] == text[head])
        ++head;
    qsizetype tail = 0;
    while (tail < shorter - head && now[now.size() - 1 - tail] == text[text.size() - 1 - tail])
        ++tail;
    QTextCursor cursor(document());
    cursor.setPosition(int(head));
    cursor.setPosition(int(now.size() - tail), QTextCursor::KeepAnchor);
    cursor.insertText(text.mid(head, text.size() - head - tail));
    cursor.clearSelection();
    setTextCursor(cursor);
}

QSize PromptEdit::sizeHint() const
{
    // Frame and padding, as the style sheet has them: what the viewport does not get.
    const int around = height() - viewport()->height();
    return QSize(24 * parts::kGrid, parts::textHeight(*this, kFewestLines, kMostLines) + qBound(2, around, 4 * parts::kGrid));
}

void PromptEdit::grow()
{
    updateGeometry();
    setFixedHeight(sizeHint().height());
}

void PromptEdit::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    if (event->oldSize().width() != event->size().width())
        grow();
}

bool PromptEdit::event(QEvent *event)
{
    // A text field claims undo and redo for itself; here they belong to the document.
    if (event->type() == QEvent::ShortcutOverride) {
        auto *key = static_cast<QKeyEvent *>(event);
        if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
            event->accept();
            return true;
        }
    }
    return QPlainTextEdit::event(event);
}

void PromptEdit::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Undo)) {
        Q_EMIT undoWanted();
    } else if (event->matches(QKeySequence::Redo)) {
        Q_EMIT redoWanted();
    } else {
        QPlainTextEdit::keyPressEvent(event);
    }
}

void PromptEdit::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu *menu = createStandardContextMenu();
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (QAction *action : menu->actions()) {
        const bool undo = action->objectName() == QLatin1String("edit-undo");
        if (!undo && action->objectName() != QLatin1String("edit-redo"))
            continue;
        action->setEnabled(true);
        action->disconnect();
        connect(action, &QAction::triggered, this, undo ? &PromptEdit::undoWanted : &PromptEdit::redoWanted);
    }
    menu->popup(event->globalPos());
}

void PromptEdit::wheelEvent(QWheelEvent *event)
{
    // A field that shows all of its text lets the page scroll.
    if (verticalScrollBar()->minimum() == verticalScrollBar()->maximum())
        event->ignore();
    else
        QPlainTextEdit::wheelEvent(event);
}

} // namespace prompts
